# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Courses against a version: named examples, and the arrays against a slow reading by hand."""

from collections import deque

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stellwerk.networks.choices import DeviationKind, StationKind
from stellwerk.networks.rules.conformance import (
    ADDED,
    BESIDE,
    KINDS,
    Courses,
    counted,
    hold,
    overdue,
)
from stellwerk.networks.rules.frames import frame_of
from stellwerk.networks.rules.plans import ChainPlan, LinkPlan, StationPlan

K = DeviationKind


def chain(ways, *, limits=(), kinds=(), unseen=()):
    """Stations by letters in the order in which they are named; the first starts."""
    keys = list(dict.fromkeys(ways.replace(">", " ").split()))
    limits, kinds = dict(limits), {keys[0]: "start", keys[-1]: "end", **dict(kinds)}
    stations = tuple(
        StationPlan(
            key, key, StationKind(kinds.get(key, "step")), max_days=limits.get(key),
            activity_key="" if key in unseen else key,
        )
        for key in keys
    )
    links = tuple(LinkPlan(*way.split(">")) for way in ways.split())
    return ChainPlan("Kette", stations, links)


STRAIGHT = chain("a>b b>c c>d")


def arrays(plan, *courses, in_field=False):
    """Courses of (letter, day[, party[, only the day]]); "+" is an added step, "." beside,
    "!" the end of the course by something else."""
    frame = frame_of(plan)
    number = {s.key: n for n, s in enumerate(frame.stations)} | {"+": ADDED, ".": BESIDE}
    number["!"] = BESIDE
    rows = [
        (n, e[1], number[e[0]], e[2] if len(e) > 2 else 0, len(e) > 3 and e[3], e[0] == "!")
        for n, events in enumerate(courses)
        for e in events
    ]
    course, day, station, party, only_day, final = (
        zip(*rows, strict=True) if rows else ((), (), (), (), (), ())
    )
    ints = [np.array(part, dtype=np.int64) for part in (course, day, station, station, party)]
    flags = [np.array(part, dtype=bool) for part in (only_day, final)]
    return frame, Courses(
        ints[0], ints[1], ints[2], ints[3], ints[4], *flags,
        np.full(len(courses), in_field, dtype=bool),
    )


def told(plan, *courses, parties=None, **more):
    """What is said of each course: a set of (kind, station, other)."""
    frame, given_courses = arrays(plan, *courses, **more)
    held = hold(frame, given_courses, parties or [None] * len(frame.stations))
    found = [set() for _course in courses]
    rows = held.deviations
    name = {n: s.key for n, s in enumerate(frame.stations)}
    for n, kind, station, other in zip(
        rows.course, rows.kind, rows.station, rows.other, strict=True
    ):
        found[n].add((KINDS[kind], name.get(station, ""), name.get(other, "")))
    return held, found


def days(letters):
    return [(letter, place) for place, letter in enumerate(letters)]


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("abcd", set()),
        ("abc", set()),  # on its way
        ("acd", {(K.SKIPPED, "b", "")}),
        ("ad", {(K.SKIPPED, "b", ""), (K.SKIPPED, "c", "")}),
        ("acbd", {(K.OUT_OF_ORDER, "c", "b")}),  # told once, not three times
        ("abbcd", {(K.REPEATED, "b", "")}),
        ("abcbcd", {(K.REPEATED, "b", "")}),
        ("ab+cd", {(K.ADDED, "", "")}),
        ("+abcd+", set()),  # before and after is not of the chain
        ("ab.cd", set()),
        ("ab!", {(K.ENDED_EARLY, "b", "")}),
        ("abcd!", set()),
        ("!abcd", set()),
    ],
)
def test_deviations_are_named(letters, expected):
    _held, [found] = told(STRAIGHT, days(letters))
    assert found == expected


def test_what_began_elsewhere_is_held_only_in_the_field():
    held, _found = told(STRAIGHT, days("bcd"))
    assert not held.held.any()
    held, [found] = told(STRAIGHT, days("bcd"), in_field=True)
    assert held.held.all()
    assert found == {(K.SKIPPED, "a", "")}
    held, _found = told(STRAIGHT, days("+."), in_field=True)
    assert not held.held.any(), "nothing of the chain was recorded"


