# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the log calls by a key, in words: fields of records and the short notes of actions."""

import re
from functools import cache
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.choices import FIELD_GROUP_LABELS, FieldGroup, Phase
from stellwerk.directory.choices import Role

_GROUPS = {str(group.name).lower(): FIELD_GROUP_LABELS[group] for group in FieldGroup}
#: Names that no form asks for by themselves, so that no table has a word for them.
_FIELDS: dict[str, Any] = {
    "criteria": _("criteria"),
    "answers": _("answers"),
    "merge": _("merged records"),
    "open_reasons": _("why goals stay open"),
    "ags": _("Official key (AGS)"),
    "scope": _("field groups"),
    "recipients": _("recipients"),
    "entrusted": _("mark of being entrusted"),
    "appointments": _("appointments"),
    "central_topics": _("central topics"),
    "faults": _("faults of the file"),
    "ends_at": _("ends at"),
    "from_office": _("from (office)"),
    "to_office": _("to (office)"),
    "from_organisation_id": _("from (office)"),
    "to_organisation_id": _("to (office)"),
    "goals": _("goals"),
    "file": _("File"),
    "groups": _("Field groups"),
    "field_of_action_id": _("field of action"),
    "keeper_id": _("keeping organisation"),
    "stations": _("stations"),
    "links": _("ways"),
    "household": _("household"),
    "household_members": _("household"),
    "languages": _("languages"),
    "legal_sphere": _("legal sphere"),
    "legal_spheres": _("legal spheres"),
    "level": _("language level"),
    "life_area": _("life area"),
    "residence_status": _("Residence status"),
    "second_factor": _("second factor"),
    "sphere": _("legal sphere"),
    "status": _("Residence status"),
    "topics": _("topics"),
    # the event log
    "courses": _("courses"),
    "figures": _("figures"),
    "events": _("events"),
}
_NOTES: dict[str, Any] = {
    **{phase.value: phase.label for phase in Phase},
    **{role.value: role.label for role in Role},
    "agreed": _("agreed"),
    "earlier_episode": _("earlier episode"),
    "undone": _("taken back"),
    "import": _("by a workbook"),
    "not_found": _("not found"),
    "not_visible": _("not meant for this person"),
    "blocked": _("a rule stood in the way"),
    "conflict": _("somebody else was quicker"),
    "reset": _("new start"),
    "expired": _("expired"),
    "removed": _("removed"),
    "cases": _("cases"),
    "appointments": _("appointments"),
    "goals": _("goals"),
}
_COUNTS = re.compile(r"(\w+) \+(\d+) ~(\d+) =(\d+)")


def field_in_words(name: str) -> Any:
    """A field or a group of fields; what has no word shows as it is called."""
    return _GROUPS.get(name) or _FIELDS.get(name) or _labels().get(name, name)


def note_in_words(note: str) -> str:
    """The short note of an action; numbers of an import are said, not drawn."""
    if note in _NOTES:
        return str(_NOTES[note])
    return _COUNTS.sub(_counted, note)


def _counted(found: re.Match[str]) -> str:
    sheet, new, changed, same = found.groups()
    counts = {"what": _NOTES.get(sheet, sheet), "new": new, "changed": changed, "same": same}
    return str(_("%(what)s: %(new)s new, %(changed)s changed, %(same)s the same") % counts)


@cache
def _labels() -> dict[str, Any]:
    """The words that forms use for the fields of our tables."""
    labels: dict[str, Any] = {}
    for room in ("cases", "directory", "vocabulary", "indicators", "networks"):
        for model in apps.get_app_config(room).get_models():
            for one in model._meta.concrete_fields:
                if isinstance(one.verbose_name, Promise):
                    labels.setdefault(one.name, one.verbose_name)
    return labels
