# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The caseload: what a case weighs, what stands still, whose hours hold."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases.casts import admitted_case, day, new_case, term

from stellwerk.access.caseload import open_cases
from stellwerk.access.visible import visible_access
from stellwerk.base.context import acting
from stellwerk.base.refusal import Refusal
from stellwerk.cases.actions import course, plan
from stellwerk.cases.actions.assessments import take_assessment
from stellwerk.cases.actions.caseload import change_yardstick, set_work_time
from stellwerk.cases.choices import OPEN_PHASES
from stellwerk.cases.models import Case
from stellwerk.cases.queries.caseload import (
    FIGURES,
    board_of,
    figure_rows,
    hours_on,
    measure_of,
    measure_version,
)
from stellwerk.cases.queries.facts import fact_differences
from stellwerk.cases.queries.reassignment import cases_to_move
from stellwerk.cases.rules.caseload import (
    NEED_WEIGHTS,
    PHASE_WEIGHTS,
    USUAL_DAYS,
    case_weight,
    minutes_per_case,
    yardstick,
)

# ── rules ────────────────────────────────────────────────────────────────────────────────────


def test_every_open_phase_has_a_weight_and_usual_days():
    assert set(PHASE_WEIGHTS) == set(OPEN_PHASES) == set(USUAL_DAYS)
    assert yardstick({}).weights == {phase: PHASE_WEIGHTS[phase] for phase in OPEN_PHASES}


def test_a_setting_that_names_some_phases_leaves_the_others():
    measure = yardstick({"caseload.phase_weights": {"planning": 2}, "caseload.topic_step": 0})
    assert (measure.weights["planning"], measure.weights["linking"]) == (2.0, 1.0)
    assert measure.topic_step == 0.0


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(OPEN_PHASES), st.integers(0, 24), st.integers(0, 24))
def test_more_central_topics_never_make_a_case_lighter(phase, few, more):
    measure = yardstick({})
    few, more = sorted((few, more))
    assert case_weight(measure, phase, few) <= case_weight(measure, phase, more)
    assert case_weight(measure, phase, 1) == case_weight(measure, phase, 0)


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(OPEN_PHASES), st.integers(0, 4), st.integers(0, 4))
def test_a_higher_need_never_makes_a_case_lighter(phase, low, high):
    measure = yardstick({})
    low, high = sorted((low, high))
    assert case_weight(measure, phase, 1, low) <= case_weight(measure, phase, 1, high)
    assert case_weight(measure, phase, 1, None) == measure.weights[phase]


def test_a_setting_that_names_some_levels_of_need_leaves_the_others():
    measure = yardstick({"caseload.need_weights": {"4": 3, "0": 0}})
    assert measure.need_weights == {**NEED_WEIGHTS, 4: 3.0, 0: 0.0}


def test_missing_hours_are_missing_and_no_hours_are_nought():
    assert minutes_per_case(None, 3.0) is None
    assert minutes_per_case(Decimal(0), 3.0) == 0
    assert minutes_per_case(Decimal(30), 0.0) is None
    assert minutes_per_case(Decimal(30), 20.0) == 90


# ── the board ────────────────────────────────────────────────────────────────────────────────

db = pytest.mark.django_db


def board(cast):
    actor = cast.lead.actor
    return board_of(open_cases(actor), actor.organisation_id, timezone.localdate())


def of(found, member):
    return next(load for load in found.people if load.user_id == member.user.pk)


@db
def test_the_sum_in_the_database_is_the_sum_of_the_rule(cast):
    for number in range(3):
        admitted_case(cast.manager.actor, cast.manager.user, given_name=f"K{number}")
    new_case(cast.manager.actor, cast.manager.user, given_name="Neu")
    new_case(cast.lead.actor, None, given_name="Niemand")
    new_case(cast.foreign_manager.actor, cast.foreign_manager.user)
    with acting(cast.lead.actor) as actor:
        measure = measure_of(actor.organisation_id)
        found = board(cast)
    hers = of(found, cast.manager)
    expected = 3 * case_weight(measure, "monitoring", 1) + case_weight(measure, "approached", 0)
    assert hers.cases == 4
    assert hers.weight == pytest.approx(expected)
    assert found.nobody.cases == 1
    assert found.total.cases == 5
    assert {load.user_id for load in found.people} >= {cast.colleague.user.pk}


def assess(cast, case, on, **needs):
    """An assessment with the case manager's need per life area; None rates nothing."""
    with acting(cast.manager.actor) as actor:
        areas = {term("life_area", key): {"need": need, "situation": "x"}
                 for key, need in needs.items()}
        values = {"assessed_on": day(on), "kind": "first", "note": ""}
        return take_assessment(actor=actor, case=case, values=values, areas=areas)


