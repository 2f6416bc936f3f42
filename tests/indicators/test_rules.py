# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Figures from aggregates, without a database."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import override

from stellwerk.cases.choices import ClosedBy, ClosingKind
from stellwerk.indicators.choices import Kind
from stellwerk.indicators.rules import computing, definitions, showing, tables
from stellwerk.indicators.rules.groups import (
    Aggregates,
    DueGroup,
    EndingGroup,
    QuarterGroup,
    ending_from,
)
from stellwerk.indicators.rules.report import (
    FlowRow,
    Period,
    Report,
    Scope,
    cells_digest,
    digest,
    freeze,
    thaw,
)
from stellwerk.indicators.rules.words import Words

PLANNED, UNPLANNED = ending_from(1), ending_from(6)
HOUSING = computing.LifeArea("housing", 0, Words("Wohnen", "Housing"))


def figures(**numbers):
    return {f.key: f for f in computing.figures(Aggregates(**numbers), [HOUSING])}


def test_codes_of_endings_are_read_back():
    assert ending_from(0).is_ended is False
    assert ending_from(1) == ending_from(1)
    assert (PLANNED.kind, PLANNED.by) == (ClosingKind.PLANNED, ClosedBy.CLIENT)
    assert (UNPLANNED.kind, UNPLANNED.by) == (ClosingKind.UNPLANNED, ClosedBy.CLIENT)
    assert ending_from(15).kind is None
    assert ending_from(15).by is None


def test_means_of_nothing_are_empty_and_zero_is_zero():
    nothing = figures()
    assert nothing["cases.total"].value == 0
    for key, figure in nothing.items():
        if figure.kind != Kind.COUNT:
            assert figure.value is None, key
    kept_none = figures(dues=(DueGroup(due=2, cases=1, kept=0),))
    assert kept_none["appointments.kept_mean"].value == 0
    assert kept_none["appointments.kept_all"].value == 0


def test_mean_over_cases_is_not_the_ratio_of_sums():
    # One case kept 1 of 1, another 1 of 3: 66.67 % on average, but 2 of 4 appointments.
    found = figures(dues=(DueGroup(1, 1, kept=1, all_kept=1), DueGroup(3, 1, kept=1)))
    assert found["appointments.kept_mean"].value == pytest.approx(200 / 3)
    assert found["appointments.kept_ratio"].value == 50
    assert found["appointments.kept_all"].value == 50


def test_three_thirds_are_exactly_one():
    # Three cases with 1/3, 1/3 and 10/30 of their goals: floats would give 33.33333333333333.
    thirds = tuple(
        EndingGroup(PLANNED, assessed, 1, attainment=Decimal(total))
        for assessed, total in ((3, 270), (7, 630), (9, 810))
    )
    assert figures(endings=thirds)["goals.attainment_planned"].value == 90.0


def test_goals_without_assessment_are_in_no_mean():
    found = figures(endings=(EndingGroup(PLANNED, 0, 5), EndingGroup(PLANNED, 1, 1, Decimal(0))))
    assert found["goals.attainment_planned"].value == 0
    assert found["goals.attainment_planned"].denominator == 1
    assert found["goals.attainment_unplanned"].value is None


def test_months_are_days_divided_by_a_twelfth_of_a_year():
    group = EndingGroup(PLANNED, 0, 2, days=974, days_min=487, days_max=487)
    found = figures(endings=(group,))
    assert found["duration.mean_months"].value == 16
    assert found["duration.mean_months"].numerator == 32
    assert found["duration.min_days"].value == 487


def test_counts_name_their_whole():
    found = figures(endings=(EndingGroup(PLANNED, 0, 3), EndingGroup(ending_from(0), 0, 7)))
    assert (found["cases.ended_planned"].value, found["cases.ended_planned"].denominator) == (3, 3)
    assert (found["cases.running"].value, found["cases.running"].denominator) == (7, 10)
    assert found["cases.ended_kind_missing"].value == 0


def test_topics_are_counted_from_sets():
    found = figures(
        endings=(EndingGroup(ending_from(0), 0, 4),), topics={0b01: 1, 0b11: 2, 0b10: 1}
    )
    assert (found["topics.housing"].numerator, found["topics.housing"].denominator) == (3, 4)
    assert found["topics.housing"].value == 75


