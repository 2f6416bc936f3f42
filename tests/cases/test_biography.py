# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Gaps in a biography: pure rules over invented entries."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from stellwerk.cases.choices import BiographyKind, GapKind
from stellwerk.cases.rules.biography import (
    Item,
    Narrowing,
    gaps,
    narrowed,
    silence_gaps,
    status_gaps,
    waiting_gaps,
)

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(2020, 1, 1), TODAY)
FEW = settings(max_examples=60, deadline=None)


def course(begins: date, ends: date | None, asked: date | None = None, **more: object) -> Item:
    return Item(
        BiographyKind.MEASURE, begins, ends, is_span=True, is_activity=True, asked=asked,
        title_of=lambda: "Integrationskurs", **more,
    )


def test_a_year_of_waiting_is_a_gap_of_365_days():
    [gap] = waiting_gaps([course(date(2019, 3, 1), None, asked=date(2018, 3, 1))], TODAY, 90)
    assert (gap.days, gap.state, gap.title) == (365, GapKind.WAITING, "Integrationskurs")
    assert (gap.begins, gap.ends) == (date(2018, 3, 1), date(2019, 2, 28))


def test_who_still_waits_waits_until_today():
    asked = Item(
        BiographyKind.MEASURE, TODAY - timedelta(days=100), asked=TODAY - timedelta(days=100)
    )
    assert [gap.days for gap in waiting_gaps([asked], TODAY, 90)] == [100]
    assert waiting_gaps([asked], TODAY, 100) == []


def test_a_silence_that_is_a_waiting_time_is_told_once():
    rows = [
        Item(BiographyKind.CONTACT, date(2018, 2, 20), is_activity=True),
        course(date(2019, 3, 1), date(2019, 6, 1), asked=date(2018, 3, 1)),
    ]
    assert [gap.state for gap in gaps(rows, TODAY, 90)] == [GapKind.WAITING]
    assert [gap.state for gap in gaps(rows, TODAY, 400)] == []


def test_a_gap_between_two_statuses_is_shown():
    def status(begins: date, ends: date | None) -> Item:
        return Item(BiographyKind.RESIDENCE, begins, ends, is_span=True)

    rows = [status(date(2020, 1, 1), date(2020, 12, 31)), status(date(2021, 7, 1), None)]
    [gap] = status_gaps(rows, TODAY, 90)
    assert (gap.begins, gap.ends, gap.days) == (date(2021, 1, 1), date(2021, 6, 30), 181)


_ITEMS = st.lists(
    st.builds(
        lambda begins, length, is_span: Item(
            BiographyKind.MEASURE, begins, begins + timedelta(days=length) if is_span else None,
            is_span=is_span, is_activity=True,
        ),
        DAYS, st.integers(0, 400), st.booleans(),
    ),
    max_size=6,
)


@FEW
@given(items=_ITEMS, longest=st.integers(1, 200))
def test_silence_is_exactly_what_no_entry_covers(items, longest):
    found = silence_gaps(items, TODAY, longest)
    covered = {
        item.begins + timedelta(days=n)
        for item in items
        for n in range((item.last_day(TODAY) - item.begins).days + 1)
    }
    for gap in found:
        days = {gap.begins + timedelta(days=n) for n in range(gap.days)}
        assert not days & covered
        assert len(days) == gap.days > longest
        assert max(days) == gap.ends
    if covered:
        first, last = min(covered), max(covered)
        every = {first + timedelta(days=n) for n in range((last - first).days + 1)}
        in_gaps = sum(gap.days for gap in found)
        assert in_gaps <= len(every - covered)


@FEW
@given(items=_ITEMS, since=DAYS, until=DAYS)
def test_a_period_takes_whatever_touches_it_in_order(items, since, until):
    rows = narrowed(items, Narrowing(since=since, until=until), TODAY)
    assert rows == sorted(rows, key=lambda item: item.sort_key)
    for item in items:
        touches = item.begins <= until and item.last_day(TODAY) >= since
        assert (item in rows) == touches


def test_kinds_and_spheres_narrow():
    one = course(date(2020, 1, 1), None, sphere="sgb_2")
    other = Item(BiographyKind.CONTACT, date(2020, 2, 1))
    both = [one, other]
    assert narrowed(both, Narrowing(frozenset({"contact"})), TODAY) == [other]
    assert narrowed(both, Narrowing(sphere="sgb_2"), TODAY) == [one]
    assert narrowed(both, Narrowing(), TODAY) == both
