# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Holding recorded courses against an agreed version: one pass over arrays, no sort, no object.

What counts
- A course is held against the chain when it has a station with which the chain may begin, or
  when it belongs to the chain's field of action and has any of its stations.
- Only events whose activity a station names are stations. Other activities count as added steps
  when they are of the chain's own kind (``Courses.station`` = ADDED) and lie between the first
  and the last station of the course; all else happens beside it.
- Where the log knows only the day of an event, the order within that day is not known: it is taken
  as agreed.
- A way that was not agreed on is told by what explains it: the stations on the shortest agreed
  way that never occur were skipped; one that comes later instead makes this one out of order; a
  station that was there before was repeated.
- Days are counted as days of the calendar, from the station before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from stellwerk.networks.choices import MOST_STATIONS, DeviationKind
from stellwerk.networks.rules.frames import Frame

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

#: ``Courses.station`` of what is no station: an added step, or what happens beside the chain.
ADDED, BESIDE = -1, -2
KINDS = tuple(DeviationKind)
_CODE = {kind: code for code, kind in enumerate(KINDS)}
_NEVER = np.iinfo(np.int64).max
_NONE = -1
# Room for stations and activities when a group is written as one number.
_STATIONS, _CODES = MOST_STATIONS + 1, 2**31 + 1


@dataclass(frozen=True)
class Courses:
    """Events as arrays, all of one length, ordered by course, time and place in the file.

    ``course`` counts 0, 1, 2 … without gaps; ``day`` is days since 1970 where the installation
    stands; ``party`` is 0 where nobody is named; ``only_day`` says that the hour is not known;
    ``is_final`` that the activity ends a course. ``in_field`` is per course.
    """

    course: Ints
    day: Ints
    station: Ints
    activity: Ints
    party: Ints
    only_day: Flags
    is_final: Flags
    in_field: Flags


@dataclass(frozen=True)
class Deviations:
    """Deviations as arrays: course, kind (index in ``KINDS``), station, another station, activity
    (of an added step), party that acted, days beyond the limit; -1 (party: 0) is none."""

    course: Ints
    kind: Ints
    station: Ints
    other: Ints
    activity: Ints
    party: Ints
    days: Ints


@dataclass(frozen=True)
class Held:
    """What came of it, per course; ``last`` is the last station (-1: none)."""

    held: Flags
    conforms: Flags
    complete: Flags
    ended_early: Flags
    last: Ints
    first_day: Ints
    last_day: Ints
    deviations: Deviations

    @property
    def running(self) -> Flags:
        """Held, not at an end yet and not ended either."""
        running: Flags = self.held & ~self.complete & ~self.ended_early
        return running


class _Found:
    """Collects deviations block by block."""

    def __init__(self) -> None:
        self.blocks: list[tuple[Any, ...]] = []

    def add(
        self, kind: DeviationKind, course: Ints, station: Any = _NONE, *, other: Any = _NONE,
        activity: Any = _NONE, party: Any = 0, days: Any = _NONE,
    ) -> None:
        if len(course):
            parts = (_CODE[kind], station, other, activity, party, days)
            filled = tuple(np.broadcast_to(np.asarray(p, dtype=np.int64), course.shape)
                           for p in parts)
            self.blocks.append((course, *filled))

    def done(self, wanted: Flags) -> Deviations:
        """All of them by course, those of other courses left out."""
        if not self.blocks:
            return Deviations(*(np.zeros(0, dtype=np.int64) for _part in range(7)))
        columns = [np.concatenate(part) for part in zip(*self.blocks, strict=True)]
        keep = wanted[columns[0]]
        columns = [column[keep] for column in columns]
        order = np.argsort(columns[0], kind="stable")
        return Deviations(*(column[order] for column in columns))


