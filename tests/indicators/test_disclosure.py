# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Figures of the network: nobody learns of fewer than five, subtraction included."""

import random
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from stellwerk.indicators.choices import Kind
from stellwerk.indicators.rules import computing, disclosure
from stellwerk.indicators.rules.groups import Aggregates, DueGroup, EndingGroup, ending_from
from stellwerk.indicators.rules.report import Period, Report, Scope
from stellwerk.indicators.rules.words import Words

AREAS = [computing.LifeArea(key, bit, Words(key, key)) for bit, key in enumerate(("a", "b"))]
NOW = datetime.fromisoformat("2026-11-22T10:00:00+01:00")


def numbers(chance: random.Random) -> Aggregates:
    """Aggregates of one organisation with groups from 0 to 12."""
    endings = tuple(
        EndingGroup(ending_from(code), assessed, n, Decimal(50 * assessed * n), 0, 100 * n, 90, 110)
        for code in (0, 1, 2, 6, 7, 8)
        for assessed in (0, 2)
        if (n := chance.randrange(13))
    )
    total = sum(group.cases for group in endings)
    due = chance.randrange(total + 1)
    return Aggregates(
        endings=endings,
        dues=(DueGroup(2, due, kept=due, all_kept=due // 2), DueGroup(0, total - due)),
        topics={chance.randrange(4): total},
        central={0: total},
    )


def add(parts: list[Aggregates]) -> Aggregates:
    sets: dict[int, int] = {}
    for part in parts:
        for topics, cases in part.topics.items():
            sets[topics] = sets.get(topics, 0) + cases
    return Aggregates(
        endings=tuple(group for part in parts for group in part.endings),
        dues=tuple(group for part in parts for group in part.dues),
        topics=sets,
        central={0: sum(part.cases for part in parts)},
    )


def report(of: Aggregates) -> Report:
    return Report("case-management", Scope(), Period(), NOW, computing.figures(of, AREAS))


def shown_of(whole: Report) -> dict:
    return {f.key: f for f in whole.figures if f.value is not None}


@pytest.mark.parametrize("first", range(0, 200, 50))
def test_what_is_shown_rests_on_five_whoever_subtracts(first):
    for seed in range(first, first + 50):
        check_subtraction(random.Random(seed))


def check_subtraction(chance: random.Random) -> None:
    parts = [numbers(chance) for _ in range(chance.randrange(1, 6))]
    single = [report(part) for part in parts]
    whole = disclosure.protected(report(add(parts)), single)
    if whole is None:
        return
    for key, figure in shown_of(whole).items():
        own = [one.figure(key) for one in single]
        if figure.kind == Kind.COUNT and figure.value == 0:
            assert key == "cases.ended_kind_missing"
            continue
        base = "numerator" if figure.kind in (Kind.COUNT, Kind.SHARE) else "denominator"
        for part in own:
            assert getattr(figure, base) - getattr(part, base) >= 5, key
        if figure.kind == Kind.SHARE:
            for part in own:
                lacking = figure.denominator - figure.numerator
                assert lacking - (part.denominator - part.numerator) >= 5, key


@pytest.mark.parametrize("first", range(0, 200, 50))
def test_no_withheld_part_follows_from_the_others(first):
    for seed in range(first, first + 50):
        check_parts(random.Random(seed))


def check_parts(chance: random.Random) -> None:
    parts = [numbers(chance) for _ in range(4)]
    whole = disclosure.protected(report(add(parts)), [report(part) for part in parts])
    if whole is None:
        return
    shown = shown_of(whole)
    for parent, children in disclosure.WHOLES:
        hidden = [key for key in children if key not in shown]
        assert parent not in shown or not hidden or len(hidden) == len(children)


def test_too_few_organisations_or_cases_release_nothing():
    chance = random.Random(1)
    two = [numbers(chance), numbers(chance)]
    assert disclosure.protected(report(add(two)), [report(part) for part in two]) is None
    tiny = [Aggregates(endings=(EndingGroup(ending_from(0), 0, 1),)) for _ in range(4)]
    assert disclosure.protected(report(add(tiny)), [report(part) for part in tiny]) is None


def test_extremes_flow_and_cross_tables_are_never_released():
    parts = [numbers(random.Random(seed)) for seed in range(6)]
    whole = replace(report(add(parts)), flow=(object(),))  # type: ignore[arg-type]
    released = disclosure.protected(whole, [report(part) for part in parts])
    assert released is not None
    assert not released.flow
    assert not released.cross.cells
    assert not [f for f in released.figures if f.kind == Kind.EXTREME]


def test_the_reference_date_is_the_end_of_last_month():
    assert disclosure.reference_date(date(2026, 11, 22)) == date(2026, 10, 31)
    assert disclosure.reference_date(date(2026, 1, 1)) == date(2025, 12, 31)
