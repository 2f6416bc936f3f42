# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The courses of one log held against the versions of a chain, each against the one then in force.

The log hands its events over as arrays, in one statement; which station an activity means is
decided once per activity. A course belongs to the version of the day on which it entered the chain.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.db import connection

from stellwerk.networks.choices import ActivityGroup, LogKind
from stellwerk.networks.models import Activity, ChainVersion, EventLog, Party, ServiceChain, Trace
from stellwerk.networks.queries.chains import agreed_versions, plans_of
from stellwerk.networks.queries.maps.names import activities_of, parties_of, party_name
from stellwerk.networks.queries.zone import log_zone
from stellwerk.networks.rules.activities import words_of
from stellwerk.networks.rules.conformance import (
    ADDED,
    BESIDE,
    Courses,
    Held,
    Overdue,
    hold,
    overdue,
)
from stellwerk.networks.rules.frames import Frame, frame_of
from stellwerk.networks.rules.plans import StationPlan
from stellwerk.vocabulary.rules import folded

_EPOCH = date(1970, 1, 1).toordinal()
_ONLY_DAY = 1
#: So many courses are held against a chain, those that went on last; the page says so.
MOST_COURSES = 100_000
_EVENTS = """
COPY (
    SELECT trace_id, (at AT TIME ZONE %s)::date - DATE '1970-01-01', activity_id,
           COALESCE(party_id, 0), precision
    FROM networks_event
    WHERE log_id = %s AND counts AND activity_id = ANY(%s) AND trace_id IN (
        SELECT trace_id FROM networks_event WHERE log_id = %s AND counts AND activity_id = ANY(%s)
        GROUP BY trace_id ORDER BY max(at) DESC, trace_id LIMIT %s
    )
    ORDER BY trace_id, at, position, id
) TO STDOUT (FORMAT BINARY)
"""
#: One row as PostgreSQL sends it: number of fields, then length and value of each.
_ROW = np.dtype(
    [
        ("fields", ">i2"), ("l0", ">i4"), ("trace", ">i8"), ("l1", ">i4"), ("day", ">i4"),
        ("l2", ">i4"), ("activity", ">i4"), ("l3", ">i4"), ("party", ">i4"), ("l4", ">i4"),
        ("precision", ">i2"),
    ]
)
_HEAD, _TAIL = 19, 2


@dataclass(frozen=True)
class VersionCheck:
    """One version and the courses that entered the chain while it held.

    ``traces`` are their keys, in the order of ``held``; ``straddles`` says which went on after the
    next version had come into force.
    """

    version: ChainVersion
    frame: Frame
    traces: npt.NDArray[np.int64]
    held: Held
    straddles: npt.NDArray[np.bool_]
    overdue: Overdue

    @property
    def settled(self) -> npt.NDArray[np.bool_]:
        """Courses that can be judged: they have ended, or the agreed longest time has passed."""
        settled: npt.NDArray[np.bool_] = self.held.complete | self.held.ended_early
        settled[self.overdue.course] = True
        return settled

    @property
    def as_agreed(self) -> int:
        """Courses that ended without any deviation."""
        return int((self.held.conforms & self.settled & ~self.held.running).sum())


@dataclass(frozen=True)
class ChainCheck:
    """All versions, and how many courses entered before the first of them.

    ``cut_at`` is how many courses were held where there are more, otherwise None.
    """

    versions: Sequence[VersionCheck]
    before: int
    activities: dict[int, Activity]
    parties: dict[int, Party]
    cut_at: int | None = None


def logs_of(organisation_id: UUID) -> list[EventLog]:
    """The own logs: the recorded one first, then the imported ones by name."""
    rows = EventLog.objects.filter(organisation_id=organisation_id)
    return sorted(rows, key=lambda row: (row.kind != LogKind.RECORDED, row.name))


def check_chain(chain: ServiceChain, log: EventLog, today: date) -> ChainCheck:
    """Hold every course of a log against the version in force when it entered the chain.

    The number of questions does not depend on how many versions, activities or courses there are.
    """
    versions = agreed_versions(chain)
    frames = [frame_of(plan) for plan in plans_of(chain, versions)]
    activities, parties = activities_of(log.pk), parties_of(log.pk)
    meanings = [_meaning(frame, activities) for frame in frames]
    known = sorted({code for meaning in meanings for code, s in meaning.items() if s >= 0})
    asked = {code for meaning in meanings for code, s in meaning.items() if s != BESIDE}
    ending = _ending(activities)
    asked |= set(ending)
    rows = _events(log, sorted(asked), known) if known else np.zeros(0, dtype=_ROW)
    grouped = _Grouped(rows, known, _in_field(chain, log) if len(rows) else set())
    starts = [_number(row.valid_from) for row in versions]
    chosen = np.searchsorted(np.array(starts, dtype=np.int64), grouped.entered, side="right") - 1
    finals = np.array(ending, dtype=np.int64)
    checks = []
    for number, (version, frame) in enumerate(zip(versions, frames, strict=True)):
        part, traces, left = grouped.part(chosen == number, meanings[number], finals)
        may_act = [_acting(station, parties) for station in frame.stations]
        held = hold(frame, part, may_act)
        following = next((day for day in starts[number + 1 :] if day > starts[number]), None)
        straddles = held.held & (left >= following) if following else np.zeros_like(held.held)
        checks.append(
            VersionCheck(
                version, frame, traces, held, straddles,
                overdue(frame, held, _number(today)),
            )
        )
    return ChainCheck(
        checks, int((chosen < 0).sum()), {row.pk: row for row in activities},
        {row.pk: row for row in parties},
        len(grouped.keys) if len(grouped.keys) > MOST_COURSES else None,
    )