def hold(frame: Frame, courses: Courses, parties: Sequence[frozenset[int] | None]) -> Held:
    """Hold every course against a version.

    ``parties`` are, per station, those that may act there; None: whoever acts, it is not asked.
    """
    count = len(courses.in_field)
    as_written = np.flatnonzero(courses.station >= 0)
    known = _in_agreed_order(courses, as_written)
    course, station = courses.course[known], courses.station[known]
    day, party = courses.day[known], courses.party[known]
    place = np.arange(len(known), dtype=np.int64)
    is_first = np.ones(len(known), dtype=bool)
    is_first[1:] = course[1:] != course[:-1]
    is_last = np.ones(len(known), dtype=bool)
    is_last[:-1] = is_first[1:]
    # Where each station first occurs in each course; written backwards, the first one stays.
    first = np.full((count, max(len(frame.stations), 1)), _NEVER, dtype=np.int64)
    backwards = place[::-1].copy()
    first[course[backwards].copy(), station[backwards].copy()] = backwards

    found = _Found()
    source = np.full(len(known), frame.before_start, dtype=np.int64)
    source[1:] = np.where(is_first[1:], frame.before_start, station[:-1])
    _order(frame, found, course, station, source, party, first)
    _deadlines(frame, found, course, station, source, party, day, is_first)
    _parties(found, course, station, party, parties)
    last_known = _added(courses, found, as_written, count)

    last, first_day, last_day = (np.full(count, _NONE, dtype=np.int64) for _each in range(3))
    last[course[is_last]] = station[is_last]
    first_day[course[is_first]] = day[is_first]
    last_day[course[is_last]] = day[is_last]
    has_any = last >= 0
    begins = np.zeros(count, dtype=bool)
    for entry in frame.entries:
        begins |= first[:, entry] != _NEVER
    held = has_any & (begins | courses.in_field)
    exits = np.zeros(len(frame.stations) + 1, dtype=bool)
    exits[list(frame.exits)] = True
    complete = has_any & exits[last]
    ended_early = _ended_early(courses, found, last, last_known, complete, has_any)
    deviations = found.done(held)
    conforms = held.copy()
    conforms[deviations.course] = False
    return Held(
        held, conforms, held & complete, held & ended_early, last, first_day, last_day, deviations
    )


def _in_agreed_order(courses: Courses, known: Ints) -> Ints:
    """Within a day of which the log knows no hour, stations stand in the order of the list."""
    course, day = courses.course[known], courses.day[known]
    same = np.zeros(len(known), dtype=bool)
    same[1:] = (course[1:] == course[:-1]) & (day[1:] == day[:-1])
    vague = courses.only_day[known]
    if not (same[1:] & (vague[1:] | vague[:-1])).any():
        return known
    group = np.cumsum(~same) - 1
    is_vague = np.zeros(group[-1] + 1, dtype=bool)
    np.logical_or.at(is_vague, group, vague)
    wanted = np.where(is_vague[group], courses.station[known], 0)
    # Stable: what is not vague keeps its place.
    return known[np.lexsort((wanted, group))]


