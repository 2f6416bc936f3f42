# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What a log of the installation holds, read for writing it out; and what changed since its file.

Names of cases are sealed: who reads them has the log's key and a row of the audit (`writing`).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.utils import timezone

from stellwerk.base.keys import attach_key
from stellwerk.networks.choices import Precision, Source
from stellwerk.networks.models import Event, EventLog, Trace
from stellwerk.networks.queries.maps.names import Names


@dataclass(frozen=True)
class Said:
    """One event that counts, in words."""

    activity: str
    at: datetime
    organisation: str | None
    position: int
    only_day: bool = False

    @property
    def written(self) -> str:
        """The time as a table says it: a day where no more is known."""
        is_day = self.only_day and self.at.time() == time.min
        return self.at.date().isoformat() if is_day else self.at.isoformat()


@dataclass
class Course:
    """One course with its events in order."""

    label: str
    position: int
    events: list[Said] = field(default_factory=list)


@dataclass
class Changes:
    """What the log says otherwise than the file it came from, by place in the file and course.

    None: the event was withdrawn.
    """

    events: dict[int, dict[int, Said | None]] = field(default_factory=dict)
    # events that the file never had, by course
    added: dict[int, list[Said]] = field(default_factory=dict)
    # course -> its name
    labels: dict[int, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.events or self.added)


def courses(log: EventLog, key: bytes) -> Iterator[Course]:
    """All courses that have an event; recorded ones know no name and are numbered."""
    rows = _rows(log).order_by("trace_id", "at", "position")
    traces: dict[int, Any] = {}
    names = _names(log)
    current: Course | None = None
    last: int | None = None
    number = 0
    for trace_id, *said in rows.values_list(*_COLUMNS).iterator():
        if trace_id != last:
            if current is not None:
                yield current
            last, current = trace_id, None
            if trace_id not in traces:
                traces = _traces(log, key, trace_id)
            found = traces.get(trace_id)
            if found is not None:  # otherwise it was erased meanwhile
                number += 1
                current = Course(found.label or str(number), found.position)
        if current is not None:
            current.events.append(_said(names, *said))
    if current is not None:
        yield current


def changes(log: EventLog, key: bytes) -> Changes:
    """What was corrected, withdrawn or added since the file came in."""
    made = Changes()
    names = _names(log)
    touched = set(
        Event.objects.filter(log=log, replaces__isnull=False).values_list("trace_id", "position")
    )
    added: dict[int, list[Said]] = defaultdict(list)
    places = {position for _trace, position in touched}
    current = {}
    if places:
        for row in _rows(log).filter(position__in=places).values_list(*_COLUMNS):
            current[row[0], row[4]] = _said(names, *row[1:])
    from_file = set(
        Event.objects.filter(
            log=log, source=Source.FILE, replaces__isnull=True, position__in=places
        ).values_list("trace_id", "position")
    )
    for trace_id, position in touched & from_file:
        made.events.setdefault(position, {})[trace_id] = current.get((trace_id, position))
    others = _rows(log).exclude(source=Source.FILE, replaces__isnull=True)
    for row in others.order_by("at", "position").values_list(*_COLUMNS):
        if (row[0], row[4]) not in from_file:
            added[row[0]].append(_said(names, *row[1:]))
    made.added = dict(added)
    wanted = {*added, *(trace for one in made.events.values() for trace in one)}
    found = list(Trace.objects.filter(log=log, pk__in=wanted))
    attach_key(found, key)
    made.labels = {trace.pk: trace.label or "" for trace in found}
    return made


_COLUMNS = ("trace_id", "activity_id", "at", "party_id", "position", "precision")
_TRACES_AT_ONCE = 5_000


def _rows(log: EventLog) -> Any:
    return Event.objects.filter(log=log, counts=True, is_withdrawal=False)


def _traces(log: EventLog, key: bytes, first: int) -> dict[int, Any]:
    """A page of courses from one on: their names are opened page by page."""
    found = list(Trace.objects.filter(log=log, pk__gte=first).order_by("pk")[:_TRACES_AT_ONCE])
    attach_key(found, key)
    return {trace.pk: trace for trace in found}


def _names(log: EventLog) -> Names:
    rows = Event.objects.filter(log=log)
    return Names(
        rows.order_by().values_list("activity_id", flat=True).distinct(),
        rows.order_by().values_list("party_id", flat=True).distinct(),
    )


def _said(
    names: Names, activity: int, at: datetime, party: int | None, position: int, precision: int
) -> Said:
    return Said(
        names.activity(activity), timezone.localtime(at),
        None if party is None else names.party(party), position,
        precision == Precision.DAY,
    )
