# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Rows of the log in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from stellwerk.access.log import case_numbers
from stellwerk.access.visible import GRANTED
from stellwerk.audit.choices import Verb
from stellwerk.audit.models import Event
from stellwerk.base.actor import Actor
from stellwerk.web.audit.words import field_in_words, note_in_words

#: What a row can be about. Unknown kinds show as they are.
KINDS: dict[str, Any] = {
    "case": _("Case"),
    "person": _("Person"),
    "contact": _("Contact"),
    "appointment": _("Appointment"),
    "goal": _("Goal"),
    "measure": _("Measure"),
    "residence": _("Residence status"),
    "involved": _("Somebody involved"),
    "transition": _("Hand-over"),
    "caseload": _("Caseload of the team"),
    "reassignment": _("Reassignment of cases"),
    "digest": _("Weekly digest"),
    "work_time": _("Hours for case work"),
    "case_access": _("Access for another organisation"),
    "case_import": _("Import of a workbook"),
    "import_run": _("Uploaded workbook"),
    "case_export": _("Records as a file"),
    "import_mapping": _("Mapping of a foreign list"),
    "report": _("Report"),
    "report_file": _("Report as a file"),
    "network_release": _("Network figures"),
    "user": _("User account"),
    "membership": _("Role"),
    "sign_in_link": _("Sign-in link"),
    "organisation": _("Organisation"),
    "municipality": _("Municipality"),
    "term": _("Entry of a list"),
    "log": _("Access log"),
    "duty": _("Nightly work"),
    "page": _("Page"),
    "barrier": _("Barrier"),
    "conference": _("Case conference"),
    "guest": _("Somebody invited"),
    "reminder": _("Reminder of an appointment"),
    "calendar_feed": _("Calendar address"),
    "observation": _("Observation between two offices"),
    "known_issue": _("Known issue"),
    "lever": _("Lever"),
    "activity": _("Activity"),
    "course": _("Course through the offices"),
    "service_chain": _("Service chain"),
    "chain_version": _("Version of a service chain"),
    "station": _("Station of a service chain"),
    "event_log": _("Event log"),
    "released_line": _("Lines about other organisations"),
    "typical_case": _("Typical case"),
    "typical_station": _("Station of a typical case"),
    "station_view": _("View of a station"),
    "setting": _("Settings of the organisation"),
    "checklist": _("Admission criteria"),
    "clarification": _("Clarification"),
    "client_evaluation": _("Evaluation by the client"),
    "person_merge": _("Merged records of a person"),
    "alliance": _("Working alliance"),
    "consent": _("Consent"),
    "transmission": _("Transmission"),
    "entrusted": _("Entrusted entry sent on"),
    "document": _("Document"),
    "letter_template": _("Template"),
}
_TONES = {
    Verb.REFUSED: "danger",
    Verb.SIGN_IN_FAILED: "danger",
    Verb.DELETED: "danger",
    Verb.GRANTED: "warning",
    Verb.REVOKED: "warning",
    Verb.EXPORTED: "warning",
    Verb.CREATED: "success",
    Verb.CHANGED: "info",
    Verb.IMPORTED: "info",
}
_SHOWN_SUBJECTS = 4


@dataclass(frozen=True)
class Line:
    """One row as the page shows it."""

    at: datetime
    who: str
    verb: str
    tone: str
    kind: Any
    numbers: list[str]
    more: int
    fields: list[Any]
    note: str
    route: str
    is_granted: bool
    is_sealed: bool


def lines(actor: Actor, events: Iterable[Event]) -> list[Line]:
    """All rows of a page; one query for the numbers of the cases they are about."""
    rows = list(events)
    numbers = case_numbers(actor, (subject for row in rows for subject in row.subjects))
    return [_line(row, numbers) for row in rows]


def _line(row: Event, numbers: dict[UUID, str]) -> Line:
    known = [numbers[subject] for subject in row.subjects if subject in numbers]
    shown = known[:_SHOWN_SUBJECTS]
    granted = row.note == GRANTED
    return Line(
        at=row.at,
        who=row.actor,
        verb=row.get_verb_display(),
        tone=_TONES.get(Verb(row.verb), "neutral") if row.verb in Verb.values else "neutral",
        kind=KINDS.get(row.kind, row.kind),
        numbers=shown,
        more=len(row.subjects) - len(shown),
        fields=[field_in_words(name) for name in row.fields],
        note="" if granted else note_in_words(row.note),
        route=row.route,
        is_granted=granted,
        is_sealed=row.seal_no is not None,
    )
