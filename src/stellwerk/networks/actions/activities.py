# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Keeping the catalogue of activities; saying what a file's own activities mean in it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import Conflict, NotVisible, Refusal, refuse_if
from stellwerk.networks.models import Activity, EventLog
from stellwerk.networks.queries.activities import catalogue, forget_codes, stamp
from stellwerk.networks.rules.activities import (
    ActivityData,
    activity_blockers,
    key_blockers,
    retiring_blockers,
    shipped_activities,
)
from stellwerk.networks.rules.keeping import cataloguer_blockers, keeper_blockers

ACTIVITY_FIELDS = ("name_de", "name_en", "group", "synonyms", "paper", "is_final")
# One number for "somebody changes the catalogue": they wait for each other.
_CATALOGUE_LOCK = 7_101_060


@transaction.atomic
def load_catalogue(*, actor: Actor) -> int:
    """Bring in what the shipped catalogue has and the database has not; return rows written.

    Names, groups and synonyms belong to the administrators and stay as they are. A second run
    writes nothing.
    """
    _lock()
    known = set(Activity.objects.exclude(key="").values_list("key", flat=True))
    made = [_shipped(data) for data in shipped_activities() if data.key not in known]
    Activity.objects.bulk_create(made)
    if made:
        forget_codes()
        record(
            actor=actor, verb=Verb.CONFIGURED, kind="activity", note=f"{len(made)} loaded"
        )
    return len(made)


def _shipped(data: ActivityData) -> Activity:
    return Activity(
        key=data.key, name_de=data.name_de, name_en=data.name_en, group=data.group,
        synonyms=list(data.synonyms), paper=data.paper, is_final=data.is_final,
    )


@transaction.atomic
def add_activity(
    *, actor: Actor, key: str, name_de: str, name_en: str, group: str,
    synonyms: Sequence[str] = (), paper: str = "", is_final: bool = False,
) -> Activity:
    """Add an activity to the catalogue; its key stays for good."""
    refuse_if(cataloguer_blockers(actor))
    _lock()
    values = _values(name_de, name_en, group, synonyms, paper, is_final)
    refuse_if(
        [
            *key_blockers(key, Activity.objects.filter(key=key).exists()),
            *_blockers(values),
        ]
    )
    made = Activity.objects.create(key=key, **values)
    forget_codes()
    _record(actor, Verb.CREATED, made, list(ACTIVITY_FIELDS))
    return made


@transaction.atomic
def change_activity(
    *, actor: Actor, activity: Activity, seen: str, name_de: str, name_en: str, group: str,
    synonyms: Sequence[str] = (), paper: str = "", is_final: bool = False,
) -> list[str]:
    """Change an activity of the catalogue. ``seen`` is the stamp of what the editor had before.

    Raises ``Conflict`` with both sides when somebody else changed it meanwhile.
    """
    refuse_if(cataloguer_blockers(actor))
    values = _values(name_de, name_en, group, synonyms, paper, is_final)
    refuse_if(_blockers(values))
    row = _locked(activity)
    before = {name: getattr(row, name) for name in values}
    if stamp(row) != seen:
        raise Conflict(
            _("Somebody else has changed this record in the meantime."),
            version=stamp(row), theirs=before, yours=values,
        )
    changed = [name for name, value in values.items() if before[name] != value]
    if changed:
        for name in changed:
            setattr(row, name, values[name])
        row.save(update_fields=changed)
        _record(actor, Verb.CHANGED, row, changed)
    return changed


@transaction.atomic
def retire_activity(*, actor: Actor, activity: Activity, on: date) -> Activity:
    """Nobody chooses it any longer from ``on``; what was recorded with it stays."""
    refuse_if(cataloguer_blockers(actor))
    row = _locked(activity)
    refuse_if(retiring_blockers(row.retired_on))
    row.retired_on = on
    row.save(update_fields=["retired_on"])
    _record(actor, Verb.CHANGED, row, ["retired_on"])
    return row


@transaction.atomic
def reinstate_activity(*, actor: Actor, activity: Activity) -> Activity:
    """Bring a retired activity back into use."""
    refuse_if(cataloguer_blockers(actor))
    row = _locked(activity)
    if row.retired_on is not None:
        row.retired_on = None
        row.save(update_fields=["retired_on"])
        _record(actor, Verb.CHANGED, row, ["retired_on"])
    return row


@transaction.atomic
def map_activities(
    *, actor: Actor, log: EventLog, meanings: Mapping[int, int | None]
) -> int:
    """Say which activities of the catalogue a file's own ones mean (None: as it is).

    ``meanings``: id of the file's activity -> id in the catalogue. How many were changed.
    """
    refuse_if(keeper_blockers(actor))
    own = {
        row.pk: row
        for row in Activity.objects.select_for_update().filter(log=log, pk__in=list(meanings))
    }
    known = set(catalogue().values_list("pk", flat=True))
    if set(meanings) - set(own) or {m for m in meanings.values() if m is not None} - known:
        raise Refusal("unknown", _("This activity does not exist."))
    changed = [row for pk, row in own.items() if row.same_as_id != meanings[pk]]
    for row in changed:
        row.same_as_id = meanings[row.pk]
    Activity.objects.bulk_update(changed, ["same_as"])
    if changed:
        record(
            actor=actor, verb=Verb.CHANGED, kind="activity", subjects=[log.pk],
            fields=["same_as"], note=str(len(changed)),
        )
    return len(changed)


def _values(
    name_de: str, name_en: str, group: str, synonyms: Sequence[str], paper: str, is_final: bool
) -> dict[str, Any]:
    return {
        "name_de": name_de.strip(), "name_en": name_en.strip(), "group": group,
        "synonyms": list(synonyms), "paper": paper.strip(), "is_final": is_final,
    }


def _blockers(values: Mapping[str, Any]) -> list[Any]:
    return activity_blockers(
        name_de=values["name_de"], name_en=values["name_en"], group=values["group"],
        synonyms=values["synonyms"], paper=values["paper"],
    )


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CATALOGUE_LOCK])


def _locked(activity: Activity) -> Activity:
    row = Activity.objects.select_for_update().filter(pk=activity.pk).exclude(key="").first()
    if row is None:
        raise NotVisible
    return row


def _record(actor: Actor, verb: Verb, activity: Activity, fields: list[str]) -> None:
    record(actor=actor, verb=verb, kind="activity", fields=fields, note=activity.key)