@db
def test_the_highest_need_of_the_latest_assessment_weighs(cast):
    case = admitted_case(cast.manager.actor, cast.manager.user)
    new_case(cast.manager.actor, cast.manager.user, given_name="Unbewertet")

    def weighs(need):
        with acting(cast.lead.actor) as lead:
            measure = measure_of(lead.organisation_id)
            expected = case_weight(measure, "monitoring", 1, need)
            hers = of(board(cast), cast.manager)
            assert hers.weight == pytest.approx(expected + case_weight(measure, "approached", 0))
            moved = cases_to_move(
                visible_access(lead), lead.organisation_id, cast.manager.user.pk, "", measure
            )
            assert dict(moved)[case.pk] == pytest.approx(expected)
            assert fact_differences(lead.organisation_id, today=timezone.localdate()) == []

    weighs(None)
    assess(cast, case, 4, work=1, health=4, housing=None)
    weighs(4)
    assess(cast, case, 2, work=2, health=1)
    weighs(2)
    assess(cast, case, 6, work=3)  # entered late: it is not the latest
    weighs(2)
    assess(cast, case, 1, work=None)  # nobody rated anything
    weighs(2)
    assess(cast, case, 0, work=0)  # 0 is a value
    weighs(0)


@db
def test_each_figure_counts_what_its_list_shows(cast):
    actor = cast.manager.actor
    case = admitted_case(actor, cast.manager.user)
    other = admitted_case(actor, cast.manager.user, given_name="Ada")
    new_case(actor, cast.manager.user, days_ago=60, given_name="Lange")
    with acting(actor):
        course.plan_appointment(
            actor=actor, case=case, starts_at=timezone.now() - timedelta(days=2), kind="office"
        )
        plan.add_goal(actor=actor, case=case, values={"text": "x", "due_on": day(3)})
        plan.add_measure(actor=actor, case=other, values={"title": "y", "due_on": day(1)})
    with acting(cast.lead.actor) as lead:
        hers, today = of(board(cast), cast.manager), timezone.localdate()
        assert (hers.stalled, hers.overdue, hers.silent) == (1, 2, 1)
        counts = {"open": hers.cases, "stalled": hers.stalled, "overdue": hers.overdue,
                  "silent": hers.silent}
        for figure in FIGURES:
            rows = figure_rows(
                visible_access(lead), lead.organisation_id, figure, hers.key, today
            )
            assert rows.count() == counts[figure], figure


@db
def test_the_organisation_decides_what_is_usual(cast):
    admitted_case(cast.manager.actor, cast.manager.user)
    with acting(cast.lead.actor) as actor:
        assert of(board(cast), cast.manager).stalled == 0
        days = dict.fromkeys(OPEN_PHASES, 1)
        weights = dict.fromkeys(OPEN_PHASES, 2.5)
        change_yardstick(
            actor=actor, version=measure_version(actor.organisation_id), weights=weights,
            need_weights=dict.fromkeys(range(5), 1), usual_days=days, topic_step=0, silence_days=7,
        )
        hers = of(board(cast), cast.manager)
        assert (hers.stalled, hers.weight) == (1, 2.5)
    with acting(cast.foreign_lead.actor) as other:
        assert measure_of(other.organisation_id).silence_days == 30


@db
def test_hours_hold_from_their_day_on_and_0_is_a_value(cast):
    with acting(cast.lead.actor) as actor:
        for hours, since in ((30, 60), (0, 10), (19.5, -5)):
            set_work_time(
                actor=actor, user=cast.manager.user, hours_per_week=Decimal(str(hours)),
                valid_from=day(since),
            )
        set_work_time(
            actor=actor, user=cast.manager.user, hours_per_week=Decimal(25), valid_from=day(60)
        )
        hers = cast.manager.user.pk
        home = actor.organisation_id
        assert hours_on(home, day(70)) == {}
        assert hours_on(home, day(20)) == {hers: Decimal(25)}
        assert hours_on(home, day(0)) == {hers: Decimal(0)}
        assert hours_on(home, day(-6)) == {hers: Decimal("19.5")}
        for user, hours in ((cast.foreign_manager.user, 20), (cast.manager.user, 61)):
            with pytest.raises(Refusal):
                set_work_time(
                    actor=actor, user=user, hours_per_week=Decimal(hours),
                    valid_from=date(2026, 1, 1),
                )


@db
def test_who_left_still_stands_on_the_board_as_long_as_cases_are_hers(cast):
    admitted_case(cast.manager.actor, cast.manager.user)
    from stellwerk.directory.models import Membership

    Membership.objects.filter(user=cast.manager.user).update(valid_until=day(1))
    with acting(cast.lead.actor):
        assert of(board(cast), cast.manager).cases == 1
        assert Case.objects.count() == 1