def test_a_way_that_was_agreed_on_goes_back_too():
    looped = chain("a>b b>c c>b c>d")
    _held, [found] = told(looped, days("abcbcd"))
    assert not found
    _held, [found] = told(looped, days("acbcd"))
    assert found == {(K.OUT_OF_ORDER, "c", "b")}, "a>c was not agreed on though c>b was"


def test_what_the_log_cannot_see_is_looked_through():
    plan = chain("s>a a>x x>b x>e b>e", unseen="sxe", kinds=[("x", "decision")])
    _held, found = told(plan, days("ab"), days("a"))
    assert found == [set(), set()]
    held, _found = told(plan, days("a"))
    assert held.complete.all(), "the end in words is reached through the decision"


def test_limits_are_days_of_the_calendar():
    plan = chain("a>b b>c", limits=[("b", 14), ("c", 0)])
    _held, found = told(plan, [("a", 0), ("b", 14), ("c", 14)], [("a", 0), ("b", 15), ("c", 16)])
    assert found == [set(), {(K.TOO_LATE, "b", "a"), (K.TOO_LATE, "c", "b")}]
    held, _found = told(plan, [("a", 0), ("b", 20)])
    assert held.deviations.days.tolist() == [6]


def test_who_acts_is_asked_only_where_somebody_is_named():
    course = [("a", 0, 7), ("b", 1, 7), ("c", 2, 0), ("d", 3, 9)]
    may_act = [None, frozenset({8}), frozenset({8}), frozenset({9})]
    _held, [found] = told(STRAIGHT, course, parties=may_act)
    assert found == {(K.WRONG_ORGANISATION, "b", "")}, "nobody named is no deviation"


def test_within_a_day_without_hours_the_agreed_order_is_taken():
    _held, [found] = told(STRAIGHT, [("a", 0, 0, True), ("c", 1, 0, True), ("b", 1, 0, True)])
    assert not found
    _held, [found] = told(STRAIGHT, [("a", 0), ("c", 1), ("b", 1)])
    assert found == {(K.OUT_OF_ORDER, "c", "b")}, "with hours the order is known"


def test_within_such_a_day_what_was_added_and_the_end_keep_their_place():
    """The agreed order says nothing of where in the course the first and the last station lie."""
    _held, [found] = told(STRAIGHT, [("b", 1, 0, True), ("+", 1, 0, True), ("a", 1, 0, True)])
    assert found == {(K.ADDED, "", "")}
    _held, [found] = told(
        STRAIGHT, [("b", 1, 0, True), ("a", 1, 0, True), ("+", 1, 0, True), (".", 2)]
    )
    assert not found, "it came behind both"
    held, [found] = told(
        STRAIGHT, [("b", 1, 0, True), ("!", 1, 0, True), ("a", 1, 0, True)]
    )
    assert not found, "the course went on behind it"
    assert not held.ended_early[0]


def test_who_should_have_gone_on_by_now():
    plan = chain("a>b a>c b>d c>d", limits=[("b", 7), ("c", 14), ("d", 3)])
    frame, courses = arrays(plan, days("a"), days("ab"), days("abd"), days("a!"))
    held = hold(frame, courses, [None] * 4)
    late = overdue(frame, held, 15)
    assert late.course.tolist() == [0, 1]
    assert [frame.stations[s].key for s in late.station] == ["c", "d"]
    assert late.days.tolist() == [1, 11]
    assert not len(overdue(frame, held, 3).course)


def test_deviations_are_counted_by_courses_and_who_acted():
    frame, courses = arrays(
        STRAIGHT, [("a", 0), ("b", 1, 5), ("b", 2, 5)], [("a", 0), ("b", 1, 5), ("b", 2, 6)],
        days("acd"),
    )
    held = hold(frame, courses, [None] * 4)
    found = {KINDS[kind]: value for (kind, _s, _a), value in counted(held.deviations).items()}
    assert found[K.REPEATED] == (2, {5: 1, 6: 1})
    assert found[K.SKIPPED] == (1, {0: 1})
    assert int(held.conforms.sum()) == 0