def _order(
    frame: Frame, found: _Found, course: Ints, station: Ints, source: Ints, party: Ints,
    first: Ints,
) -> None:
    """Skipped, repeated, out of order: every way that was not agreed on."""
    size = len(frame.stations)
    agreed = np.zeros((size + 1, max(size, 1)), dtype=bool)
    for number, onward in enumerate(frame.onward):
        agreed[number, list(onward)] = True
    place = np.flatnonzero(~agreed[source, station])
    if not len(place):
        return
    again = first[course[place], station[place]] < place
    repeated = place[again]
    found.add(
        DeviationKind.REPEATED, course[repeated], station[repeated], party=party[repeated]
    )
    place = place[~again]
    pairs = source[place] * size + station[place]
    named = np.zeros(first.shape, dtype=bool)
    no_way = []
    for pair in np.unique(pairs):
        here = place[pairs == pair]
        between = frame.between[pair // size][pair % size]
        if between is None:
            no_way.append(here)
        else:
            _jump(found, here, between, course, station, party, first, named)
    if not no_way:
        return
    here = np.concatenate(no_way)
    # An earlier jump has told of this station already: it was said to come before.
    here = here[~named[course[here], station[here]]]
    found.add(
        DeviationKind.OUT_OF_ORDER, course[here], station[here], other=source[here],
        party=party[here],
    )


def _jump(
    found: _Found, here: Ints, between: Sequence[int], course: Ints, station: Ints, party: Ints,
    first: Ints, named: Flags,
) -> None:
    """A way over stations: which of them never came, and which came only later."""
    told = np.zeros(len(here), dtype=bool)
    for passed in between:
        when = first[course[here], passed]
        never = when == _NEVER
        found.add(DeviationKind.SKIPPED, course[here[never]], passed)
        later = ~never & (when > here)
        named[course[here[later]], passed] = True
        new = here[later & ~told]
        found.add(
            DeviationKind.OUT_OF_ORDER, course[new], station[new], other=passed, party=party[new]
        )
        told |= later


def _deadlines(
    frame: Frame, found: _Found, course: Ints, station: Ints, source: Ints, party: Ints,
    day: Ints, is_first: Flags,
) -> None:
    limits = np.array([_limit(s.max_days) for s in frame.stations] or [_NEVER], dtype=np.int64)
    days = np.zeros(len(day), dtype=np.int64)
    days[1:] = day[1:] - day[:-1]
    late = ~is_first & (days > limits[station])
    found.add(
        DeviationKind.TOO_LATE, course[late], station[late], other=source[late],
        party=party[late], days=days[late] - limits[station[late]],
    )


def _limit(days: int | None) -> int:
    return int(_NEVER) if days is None else days


def _parties(
    found: _Found, course: Ints, station: Ints, party: Ints,
    parties: Sequence[frozenset[int] | None],
) -> None:
    for number, allowed in enumerate(parties):
        if allowed is None:
            continue
        wrong = (station == number) & (party != 0) & ~np.isin(party, list(allowed))
        found.add(
            DeviationKind.WRONG_ORGANISATION, course[wrong], station[wrong], party=party[wrong]
        )


def _added(courses: Courses, found: _Found, as_written: Ints, count: int) -> Ints:
    """Steps between the first and the last station; returns where in the log the last one is.

    ``as_written``: the stations' places in the log, rising; the agreed order of a day would say
    other ones.
    """
    begin, end = (np.full(count, _NONE, dtype=np.int64) for _each in range(2))
    course = courses.course[as_written]
    end[course] = as_written
    begin[course[::-1]] = as_written[::-1]
    strange = np.flatnonzero(courses.station == ADDED)
    where = courses.course[strange]
    inside = strange[(strange > begin[where]) & (strange < end[where])]
    found.add(
        DeviationKind.ADDED, courses.course[inside], activity=courses.activity[inside],
        party=courses.party[inside],
    )
    return end


def _ended_early(
    courses: Courses, found: _Found, last: Ints, last_known: Ints, complete: Flags,
    has_any: Flags,
) -> Flags:
    """Courses that something ended after their last station, before an end of the chain."""
    final = np.flatnonzero(courses.is_final)
    where = courses.course[final]
    ended = np.zeros(len(last), dtype=bool)
    ended[where[final >= last_known[where]]] = True
    ended &= has_any & ~complete
    early = np.flatnonzero(ended)
    found.add(DeviationKind.ENDED_EARLY, early, last[early])
    return ended


@dataclass(frozen=True)
class Overdue:
    """Courses that should have gone on by now: next station and days beyond its limit."""

    course: Ints
    station: Ints
    days: Ints


def overdue(frame: Frame, held: Held, today: int) -> Overdue:
    """Running courses beyond the limit of what comes next.

    Of several next stations the one with the longest limit decides; those without a limit do not
    excuse a course.
    """
    size = len(frame.stations)
    limit = np.full(size + 1, _NEVER, dtype=np.int64)
    coming = np.full(size + 1, _NONE, dtype=np.int64)
    for here in range(size):
        known: list[tuple[int, int]] = [
            (days, target)
            for target in sorted(frame.onward[here])
            if (days := frame.stations[target].max_days) is not None and target != here
        ]
        if known:
            longest = max(days for days, _target in known)
            limit[here] = longest
            coming[here] = next(target for days, target in known if days == longest)
    waiting = np.flatnonzero(held.running)
    last = held.last[waiting]
    passed = today - held.last_day[waiting]
    late = passed > limit[last]
    return Overdue(waiting[late], coming[last[late]], (passed - limit[last])[late])


def counted(
    deviations: Deviations,
) -> Mapping[tuple[int, int, int], tuple[int, Mapping[int, int]]]:
    """``(kind, station, activity)`` -> courses with it, and courses by the party that acted."""
    if not len(deviations.course):
        return {}
    # One number per group and per pair: whole numbers sort ten times faster than rows.
    code = (deviations.kind * _STATIONS + deviations.station + 1) * _CODES
    groups, member = np.unique(code + deviations.activity + 1, return_inverse=True)
    courses, course = np.unique(deviations.course, return_inverse=True)
    parties, party = np.unique(deviations.party, return_inverse=True)
    pairs = np.unique(member * len(courses) + course) // len(courses)
    totals = np.bincount(pairs, minlength=len(groups))
    acting = np.unique((member * len(parties) + party) * len(courses) + course) // len(courses)
    by_party: dict[int, dict[int, int]] = {}
    for pair, number in zip(*np.unique(acting, return_counts=True), strict=True):
        group, who = divmod(int(pair), len(parties))
        by_party.setdefault(group, {})[int(parties[who])] = int(number)
    kinds, rest = np.divmod(groups, _STATIONS * _CODES)
    stations, activities = np.divmod(rest, _CODES)
    named = zip(kinds.tolist(), (stations - 1).tolist(), (activities - 1).tolist(), strict=True)
    return {
        (kind, station, activity): (int(totals[group]), by_party.get(group, {}))
        for group, (kind, station, activity) in enumerate(named)
    }
