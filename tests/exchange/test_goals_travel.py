# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Goals in a workbook: recognised by their number, with history and scale, and what stays."""

from decimal import Decimal
from typing import Any

import pytest

from stellwerk.base.keys import open_keys
from stellwerk.cases import models as m
from stellwerk.cases.actions.entrusting import set_entrusted
from stellwerk.cases.choices import ALL_GROUPS, ENTRUSTED, FieldGroup
from stellwerk.cases.queries.exporting import SheetRows
from stellwerk.exchange.importing import Preview
from tests.exchange.support import tables

GOALS = ["case_key", "row_key", "life_area", "text", "agreed_on", "attainment", "indicator"]
FLAT = ["F-1", "Z1", "health", "Arzt finden", "01.02.2024", "50", "Termin steht"]
HISTORY = [
    ["case_key", "goal", "assessed_on", "attainment", "level", "note"],
    ["F-1", "Z1", "01.03.2024", "0", None, "noch nichts"],
    ["F-1", "Z1", "01.04.2024", "50", "-2", None],
]
SCALE = [["case_key", "goal", "weight", "expected"], ["F-1", "Z1", "3", "Termin"]]


@pytest.fixture
def take(take):
    def run(goals: Any, **more: Any) -> Preview:
        return take({**tables(), "goals": goals, **more})

    return run


def whole(take) -> Preview:
    return take([GOALS, FLAT], goal_assessments=HISTORY, goal_scales=SCALE)


def test_history_and_scale_hang_on_their_goal_and_are_seen_like_it(take):
    assert not whole(take).is_refused
    goal = m.Goal.objects.get()
    rows = list(m.GoalAssessment.objects.order_by("assessed_on"))
    open_keys([goal, *rows])
    assert (goal.indicator, goal.groups) == (
        "Termin steht", FieldGroup.PLAN | FieldGroup.HEALTH,
    )  # fmt: skip
    assert [(r.goal_id, r.attainment, r.level, r.note) for r in rows] == [
        (goal.pk, Decimal(0), None, "noch nichts"), (goal.pk, Decimal(50), -2, None),
    ]  # fmt: skip
    scale = m.GoalScale.objects.get(goal=goal)
    assert {row.groups for row in (*rows, scale)} == {goal.groups}
    assert not whole(take).changes_anything


def test_a_goal_with_a_number_may_be_worded_anew(take):
    whole(take)
    before = m.Goal.objects.get().pk
    again = [*FLAT[:3], "Hausarzt finden", *FLAT[4:6], None]
    preview = take([GOALS, again])
    assert preview.counts["goals"]["changed"] == 1
    assert preview.outcome.changes[0].fields == ("indicator", "text")
    goal = m.Goal.objects.get()
    open_keys([goal])
    assert (goal.pk, goal.text, goal.indicator) == (before, "Hausarzt finden", None)
    assert m.GoalAssessment.objects.filter(goal=goal).count() == 2
    assert not take([GOALS, again]).changes_anything


def test_history_finds_a_goal_that_was_entered_otherwise(take):
    """The stored goal has no number of the file's: it is met by what it says."""
    take([[*GOALS[:1], *GOALS[2:]], [FLAT[0], *FLAT[2:]]])
    assert not whole(take).is_refused
    goal = m.Goal.objects.get()
    assert m.GoalAssessment.objects.filter(goal=goal).count() == 2


def test_a_missing_column_leaves_what_is_stored(take):
    whole(take)
    few = ["case_key", "life_area", "text", "agreed_on"]
    preview = take([few, ["F-1", "health", "Arzt finden", "01.02.2024"]])
    assert not preview.changes_anything
    assert m.Goal.objects.get().attainment == 50


@pytest.mark.parametrize(
    ("goals", "history", "code"),
    [
        ([GOALS, FLAT, FLAT], HISTORY, "row_twice"),
        ([GOALS, FLAT], [*HISTORY, ["F-1", "Z9", None, "1", None, None]], "reference_unknown"),
        ([GOALS, FLAT], [*HISTORY, ["F-1", "Z1", None, None, None, "x"]], "rated_empty"),
    ],
)
def test_faults_name_their_row(take, goals, history, code):
    found = take(goals, goal_assessments=history).checked.findings.faults
    assert [fault.code for fault in found] == [code]


def test_what_hangs_on_an_entrusted_goal_stays_where_it_stays(take, actor):
    whole(take)
    case = m.Case.objects.get()
    open_keys([case])
    set_entrusted(actor=actor, case=case, row=m.Goal.objects.get(), kind="goal", is_entrusted=True)
    assert m.GoalAssessment.objects.exclude(groups__gte=ENTRUSTED).count() == 0
    assert m.GoalScale.objects.get().groups & ENTRUSTED
    rows = SheetRows(["goals", "goal_assessments", "goal_scales"])
    rows.read({case.pk: ALL_GROUPS})
    assert not any(rows.rows.values())
