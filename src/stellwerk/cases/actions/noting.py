# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What other offices did, noted by the case manager; and what the course carries."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import NotVisible, refuse_if
from stellwerk.cases.actions.changing import update_fields
from stellwerk.cases.actions.logging import keep_groups, log_cases
from stellwerk.cases.models import Case
from stellwerk.cases.queries.barriers import names_in
from stellwerk.cases.queries.noting import course_key, trace_of
from stellwerk.cases.rules.logging import trace_number
from stellwerk.cases.rules.noting import is_unnamed, moment_of, noting_blockers
from stellwerk.directory.models import Organisation
from stellwerk.networks.actions.log import (
    correct_event,
    erase_events,
    party_in_words,
    party_of,
    record_event,
    withdraw_event,
)
from stellwerk.networks.actions.log.linking import locked_trace
from stellwerk.networks.choices import Source
from stellwerk.networks.models import Event, Party
from stellwerk.networks.queries.offices import office_by_name
from stellwerk.networks.queries.standing import Entry, entries_of
from stellwerk.networks.rules.activities import usual_spheres
from stellwerk.networks.rules.recording import replaced_blockers
from stellwerk.networks.rules.standing import chains
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.models import Term
from stellwerk.vocabulary.queries import term_by_key

#: Keys of ``values``: an activity of the catalogue, the day, the time if known, the office (its
#: name in the directory or other words), the legal sphere (empty: the activity's usual one).
NOTE_FIELDS = ("activity", "on", "at", "office", "sphere")
GROUP_FIELDS = ("field_of_action", "target_group")


@transaction.atomic
def note_event(*, actor: Actor, case: Case, values: Mapping[str, Any]) -> Event:
    """Add what an office did; ``values`` are keyed by ``NOTE_FIELDS``. Also after the ending."""
    _refuse(case, values)
    if trace_of(case) is None:
        log_cases(actor=actor, organisation_id=case.organisation_id, case_ids=[case.pk])
    trace = locked_trace(trace_number(course_key(case)))
    made = record_event(
        actor=actor, trace_id=trace.pk, source=Source.NOTED, **_said(case, values)
    )
    _record(actor, Verb.CREATED, case)
    return made


@transaction.atomic
def correct_noted(
    *, actor: Actor, case: Case, event: Event, values: Mapping[str, Any]
) -> Event:
    """Say it right: the old line stays, struck out. Refused when somebody was quicker.

    Where only one of both belongs to health, or an office stands there, no old line stays: struck
    out beside the new one it would name the office after all.
    """
    _refuse(case, values)
    locked_trace(event.trace_id)
    hidden = is_unnamed(values["activity"])
    if hidden != is_unnamed(event.activity) or (hidden and _named(event)):
        _erase(actor, event)
        made = record_event(
            actor=actor, trace_id=event.trace_id, source=Source.NOTED, **_said(case, values)
        )
    else:
        made = correct_event(actor=actor, event=event, **_said(case, values))
    _record(actor, Verb.CHANGED, case)
    return made


@transaction.atomic
def withdraw_noted(*, actor: Actor, case: Case, event: Event) -> Event:
    """It never happened: the line stays, struck out; none that names an office for health."""
    if is_unnamed(event.activity) and _named(event):
        _erase(actor, event)
        made = event
    else:
        made = withdraw_event(actor=actor, event=event)
    _record(actor, Verb.DELETED, case)
    return made


def _written(event: Event) -> list[Entry]:
    """Every row that was ever written of this event; refused when it no longer stands."""
    trace = locked_trace(event.trace_id)
    for chain in chains(entries_of([trace.pk])[trace.pk]).values():
        if any(row.id == event.pk for row in chain):
            refuse_if(replaced_blockers(chain[-1].id == event.pk, chain[-1].is_withdrawal))
            return chain
    raise NotVisible


def _named(event: Event) -> bool:
    return any(row.party_id or row.legal_sphere_id for row in _written(event))


def _erase(actor: Actor, event: Event) -> None:
    rows = [row.id for row in _written(event)]
    erase_events(actor=actor, trace_id=event.trace_id, event_ids=rows)


@transaction.atomic
def set_course_groups(
    *, actor: Actor, case: Case, version: int | None, values: Mapping[str, Any]
) -> list[str]:
    """Say for which field of action and target group the course counts.

    Empty: what follows from topics, status and age.
    """
    changed = update_fields(
        actor=actor, row=case, version=version, kind="case",
        values={name: values.get(name) for name in GROUP_FIELDS},
    )
    if changed:
        keep_groups(actor=actor, case_ids=[case.pk])
    return changed


def _refuse(case: Case, values: Mapping[str, Any]) -> None:
    office = str(values.get("office") or "").strip()
    names = [] if office_by_name(office) else names_in(case, {"office": office})["office"]
    refuse_if(noting_blockers(values, timezone.now(), names))


def _said(case: Case, values: Mapping[str, Any]) -> dict[str, Any]:
    at, precision = moment_of(values["on"], values.get("at"))
    activity = values["activity"]
    said = {"activity": activity, "at": at, "precision": precision}
    if is_unnamed(activity):
        return {**said, "party": None, "legal_sphere": None}
    return {
        **said,
        "party": _party(case, str(values["office"]).strip()),
        "legal_sphere": values.get("sphere") or _usual_sphere(activity.key),
    }


def _party(case: Case, words: str) -> Party:
    organisation_id = office_by_name(words)
    if organisation_id is not None:
        return party_of(Organisation(pk=organisation_id))
    return party_in_words(case.organisation_id, words)


def _usual_sphere(activity_key: str) -> Term | None:
    key = usual_spheres().get(activity_key)
    return term_by_key(ListKey.LEGAL_SPHERE, key) if key else None


def _record(actor: Actor, verb: Verb, case: Case) -> None:
    record(actor=actor, verb=verb, kind="course", subjects=[case.pk])
