# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Every figure equals an independent calculation, over many random data sets and periods."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import pytest

from stellwerk.base.actor import Actor
from stellwerk.base.context import acting
from stellwerk.cases.actions.importing import import_cases
from stellwerk.directory.models import Organisation
from stellwerk.indicators.queries.behind import cases_behind
from stellwerk.indicators.queries.reports import case_management
from stellwerk.indicators.rules.report import Number, Period, Report
from stellwerk.indicators.rules.tables import AGE_BOUNDS, AGE_GROUPS
from tests.indicators import independent, random_records

PERIODS = [
    Period(),
    Period(date(2019, 1, 1), date(2019, 12, 31)),
    Period(date(2018, 2, 15), date(2018, 8, 17)),
    Period(None, date(2018, 12, 31)),
    Period(date(2019, 6, 1), None),
    Period(date(2019, 3, 31), date(2019, 3, 31)),
    Period(date(2010, 1, 1), date(2010, 12, 31)),
]


def take_in(actor: Actor, organisation: Organisation, rows: tuple) -> None:
    import_cases(
        actor=actor, organisation_id=organisation.pk, records=random_records.records(*rows)
    )


def same(found: Number | None, wanted: Fraction | int | None) -> bool:
    if found is None or wanted is None:
        return found is None and wanted is None
    return found == float(wanted)


def compare(report: Report, wanted: dict) -> list[str]:
    """Keys at which the two differ."""
    by_key = {figure.key: figure for figure in report.figures}
    wrong = []
    for key, (value, numerator, denominator) in wanted.items():
        figure = by_key[key]
        if not (
            same(figure.value, value)
            and same(figure.numerator, numerator)
            and figure.denominator == denominator
        ):
            wrong.append(
                f"{key}: {figure.value, figure.numerator, figure.denominator} is not "
                f"{value, numerator, denominator}"
            )
    return wrong


@pytest.mark.parametrize("seed", range(12))
def test_figures_equal_independent_calculation(cast, seed):
    rows = random_records.make(seed, size=(0, 1, 3, 10, 30, 60)[seed % 6])
    with acting(cast.lead.actor):
        take_in(cast.lead.actor, cast.home, rows)
        for period in PERIODS:
            report = case_management(cast.home, period)
            wanted = independent.figures(*rows, random_records.AREAS, period.start, period.end)
            assert compare(report, wanted) == []


@pytest.mark.parametrize("seed", range(3))
def test_flow_and_cross_table_equal_independent_calculation(cast, seed):
    rows = random_records.make(seed, size=50)
    with acting(cast.lead.actor):
        take_in(cast.lead.actor, cast.home, rows)
        for period in PERIODS:
            report = case_management(cast.home, period)
            check_flow(report, rows[0], period)
            check_cross(report, rows[0], period)


def check_flow(report: Report, cases: list, period: Period) -> None:
    for row in report.flow:
        first = date(row.year, row.quarter * 3 - 2, 1)
        last = (first + timedelta(days=95)).replace(day=1) - timedelta(days=1)
        wanted = independent.flow(cases, (first, last), period.start, period.end)
        assert (row.entries, row.exits, row.stock) == wanted
    if period.is_everything:
        assert sum(row.entries for row in report.flow) == len(cases)


def check_cross(report: Report, cases: list, period: Period) -> None:
    wanted: Counter = Counter()
    for (status, gender, age), n in independent.cross(cases, period.start, period.end).items():
        group = len(AGE_BOUNDS) + 1 if age is None else sum(age >= bound for bound in AGE_BOUNDS)
        wanted[status or "missing", gender or "missing", AGE_GROUPS[group]] += n
    found: Counter = Counter()
    for cell in report.cross.cells:
        found[cell.residence_status, cell.gender, cell.age_group] += cell.cases
    assert found == wanted


def test_every_figure_leads_to_as_many_cases_as_it_counts(cast):
    rows = random_records.make(7, size=60)
    # Figures over goals or appointments count those; their cases are tested by the share beside.
    not_of_cases = ("goals.attainment_ratio", "goals.reached", "appointments.kept_ratio")
    with acting(cast.lead.actor):
        take_in(cast.lead.actor, cast.home, rows)
        for period in PERIODS:
            for figure in case_management(cast.home, period).figures:
                if figure.key.startswith(not_of_cases) or figure.unit == "appointments":
                    continue
                behind = cases_behind(figure.key, cast.home.pk, period)
                assert behind is not None
                counted = (
                    figure.numerator if figure.kind in ("count", "share") else figure.denominator
                )
                assert behind.count() == counted, (figure.key, period)


def test_another_organisation_is_not_counted(cast):
    with acting(cast.foreign_lead.actor):
        take_in(cast.foreign_lead.actor, cast.neighbour, random_records.make(1, size=20))
    with acting(cast.lead.actor):
        assert case_management(cast.home).figure("cases.total").value == 0
        # Row-level security holds even where the query asks for all.
        assert case_management(None).figure("cases.total").value == 0
