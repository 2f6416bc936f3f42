# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The state table and everything that may stand in the way; no database."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from stellwerk.cases.choices import (
    ENDED_PHASES,
    OPEN_PHASES,
    PHASE_TRANSITIONS,
    ClosedBy,
    ClosingKind,
    Phase,
)
from stellwerk.cases.rules.phases import (
    MAIN_WAY,
    CaseState,
    Ending,
    closing_blockers,
    may_close,
    next_phases,
    opening_blockers,
    transition_blockers,
)

TODAY = date(2026, 11, 22)
READY = CaseState(
    phase=Phase.MONITORING, phase_since=date(2026, 6, 1), opened_on=date(2026, 1, 10),
    today=TODAY, has_manager=True, has_concern=True, topics=2, goals=2, measures=1,
)
PLANNED = Ending(
    on=date(2026, 11, 20), kind=ClosingKind.PLANNED, by=ClosedBy.BOTH, has_reason=True
)


def codes(found):
    return [blocker.code for blocker in found]


def test_every_phase_is_in_the_table_and_open_or_ended():
    assert set(PHASE_TRANSITIONS) == set(Phase)
    assert set(OPEN_PHASES) | set(ENDED_PHASES) == set(Phase)
    assert all(not PHASE_TRANSITIONS[phase] for phase in ENDED_PHASES)


def test_the_main_way_can_be_walked_step_by_step():
    for phase, following in pairwise(MAIN_WAY):
        assert following in PHASE_TRANSITIONS[phase]


def test_ended_cases_lead_nowhere():
    assert all(next_phases(phase) == () and not may_close(phase) for phase in ENDED_PHASES)


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("to", Phase)
def test_only_what_the_table_allows_is_possible(phase, to):
    state = replace(READY, phase=phase)
    refused = codes(transition_blockers(state, to, on=TODAY, has_reason=True)) == ["not_allowed"]
    assert refused == (to not in PHASE_TRANSITIONS[phase] or to == Phase.CLOSED)


def test_all_blockers_are_named_at_once():
    state = CaseState(
        phase=Phase.CLARIFICATION, phase_since=date(2026, 6, 1), opened_on=date(2026, 6, 1),
        today=TODAY,
    )
    found = codes(transition_blockers(state, Phase.ADMITTED, on=date(2026, 5, 1)))
    assert found == ["day_before_phase", "no_manager", "no_concern"]


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (None, "day_missing"),
        (date(2026, 11, 23), "day_ahead"),
        (date(2026, 5, 31), "day_before_phase"),
    ],
)
def test_the_day_of_a_move_must_be_possible(on, code):
    assert codes(transition_blockers(READY, Phase.EVALUATION, on=on)) == [code]


@pytest.mark.parametrize(
    ("phase", "to", "missing", "code"),
    [
        (Phase.ASSESSMENT, Phase.PLANNING, {"topics": 0}, "no_topic"),
        (Phase.PLANNING, Phase.LINKING, {"goals": 0}, "no_goal"),
        (Phase.LINKING, Phase.MONITORING, {"measures": 0}, "no_measure"),
        (Phase.MONITORING, Phase.EVALUATION, {"goals": 0}, "no_goal"),
    ],
)
def test_each_phase_asks_for_the_result_of_the_one_before(phase, to, missing, code):
    state = replace(READY, phase=phase)
    assert transition_blockers(state, to, on=TODAY) == []
    assert codes(transition_blockers(replace(state, **missing), to, on=TODAY)) == [code]


@pytest.mark.parametrize("to", [Phase.REFERRED_ON, Phase.DECLINED])
def test_ends_before_admission_need_a_reason(to):
    state = replace(READY, phase=Phase.CLARIFICATION)
    assert codes(transition_blockers(state, to, on=TODAY)) == ["reason_missing"]
    assert transition_blockers(state, to, on=TODAY, has_reason=True) == []


def test_a_complete_ending_is_possible():
    assert closing_blockers(READY, PLANNED) == []


def test_an_empty_ending_names_everything_that_is_missing():
    empty = Ending(on=None, kind=None, by=None, has_reason=False)
    state = replace(
        READY, goals_unassessed=1, appointments_without_outcome=2, appointments_ahead=1
    )
    assert codes(closing_blockers(state, empty)) == [
        "day_missing", "kind_missing", "by_missing", "reason_missing", "appointments_open",
        "appointments_ahead", "goals_unassessed",
    ]


def test_goals_may_stay_open_when_it_is_said():
    state = replace(READY, goals_unassessed=1)
    assert codes(closing_blockers(state, PLANNED)) == ["goals_unassessed"]
    assert closing_blockers(state, replace(PLANNED, goals_explained=1)) == []


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (date(2026, 11, 23), "day_ahead"),
        (date(2026, 1, 9), "before_opening"),
        (date(2026, 5, 31), "day_before_phase"),
    ],
)
def test_the_day_of_an_ending_must_be_possible(on, code):
    assert codes(closing_blockers(READY, replace(PLANNED, on=on))) == [code]


def test_who_was_never_admitted_is_not_closed():
    state = replace(READY, phase=Phase.APPROACHED)
    assert codes(closing_blockers(state, PLANNED)) == ["not_admitted"]
    assert codes(closing_blockers(replace(READY, phase=Phase.CLOSED), PLANNED)) == ["ended"]


def test_one_open_case_per_person():
    day = {"opened_on": TODAY, "today": TODAY}
    assert opening_blockers(**day, has_open_case=False) == []
    assert codes(opening_blockers(**day, has_open_case=True)) == ["open_case"]
    found = opening_blockers(**day, has_open_case=True, previous_ended=False)
    assert codes(found) == ["not_ended"]
    late = opening_blockers(opened_on=date(2026, 12, 1), today=TODAY, has_open_case=False)
    assert codes(late) == ["day_ahead"]
