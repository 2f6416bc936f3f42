# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What a phase says of itself."""

from datetime import date

import pytest

from stellwerk.cases.choices import ENDED_PHASES, OPEN_PHASES, Phase
from stellwerk.cases.rules.guidance import Marks, guide
from stellwerk.cases.rules.phases import CaseState

DAY = date(2026, 3, 2)


def state(phase: str, **more: object) -> CaseState:
    return CaseState(phase=phase, phase_since=DAY, opened_on=DAY, today=DAY, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("phase", OPEN_PHASES)
def test_every_open_phase_says_what_it_is_for_and_what_comes_next(phase: Phase) -> None:
    found = guide(state(phase), Marks())
    assert found is not None
    assert str(found.purpose)
    assert str(found.next_step)
    assert found.tasks


@pytest.mark.parametrize("phase", ENDED_PHASES)
def test_an_ended_case_asks_for_nothing(phase: Phase) -> None:
    assert guide(state(phase), Marks()) is None


def test_what_is_done_counts_as_done() -> None:
    empty = guide(state(Phase.PLANNING), Marks())
    full = guide(state(Phase.PLANNING, goals=2, measures=1), Marks())
    assert empty is not None
    assert full is not None
    assert (empty.done, full.done) == (0, 2)


def test_one_unassessed_goal_keeps_the_task_open() -> None:
    """Without any goal nothing is assessed either."""
    tasks = {
        goals: guide(state(Phase.EVALUATION, goals=goals, goals_unassessed=left), Marks())
        for goals, left in ((0, 0), (2, 1), (3, 0))
    }
    done = {goals: found.tasks[0].is_done for goals, found in tasks.items() if found}
    assert done == {0: False, 2: False, 3: True}