def test_no_course_at_all():
    held, _found = told(STRAIGHT)
    assert not held.held.any()
    assert not counted(held.deviations)


# ── the same, read slowly ────────────────────────────────────────────────────────────────────


def shortest(ways, starts, goal):
    """What lies between: breadth first over lists, earlier stations first."""
    waiting, seen = deque((target, ()) for target in sorted(starts)), set()
    while waiting:
        here, passed = waiting.popleft()
        if here == goal:
            return passed
        if here not in seen:
            seen.add(here)
            waiting.extend((target, (*passed, here)) for target in sorted(ways[here]))
    return None


def by_hand(ways, limits, ends, events):
    """Deviations of one course, as a person would note them (no days without hours)."""
    known = [(place, *event) for place, event in enumerate(events) if event[0] >= 0]
    found, explained, visited = set(), set(), []
    everything = [station for _place, station, *_rest in known]
    for step, (_place, station, day) in enumerate(known):
        before = everything[step - 1] if step else None
        nexts = ways[before] if step else {0}
        if station not in nexts:
            between = shortest(ways, nexts, station)
            if station in visited:
                found.add((K.REPEATED, station, -1))
            elif between is None:
                if station not in explained:
                    found.add((K.OUT_OF_ORDER, station, before))
            else:
                later = [x for x in between if x not in visited and x in everything]
                found |= {(K.SKIPPED, x, -1) for x in between if x not in everything}
                found |= {(K.OUT_OF_ORDER, station, x) for x in later[:1]}
                explained |= set(later)
        if step and limits[station] is not None and day - known[step - 1][2] > limits[station]:
            found.add((K.TOO_LATE, station, before))
        visited.append(station)
    if known:
        inside = range(known[0][0], known[-1][0])
        if any(events[place][0] == ADDED for place in inside):
            found.add((K.ADDED, -1, -1))
    return found, 0 in everything


SIZE = 5
WAYS = st.sets(st.tuples(st.integers(0, SIZE - 1), st.integers(1, SIZE - 1)), max_size=12)
COURSE = st.lists(
    st.tuples(st.integers(-2, SIZE - 1), st.integers(0, 6)), max_size=9
)


@settings(max_examples=250)
@given(WAYS, st.lists(st.none() | st.integers(0, 4), min_size=SIZE, max_size=SIZE),
       st.lists(COURSE, min_size=1, max_size=6))
def test_arrays_say_what_a_slow_reading_says(ways, limits, courses):
    names = [f"s{n}" for n in range(SIZE)]
    plan = ChainPlan(
        "x",
        tuple(
            StationPlan(
                name, name, StationKind("start" if n == 0 else "step"), activity_key=name,
                max_days=limits[n],
            )
            for n, name in enumerate(names)
        ),
        tuple(LinkPlan(names[a], names[b]) for a, b in sorted(ways)),
    )
    onward = {n: {b for a, b in ways if a == n} for n in range(SIZE)}
    # Days rise: lengths of waiting become days.
    timed = []
    for course in courses:
        day, events = 0, []
        for station, wait in course:
            day += wait
            events.append((station, day))
        timed.append(events)
    letters = {ADDED: "+", BESIDE: "."} | dict(enumerate(names))
    held, found = told(plan, *[[(letters[s], d) for s, d in events] for events in timed])
    number = {name: n for n, name in enumerate(names)} | {"": -1}
    for n, events in enumerate(timed):
        expected, is_held = by_hand(onward, limits, set(), events)
        assert bool(held.held[n]) == is_held
        said = {(kind, number[s], number[o]) for kind, s, o in found[n]}
        if is_held:
            assert {row if row[2] is not None else (*row[:2], -1) for row in expected} == said
            assert bool(held.conforms[n]) == (not said)
