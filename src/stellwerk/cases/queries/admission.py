# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What each result of a clarification still waits for."""

from dataclasses import dataclass, replace

from stellwerk.base.refusal import Blocker
from stellwerk.cases.choices import RUNNING_PHASES, ClarificationResult, Phase
from stellwerk.cases.models import Case
from stellwerk.cases.queries.state import case_state
from stellwerk.cases.rules.phases import CaseState, transition_blockers


@dataclass(frozen=True)
class OpenResult:
    """A possible result and everything that stands in its way today."""

    result: ClarificationResult
    blockers: list[Blocker]


def deciding_state(case: Case) -> CaseState:
    """The state from which a result is judged: an approach becomes a clarification by it."""
    state = case_state(case)
    return replace(state, phase=Phase.CLARIFICATION) if state.phase == Phase.APPROACHED else state


def open_results(case: Case) -> list[OpenResult]:
    """Every result with its blockers; of an accompaniment that runs only the admission is left."""
    if case.phase in RUNNING_PHASES:
        return [OpenResult(ClarificationResult.ADMITTED, [])]
    state = deciding_state(case)
    return [
        OpenResult(
            result, transition_blockers(state, result, on=state.today, has_reason=True)
        )
        for result in ClarificationResult
    ]
