# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Adding facts to the log, one course at a time.

The log of accesses names the event log and never a trace or an event: read beside the line of the
case, it would be the way back from a course to a person.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import NotVisible, refuse_if
from stellwerk.networks.actions.log.linking import locked_trace, mark_weeks, moments_of, relink
from stellwerk.networks.actions.log.naming import recorded_log
from stellwerk.networks.choices import Precision, Source
from stellwerk.networks.models import Activity, Event, EventLog, Party, Trace
from stellwerk.networks.rules.recording import event_blockers, replaced_blockers
from stellwerk.vocabulary.models import Term

#: What an event says, by the names that ``record_events`` and ``correct_event`` take.
EVENT_FIELDS = ("activity", "at", "precision", "party", "legal_sphere", "source")
TRACE_FIELDS = ("field_of_action", "target_group", "residence_group")


@transaction.atomic
def open_trace(
    *,
    actor: Actor,
    organisation_id: UUID,
    field_of_action: Term | None = None,
    target_group: Term | None = None,
    residence_group: str = "",
    log: EventLog | None = None,
) -> Trace:
    """Begin a course; its key is random, and whoever needs the way back keeps it sealed."""
    log = log or recorded_log(organisation_id)
    trace = Trace.objects.create(
        organisation_id=organisation_id, log=log, field_of_action=field_of_action,
        target_group=target_group, residence_group=residence_group,
    )
    _audit(actor, Verb.CREATED, trace, ["courses"])
    return trace


@transaction.atomic
def change_trace(
    *,
    actor: Actor,
    trace: Trace,
    field_of_action: Term | None = None,
    target_group: Term | None = None,
    residence_group: str = "",
) -> list[str]:
    """Set the groups of a course anew; all of its weeks are counted again."""
    row = locked_trace(trace.pk)
    values = {
        "field_of_action_id": field_of_action.pk if field_of_action else None,
        "target_group_id": target_group.pk if target_group else None,
        "residence_group": residence_group,
    }
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not changed:
        return []
    Trace.objects.filter(pk=row.pk).update(**values)
    for name, value in values.items():
        setattr(trace, name, value)
    mark_weeks(row, moments_of(row))
    _audit(actor, Verb.CHANGED, row, [name.removesuffix("_id") for name in changed])
    return [name.removesuffix("_id") for name in changed]


def record_event(
    *,
    actor: Actor,
    trace_id: int,
    activity: Activity,
    at: datetime,
    precision: int = Precision.EXACT,
    party: Party | None = None,
    legal_sphere: Term | None = None,
    source: int = Source.ACTION,
) -> Event:
    """Add one event, at whatever place of its course its time puts it."""
    row = {
        "activity": activity, "at": at, "precision": precision, "party": party,
        "legal_sphere": legal_sphere, "source": source,
    }
    return record_events(actor=actor, trace_id=trace_id, rows=[row])[0]


@transaction.atomic
def record_events(
    *, actor: Actor, trace_id: int, rows: Iterable[Mapping[str, Any]]
) -> list[Event]:
    """Add several events of one course (each keyed by ``EVENT_FIELDS``), in the order given.

    Events of the same time keep the order in which they were recorded.
    """
    trace = locked_trace(trace_id)
    first = next_position(trace)
    events = []
    for place, values in enumerate(rows):
        refuse_if(event_blockers(values.get("at")))
        events.append(_event(trace, values, position=first + place))
    Event.objects.bulk_create(events)
    relink(trace, [event.at for event in events])
    if events:
        _audit(actor, Verb.CREATED, trace, ["events"])
    return events


@transaction.atomic
def correct_event(*, actor: Actor, event: Event, **values: Any) -> Event:
    """Add a row that says it right and takes the place of another, which no longer counts."""
    trace, row = _current(event)
    said = {name: values.get(name, getattr(row, name)) for name in EVENT_FIELDS}
    refuse_if(event_blockers(said["at"]))
    new = _event(trace, said, position=row.position)
    new.replaces_id = row.pk
    _retire(row)
    new.save(force_insert=True)
    relink(trace, [row.at, new.at])
    _audit(actor, Verb.CHANGED, trace, ["events"])
    return new


@transaction.atomic
def withdraw_event(*, actor: Actor, event: Event) -> Event:
    """Add a row that takes another back: it never happened. Both stay readable."""
    trace, row = _current(event)
    said = {name: getattr(row, name) for name in EVENT_FIELDS}
    new = _event(trace, said, position=row.position)
    new.replaces_id, new.is_withdrawal, new.counts = row.pk, True, False
    _retire(row)
    new.save(force_insert=True)
    relink(trace, [row.at])
    _audit(actor, Verb.DELETED, trace, ["events"])
    return new


def next_position(trace: Trace) -> int:
    """Behind everything that was ever recorded in the course."""
    last = Event.objects.filter(trace_id=trace.pk).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _event(trace: Trace, values: Mapping[str, Any], *, position: int) -> Event:
    return Event(
        trace_id=trace.pk, organisation_id=trace.organisation_id, log_id=trace.log_id,
        activity=values["activity"], at=values["at"], position=position,
        precision=values.get("precision", Precision.EXACT), party=values.get("party"),
        legal_sphere=values.get("legal_sphere"), source=values.get("source", Source.ACTION),
    )


def _current(event: Event) -> tuple[Trace, Event]:
    """The event as it stands behind the lock of its trace; raises Refusal when it is replaced."""
    trace = locked_trace(event.trace_id)
    row = (
        Event.objects.filter(pk=event.pk, trace_id=trace.pk)
        .select_related("activity", "party", "legal_sphere")
        .first()
    )
    if row is None:
        raise NotVisible
    refuse_if(replaced_blockers(row.counts, row.is_withdrawal))
    return trace, row


def _retire(row: Event) -> None:
    Event.objects.filter(pk=row.pk).update(
        counts=False, is_last=False, before_activity=None, before_party=None, wait_us=None
    )


def _audit(actor: Actor, verb: Verb, trace: Trace, fields: list[str]) -> None:
    record(actor=actor, verb=verb, kind="event_log", subjects=[trace.log_id], fields=fields)