class _Grouped:
    """The events of a log by course: when each entered the chain and was seen in it last."""

    def __init__(
        self, rows: npt.NDArray[np.void], known: Sequence[int], in_field: Collection[int]
    ) -> None:
        self.trace = rows["trace"].astype(np.int64)
        self.day = rows["day"].astype(np.int64)
        self.activity = rows["activity"].astype(np.int64)
        self.party = rows["party"].astype(np.int64)
        self.only_day = rows["precision"] == _ONLY_DAY
        begins = np.ones(len(rows), dtype=bool)
        begins[1:] = self.trace[1:] != self.trace[:-1]
        self.course = np.cumsum(begins, dtype=np.int64) - 1
        self.keys = self.trace[begins]
        self.in_field = np.isin(self.keys, np.array(sorted(in_field), dtype=np.int64))
        mine = np.flatnonzero(np.isin(self.activity, np.array(known, dtype=np.int64)))
        self.entered, self.left = np.zeros((2, len(self.keys)), dtype=np.int64)
        # Days rise within a course: the first of them is where the course changes, the last before.
        turns = np.flatnonzero(np.diff(self.course[mine], prepend=-1))
        if len(mine):
            self.entered[self.course[mine[turns]]] = self.day[mine[turns]]
            ends = np.append(turns[1:], len(mine)) - 1
            self.left[self.course[mine[ends]]] = self.day[mine[ends]]

    def part(
        self, wanted: npt.NDArray[np.bool_], meaning: dict[int, int],
        finals: npt.NDArray[np.int64],
    ) -> tuple[Courses, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """The wanted courses as arrays, with their keys and last days."""
        chosen = wanted[self.course]
        number = np.cumsum(wanted, dtype=np.int64) - 1
        activity = self.activity[chosen]
        codes, place = np.unique(activity, return_inverse=True)
        stations = np.array([meaning.get(int(c), BESIDE) for c in codes], dtype=np.int64)
        courses = Courses(
            number[self.course[chosen]], self.day[chosen],
            stations[place] if len(codes) else np.zeros(0, dtype=np.int64),
            activity, self.party[chosen], self.only_day[chosen], np.isin(activity, finals),
            self.in_field[wanted],
        )
        return courses, self.keys[wanted], self.left[wanted]


def _events(
    log: EventLog, asked: Sequence[int], known: Sequence[int]
) -> npt.NDArray[np.void]:
    """Events of the courses that meet the chain, as PostgreSQL sends them."""
    # One more, to know that there are more.
    most = MOST_COURSES + 1
    values = [str(log_zone()), log.pk, list(asked), log.pk, list(known), most]
    with connection.cursor() as cursor, cursor.copy(_EVENTS, values) as copy:
        content = b"".join(copy)
    return np.frombuffer(content, dtype=_ROW, offset=_HEAD, count=_count(content))


def _count(content: bytes) -> int:
    return (len(content) - _HEAD - _TAIL) // _ROW.itemsize


def _in_field(chain: ServiceChain, log: EventLog) -> set[int]:
    """Keys of the courses of the chain's field of action."""
    if chain.field_of_action_id is None:
        return set()
    rows = Trace.objects.filter(log=log, field_of_action_id=chain.field_of_action_id)
    return set(rows.values_list("pk", flat=True))


def _number(day: date | None) -> int:
    return (day.toordinal() if day else 0) - _EPOCH


def _ending(activities: Iterable[Activity]) -> list[int]:
    """Activities that end a course, by themselves or by what they are named as."""
    rows = {row.pk: row for row in activities}
    return [pk for pk, row in rows.items() if rows.get(row.same_as_id or pk, row).is_final]


def _meaning(frame: Frame, activities: Iterable[Activity]) -> dict[int, int]:
    """Activity -> station, ADDED, or BESIDE.

    The catalogue's activity itself, a file's own that is named as it, or one of its words. Added
    are activities of the groups that the chain's stations come from (case work apart: it
    accompanies every chain), and a file's own that the catalogue does not know.
    """
    rows = list(activities)
    by_key, by_code = {row.key: row for row in rows if row.key}, {row.pk: row for row in rows}
    number = {station.activity_key: place for place, station in enumerate(frame.stations)}
    stations = {by_key[key].pk: place for key, place in number.items() if key in by_key}
    words = {
        word: place
        for key, place in number.items()
        if key in by_key
        for word in words_of(by_key[key])
    }
    groups = {by_key[key].group for key in number if key in by_key} - {ActivityGroup.CASE_WORK}
    found = {}
    for row in rows:
        meant = by_code.get(row.same_as_id or row.pk, row)
        if meant.pk in stations:
            found[row.pk] = stations[meant.pk]
        elif meant.key:
            found[row.pk] = ADDED if meant.group in groups else BESIDE
        else:
            found[row.pk] = words.get(folded(row.name_de), ADDED)
    return found


def _acting(station: StationPlan, parties: Iterable[Party]) -> frozenset[int] | None:
    """Who may act at a station: the organisation under its key, its name or its words."""
    key, words = station.organisation_key, station.organisation
    if not key and not words:
        return None
    said = folded(words)
    return frozenset(
        row.pk
        for row in parties
        if (row.organisation and key and row.organisation.key == key)
        or (said and folded(party_name(row)) == said)
    )
