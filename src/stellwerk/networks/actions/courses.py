# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Keeping recorded courses in step with what they are recorded from: all changes of one at once.

The caller chooses the numbers of courses and events, so that it finds them again without writing
down anywhere which is which.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.networks.actions.log.erasing import drop_events
from stellwerk.networks.actions.log.linking import mark_weeks, relink
from stellwerk.networks.actions.log.naming import recorded_log
from stellwerk.networks.choices import Source
from stellwerk.networks.models import Event, Party, Trace
from stellwerk.networks.queries.standing import Entry, parties_for
from stellwerk.networks.rules.links import course_of, links_of, variant_of
from stellwerk.networks.rules.standing import Said


@dataclass
class Changes:
    """What is added (number -> what it says), said anew or taken back in one course.

    ``erased``: rows of which nothing may stay, each with all that was ever written of its event;
    they go first, so that their numbers may be added anew.
    """

    added: dict[int, Said] = field(default_factory=dict)
    corrected: dict[Entry, Said] = field(default_factory=dict)
    withdrawn: list[Entry] = field(default_factory=list)
    erased: list[Entry] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.corrected or self.withdrawn or self.erased)


@dataclass(frozen=True)
class Groups:
    """What a course carries besides its events."""

    field_of_action_id: int | None = None
    target_group_id: int | None = None
    residence_group: str = ""


class New(NamedTuple):
    """A new event; who acted is named by the organisation. In the order of the database."""

    number: int
    activity_id: int
    at: datetime
    precision: int
    organisation_id: UUID | None
    legal_sphere_id: int | None


@transaction.atomic
def begin_courses(
    *, actor: Actor, organisation_id: UUID, courses: Mapping[int, tuple[Groups, Mapping[int, Said]]]
) -> None:
    """Record whole new courses: number -> groups and events; any number in a few statements.

    A course that somebody else has begun meanwhile is left to them.
    """
    log = recorded_log(organisation_id)
    there = set(
        Trace.objects.filter(pk__in=list(courses)).values_list("pk", flat=True)
    )
    traces, events = [], []
    for number, (groups, said) in courses.items():
        if number in there:
            continue
        trace = Trace(
            pk=number, organisation_id=organisation_id, log=log,
            field_of_action_id=groups.field_of_action_id,
            target_group_id=groups.target_group_id, residence_group=groups.residence_group,
        )
        traces.append(trace)
        events += _whole_course(trace, said)
    Trace.objects.bulk_create(traces, batch_size=2000)
    Event.objects.bulk_create(events, batch_size=5000)
    if traces:
        mark_weeks(traces[0], {event.at for event in events})
        record(
            actor=actor, verb=Verb.CREATED, kind="event_log", subjects=[log.pk],
            fields=["courses"], organisation_id=organisation_id,
        )


def _whole_course(trace: Trace, said: Mapping[int, Said]) -> list[Event]:
    """The events of a new course in their order, linked."""
    numbered = sorted(said.items(), key=lambda item: item[1].at)
    steps = [(one.at, one.activity_id, one.party_id) for _number, one in numbered]
    course = course_of(steps)
    for name in ("started_at", "ended_at", "events", "variant"):
        setattr(trace, name, getattr(course, name))
    found = []
    for position, ((number, one), link) in enumerate(zip(numbered, links_of(steps), strict=True)):
        event = _event(trace, number, one, position)
        for name in ("before_activity", "before_party", "wait_us", "is_last"):
            setattr(event, name, getattr(link, name))
        found.append(event)
    return found


@transaction.atomic
def change_course(
    *, actor: Actor, trace: Trace, entries: Sequence[Entry], changes: Changes
) -> None:
    """Write all changes of one course. The caller holds its lock; ``entries`` are all its rows."""
    if not changes:
        return
    position = max((entry.position for entry in entries), default=-1) + 1
    rows, moments = [], []
    for number, said in changes.added.items():
        rows.append(_event(trace, number, said, position))
        position += 1
    for entry, said in changes.corrected.items():
        rows.append(_event(trace, None, said, entry.position, replaces=entry))
    for entry in changes.withdrawn:
        row = _event(trace, None, _said(entry), entry.position, replaces=entry)
        row.is_withdrawal, row.counts = True, False
        rows.append(row)
    moments += [row.at for row in rows]
    replaced = [*changes.corrected, *changes.withdrawn]
    moments += [entry.at for entry in (*replaced, *changes.erased)]
    if changes.erased:
        drop_events(trace, [entry.id for entry in changes.erased])
    if replaced:
        Event.objects.filter(pk__in=[entry.id for entry in replaced]).update(
            counts=False, is_last=False, before_activity=None, before_party=None, wait_us=None
        )
    Event.objects.bulk_create(rows)
    relink(trace, moments)
    verb = Verb.CHANGED if replaced or changes.erased else Verb.CREATED
    record(
        actor=actor, verb=verb, kind="event_log", subjects=[trace.log_id], fields=["events"],
        organisation_id=trace.organisation_id,
    )


_ADD = (
    "SELECT add_course_events(%s, %s::bigint[], %s::integer[], %s::timestamptz[], "
    "%s::smallint[], %s::uuid[], %s::smallint[], %s::smallint, %s)"
)


def add_at_once(
    trace_id: int, rows: Sequence[New], *, held: str = "(SELECT 1) AS held",
    values: Sequence[Any] = (),
) -> bool:
    """Add events in two round trips; False when course or office are not known to the log yet.

    What an ordinary entry in a case costs. The entry itself stands in the log of accesses.
    ``held``: a row that the same statement locks first, with its ``values``.
    """
    columns = list(zip(*rows, strict=True))
    with connection.cursor() as cursor:
        asked: list[Any] = [trace_id, *(list(column) for column in columns), int(Source.ACTION)]
        cursor.execute(f"{_ADD} FROM {held}", [*asked, settings.TIME_ZONE, *values])
        row = cursor.fetchone()
        sequence = row[0] if row else None
        if sequence is None:
            return False
        cursor.execute(
            "UPDATE networks_trace SET variant = %s WHERE id = %s",
            [variant_of(sequence), trace_id],
        )
    return True


def _said(entry: Entry) -> Said:
    return Said(
        entry.activity_id, entry.at, entry.precision, entry.party_id, entry.legal_sphere_id
    )


def _event(
    trace: Trace, number: int | None, said: Said, position: int, replaces: Entry | None = None
) -> Event:
    event = Event(
        trace_id=trace.pk, organisation_id=trace.organisation_id, log_id=trace.log_id,
        position=position, source=Source.ACTION, **said._asdict(),
    )
    if number is not None:
        event.pk = number
    if replaces is not None:
        event.replaces_id, event.source = replaces.id, replaces.source
    return event


def party_ids(organisation_ids: Collection[UUID]) -> dict[UUID, int]:
    """The numbers under which organisations of the directory act; made at the first mention."""
    wanted = set(organisation_ids)
    for _try in range(5):
        found = parties_for(wanted)
        missing = sorted(wanted - set(found))
        if not missing:
            return found
        # Whoever was quicker keeps the row; a code that somebody has already is drawn again.
        Party.objects.bulk_create(
            [Party(organisation_id=organisation_id) for organisation_id in missing],
            batch_size=2_000, ignore_conflicts=True,
        )
    raise IntegrityError("no free code was found")

