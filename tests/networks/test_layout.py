# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Drawings by their geometry: nothing lies on anything else, every line goes where it should."""

import random
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stellwerk.networks.rules.layout import (
    Box,
    Direction,
    Layout,
    Station,
    Way,
    arrange,
    fitting,
    text_width,
    wrapped,
)

WORDS = (
    "Antrag", "Termin", "Einstufungstest", "Bescheid",
    "Unterlagenvollständigkeitsprüfung",
    "Berechtigungsschein vom Jobcenter ausgestellt und an die Ausländerbehörde gesandt",
    "Rückfrage an die Ausländerbehörde", "Aufenthaltserlaubnisverlängerungsantragsformular",
)
DIRECTIONS = pytest.mark.parametrize("direction", list(Direction))


def made(count: int, ways: int, seed: int, jump: float = 4.0) -> tuple[list[Station], list[Way]]:
    """A generated map: mostly onwards, some back, some loops, of very different weight."""
    chance = random.Random(seed)
    stations = [
        Station(
            f"s{n}", chance.choice(WORDS), (f"{chance.randint(1, 9999)}-mal", "Jobcenter Rheine"),
            begins="12 beginnen" if chance.random() < 0.2 else "",
            ends="3 enden" if chance.random() < 0.2 else "",
        )
        for n in range(count)
    ]
    pairs: set[tuple[int, int]] = set()
    for _ in range(20 * ways):
        if len(pairs) == min(ways, count * count):
            break
        source = chance.randrange(count)
        target = min(count - 1, max(0, round(chance.gauss(source + 1.5, jump))))
        pairs.add((source, target))
    made_ways = [
        Way(
            f"s{source}", f"s{target}",
            f"{chance.randint(1, 9999)} · {chance.randint(1, 900)} Tage",
            weight=chance.paretovariate(0.8), thickness=chance.uniform(1.2, 9),
        )
        for source, target in sorted(pairs)
    ]
    return stations, made_ways


def overlapping(drawn: Layout) -> list[tuple[str, str]]:
    """Pairs of stations and labels that share ground."""
    boxes = [(f"station {s.station.key}", s.box) for s in drawn.stations]
    boxes += [
        (f"label {w.way.source}→{w.way.target}", w.label) for w in drawn.ways if w.label is not None
    ]
    return [
        (name, other)
        for at, (name, box) in enumerate(boxes)
        for other, second in boxes[at + 1 :]
        if box.meets(second, slack=0.01)
    ]


def run_over(drawn: Layout) -> list[tuple[str, str]]:
    """Ways whose line runs over a station or over the label of another way."""
    found = []
    boxes = [(s.station.key, s.box, None) for s in drawn.stations]
    boxes += [("label", w.label, at) for at, w in enumerate(drawn.ways) if w.label is not None]
    x, y, right, bottom = (
        np.array([getattr(box, side) for _name, box, _own in boxes])
        for side in ("x", "y", "right", "bottom")
    )
    for at, way in enumerate(drawn.ways):
        points = np.array(_dense(way.sampled()))
        inside = (
            (points[:, 0, None] > x + 0.5) & (points[:, 0, None] < right - 0.5)
            & (points[:, 1, None] > y + 0.5) & (points[:, 1, None] < bottom - 0.5)
        ).any(axis=0)  # fmt: skip
        for hit in np.flatnonzero(inside):
            name, _box, own = boxes[hit]
            if own != at:
                found.append((f"{way.way.source}→{way.way.target}", name))
    return found