def test_every_definition_is_complete_in_both_languages():
    for definition in (*definitions.DEFINITIONS, definitions.TOPIC, definitions.CENTRAL_TOPIC):
        assert definition.formula
        assert definition.period_rule
        assert definition.counted
        for text in (definition.name, definition.formula, definition.period_rule):
            if text:
                words = computing.in_both(text)
                assert words.de != words.en


def test_keys_are_unique():
    keys = [definition.key for definition in definitions.DEFINITIONS]
    assert len(keys) == len(set(keys))


def test_flow_has_no_gaps_and_keeps_the_stock():
    groups = [QuarterGroup(8072, 8074, 2), QuarterGroup(8072, 0, 1)]
    rows = tables.flow(groups, Period(), date(2018, 12, 31))
    assert rows == (
        FlowRow(2018, 1, 3, 0, 3),
        FlowRow(2018, 2, 0, 0, 3),
        FlowRow(2018, 3, 0, 2, 1),
        FlowRow(2018, 4, 0, 0, 1),
    )
    lines = showing.flow_lines(rows)
    assert [(line.entries, line.exits, line.stock) for line in lines] == [
        (3, 0, 3),
        (0, 0, 3),
        (0, 2, 1),
        (0, 0, 1),
    ]


def test_cross_table_sums_to_all_cases_in_every_view():
    terms = {
        1: tables.TermLabel("aufenthg_24", "§ 24", Words("Schutz", "Protection")),
        2: tables.TermLabel("ua", "166", Words("Ukraine", "Ukraine")),
        3: tables.TermLabel("998", "998", Words("ungeklärt", "unresolved")),
    }
    table = tables.cross(
        [(64 + 8, 2, 5), (7, -1, 2), (64, 3, 1), (0, 0, 1)],
        terms,
    )
    for rows in tables.DIMENSIONS:
        for columns in tables.DIMENSIONS:
            if rows != columns:
                view = tables.pivot(table.cells, table.labels, rows, columns)
                assert view.total == 9
    assert [pivot.total for pivot in table.pivots] == [9, 9, 9, 9]
    assert list(table.labels["nationality"]) == ["ua", "rest", "998", "missing"]


def test_the_most_frequent_are_chosen_without_the_unresolved():
    terms = {i: tables.TermLabel(f"k{i:02}", str(i), Words("", "")) for i in range(20)}
    terms[0] = tables.TermLabel("998", "998", Words("", ""))
    counts = dict.fromkeys(range(20), 3) | {0: 99, 7: 5}
    chosen = tables.most_frequent(counts, terms)
    assert chosen[0] == 7
    assert 0 not in chosen
    assert len(chosen) == 10


def sample_report() -> Report:
    numbers = Aggregates(
        endings=(EndingGroup(PLANNED, 1, 3, Decimal("270"), 0, 540, 122, 243),),
        dues=(DueGroup(3, 3, 2),),
        topics={1: 3},
    )
    return Report(
        "case-management",
        Scope("a", "A"),
        Period(date(2019, 1, 1), None),
        datetime.fromisoformat("2026-11-22T10:00:00+01:00"),
        computing.figures(numbers, [HOUSING]),
        (FlowRow(2019, 1, 3, 1, 2),),
    )


def test_a_frozen_report_comes_back_as_it_was():
    report = sample_report()
    content, cells = freeze(report)
    assert thaw(content, cells) == report
    assert freeze(thaw(content, cells)) == (content, cells)
    assert digest(content) != digest(freeze(replace(report, name="other")).content)
    assert cells_digest(content) == digest(cells)


def test_the_fraction_stands_first_when_n_is_small():
    figure = sample_report().figure("topics.housing")
    assert figure is not None
    with override("de"):
        assert showing.first_and_second(figure) == ("3 von 3", "100\u00a0%")
        many = replace(figure, numerator=10, denominator=40, value=25.0)
        assert showing.first_and_second(many) == ("25\u00a0%", "10 von 40")


def test_numbers_are_rounded_half_up_and_written_as_in_the_language():
    with override("de"):
        assert showing.number(6.5, 0) == "7"
        assert showing.number(1234.56) == "1.234,6"
        assert showing.number(None) == "–"
    with override("en"):
        assert showing.number(1234.56) == "1,234.6"


def test_empty_figures_are_shown_as_nothing_and_never_as_zero():
    with override("de"):
        for section in showing.sections(
            replace(sample_report(), figures=tuple(figures().values()))
        ):
            for row in section.rows:
                assert row.first in ("0", "–"), row.key