def _dense(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Long straight pieces get points between."""
    dense = points[:1]
    for (ax, ay), (bx, by) in pairwise(points):
        steps = max(1, int(max(abs(bx - ax), abs(by - ay)) // 8))
        dense += [(ax + (bx - ax) * n / steps, ay + (by - ay) * n / steps)
                  for n in range(1, steps + 1)]
    return dense


def check(drawn: Layout) -> None:
    assert overlapping(drawn) == []
    assert run_over(drawn) == []
    by_key = {s.station.key: s.box for s in drawn.stations}
    for way in drawn.ways:
        assert _touches(by_key[way.way.source], way.line[0][0]), "begins at its station"
        assert _touches(by_key[way.way.target], way.arrow[0]), "ends at its station"
        if way.label is not None:
            assert way.label.width >= text_width(way.way.label)
            middle = np.array(way.label.middle)
            if way.way.source != way.way.target:
                near = np.abs(np.array(_dense(way.sampled())) - middle)
                assert (near <= (way.label.width / 2, way.label.height / 2)).all(axis=1).any()
    for box in [*by_key.values(), *(w.label for w in drawn.ways if w.label is not None)]:
        assert box.x >= 0
        assert box.y >= 0
        assert box.right <= drawn.width
        assert box.bottom <= drawn.height
    for station in drawn.stations:
        for line in station.title_lines:
            assert text_width(line, 14) <= station.box.width


def _touches(box: Box, point: tuple[float, float]) -> bool:
    x, y = point
    return (
        box.x - 0.5 <= x <= box.right + 0.5
        and box.y - 0.5 <= y <= box.bottom + 0.5
        and not (box.x + 0.5 < x < box.right - 0.5 and box.y + 0.5 < y < box.bottom - 0.5)
    )


@given(
    count=st.integers(1, 40), density=st.floats(0.2, 4), seed=st.integers(0, 10**6),
    jump=st.floats(0.5, 20), direction=st.sampled_from(list(Direction)),
)
@settings(max_examples=25, deadline=None)
def test_nothing_lies_on_anything_else(
    count: int, density: float, seed: int, jump: float, direction: Direction
) -> None:
    stations, ways = made(count, min(150, round(count * density)), seed, jump)
    check(arrange(stations, ways, direction=direction))


@DIRECTIONS
def test_forty_stations_and_a_hundred_and_fifty_ways(direction: Direction) -> None:
    stations, ways = made(40, 150, 7)
    assert len(ways) == 150
    drawn = arrange(stations, ways, direction=direction)
    check(drawn)
    assert max(drawn.width, drawn.height) < 5000


@DIRECTIONS
@pytest.mark.parametrize(
    ("count", "ways"),
    [
        (0, []),
        (1, []),
        (1, [(0, 0)]),
        (1, [(0, 0), (0, 0), (0, 0)]),
        (2, [(0, 1), (1, 0)]),
        (2, [(0, 1), (0, 1), (1, 0), (1, 0)]),
        (40, []),
        (6, [(0, 1), (2, 3), (4, 5)]),
        (7, [(6, 5), (5, 4), (4, 3), (3, 2), (2, 1), (1, 0)]),
        (12, [(n, m) for n in range(12) for m in range(12)]),
        (40, [(0, n) for n in range(1, 40)]),
        (40, [(n, 0) for n in range(1, 40)]),
        (40, [(n, n + 1) for n in range(39)] + [(39, 0)]),
    ],
)
def test_odd_maps(direction: Direction, count: int, ways: list[tuple[int, int]]) -> None:
    stations = [Station(f"s{n}", WORDS[n % len(WORDS)], ("1-mal",)) for n in range(count)]
    drawn = arrange(
        stations,
        [Way(f"s{a}", f"s{b}", f"{n} · 12 Tage", 1 + n % 3) for n, (a, b) in enumerate(ways)],
        direction=direction,
    )
    assert len(drawn.stations) == count
    assert len(drawn.ways) == len(ways)
    check(drawn)


@DIRECTIONS
def test_ways_without_words_have_no_label(direction: Direction) -> None:
    stations = [Station(key, key) for key in "abc"]
    drawn = arrange(
        stations, [Way("a", "b"), Way("b", "c"), Way("c", "a"), Way("b", "b")], direction=direction
    )
    assert [way.label for way in drawn.ways] == [None] * 4
    check(drawn)


def test_the_main_course_runs_down() -> None:
    """By the weights, and by the median places where they are known."""
    course = [Way("a", "b", weight=9), Way("b", "c", weight=9), Way("c", "a", weight=2)]
    drawn = arrange([Station(key, key) for key in "cab"], course)
    top = {s.station.key: s.box.y for s in drawn.stations}
    assert top["a"] < top["b"] < top["c"]
    assert [way.is_back for way in drawn.ways] == [False, False, True]
    turned = arrange(
        [Station(key, key, position=place) for key, place in (("a", 3.0), ("b", 2.0), ("c", 1.0))],
        course,
    )
    top = {s.station.key: s.box.y for s in turned.stations}
    assert top["c"] < top["a"]


def test_the_same_map_is_drawn_the_same() -> None:
    assert arrange(*made(20, 50, 3)) == arrange(*made(20, 50, 3))


def test_a_sheet_takes_the_direction_that_fits() -> None:
    row = [Station(f"s{n}", "Antrag") for n in range(6)]
    ways = [Way(f"s{n}", f"s{n + 1}", "3 · 2 Tage") for n in range(5)]
    assert fitting(row, ways, 1600, 400).direction == Direction.ACROSS
    assert fitting(row, ways, 400, 1600).direction == Direction.DOWN


@given(st.text(max_size=60), st.integers(1, 4))
@settings(max_examples=30, deadline=None)
def test_lines_are_no_wider_than_asked(text: str, most: int) -> None:
    lines = wrapped(text, 120, 14, most)
    assert len(lines) <= most
    assert all(text_width(line, 14) <= 120 for line in lines)


def test_long_words_break_with_a_hyphen_and_what_is_too_long_says_so() -> None:
    assert wrapped("Unterlagenvollständigkeitsprüfung", 120, 14, 4)[0].endswith("-")
    assert wrapped("eins zwei drei vier fünf sechs sieben", 60, 14, 2)[-1].endswith("…")
    assert wrapped("Termin", 120, 14, 4) == ("Termin",)
