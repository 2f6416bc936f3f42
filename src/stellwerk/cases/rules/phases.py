# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Which way a case may go next, and everything that stands in the way."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker
from stellwerk.cases.choices import (
    ENDED_PHASES,
    PHASE_TRANSITIONS,
    RUNNING_PHASES,
    ClosedBy,
    ClosingKind,
    Phase,
)
from stellwerk.cases.rules.clarification import Criteria, criteria_blockers

# What the page draws: the long way from approach to the end; re-assessment is a loop inside.
MAIN_WAY = (
    Phase.APPROACHED, Phase.CLARIFICATION, Phase.ADMITTED, Phase.ASSESSMENT, Phase.PLANNING,
    Phase.LINKING, Phase.MONITORING, Phase.EVALUATION, Phase.CLOSED,
)
ENDS_BEFORE_ADMISSION = (Phase.ADVISED, Phase.REFERRED_ON, Phase.DECLINED)


@dataclass(frozen=True)
class CaseState:
    """What the rules need to know of a case; counts are numbers of records."""

    phase: str
    phase_since: date
    opened_on: date
    today: date
    has_manager: bool = False
    has_concern: bool = False
    topics: int = 0
    goals: int = 0
    goals_unassessed: int = 0
    measures: int = 0
    appointments_without_outcome: int = 0
    appointments_ahead: int = 0
    criteria: Criteria = field(default_factory=Criteria)

    @property
    def is_ended(self) -> bool:
        return self.phase in ENDED_PHASES


@dataclass(frozen=True)
class Ending:
    """How a case ends: planned or not, by whom, why, when."""

    on: date | None
    kind: str | None
    by: str | None
    has_reason: bool
    # How many goals without an assessment have a reason for it.
    goals_explained: int = 0
    aftercare_on: date | None = None


def next_phases(phase: str) -> tuple[str, ...]:
    """Where the state table allows to go, without the closing (it has its own form)."""
    return tuple(to for to in PHASE_TRANSITIONS[Phase(phase)] if to != Phase.CLOSED)


def may_close(phase: str) -> bool:
    return Phase.CLOSED in PHASE_TRANSITIONS[Phase(phase)]


def transition_blockers(
    state: CaseState, to: str, *, on: date | None, has_reason: bool = False
) -> list[Blocker]:
    """Everything that stands in the way of moving to ``to`` on a day; empty when nothing does."""
    if to not in PHASE_TRANSITIONS[Phase(state.phase)] or to == Phase.CLOSED:
        return [
            Blocker(
                "not_allowed",
                _("A case in the phase “%(now)s” cannot move to “%(to)s”.")
                % {"now": Phase(state.phase).label, "to": Phase(to).label},
                "phase",
            )
        ]
    return [*_day_blockers(state, on), *_content_blockers(state, to, has_reason)]


def _day_blockers(state: CaseState, on: date | None) -> list[Blocker]:
    if on is None:
        return [Blocker("day_missing", _("The day is missing."), "on")]
    if on > state.today:
        return [Blocker("day_ahead", _("The day lies in the future."), "on")]
    if on < state.phase_since:
        return [
            Blocker(
                "day_before_phase",
                _("The day lies before the beginning of the present phase."),
                "on",
            )
        ]
    return []


def _content_blockers(state: CaseState, to: str, has_reason: bool) -> list[Blocker]:
    found: list[Blocker] = []
    if to in RUNNING_PHASES and not state.has_manager:
        found.append(Blocker("no_manager", _("The case has no case manager yet."), "manager"))
    if to == Phase.ADMITTED and not (state.has_concern or state.topics):
        found.append(
            Blocker("no_concern", _("Neither the concern nor a topic is noted yet."), "concern")
        )
    if to == Phase.ADMITTED:
        found += criteria_blockers(state.criteria)
    if to == Phase.PLANNING and not state.topics:
        found.append(
            Blocker("no_topic", _("The assessment has not named a topic yet."), "topics")
        )
    if to in (Phase.LINKING, Phase.EVALUATION) and not state.goals:
        found.append(Blocker("no_goal", _("No goal has been agreed yet."), "goals"))
    if to == Phase.MONITORING and state.phase == Phase.LINKING and not state.measures:
        found.append(
            Blocker("no_measure", _("The plan does not contain a measure yet."), "measures")
        )
    if to in ENDS_BEFORE_ADMISSION:
        if not has_reason:
            found.append(Blocker("reason_missing", _("Please say why."), "reason"))
        found += _appointment_blockers(state)
    return found


def closing_blockers(state: CaseState, ending: Ending) -> list[Blocker]:
    """Everything that stands in the way of closing a case this way."""
    if not may_close(state.phase):
        if state.is_ended:
            return [Blocker("ended", _("This case has ended already."))]
        return [
            Blocker(
                "not_admitted",
                _("This person has not been admitted: refer her on or decline instead."),
            )
        ]
    return [
        *_ending_day_blockers(state, ending.on),
        *_aftercare_blockers(ending),
        *_ending_field_blockers(ending),
        *_appointment_blockers(state),
        *_goal_blockers(state, ending),
    ]


def _ending_day_blockers(state: CaseState, on: date | None) -> list[Blocker]:
    if on is None:
        return [Blocker("day_missing", _("The day of the ending is missing."), "closed_on")]
    if on > state.today:
        return [Blocker("day_ahead", _("The ending lies in the future."), "closed_on")]
    if on < state.opened_on:
        return [
            Blocker("before_opening", _("The ending lies before the opening."), "closed_on")
        ]
    if on < state.phase_since:
        return [
            Blocker(
                "day_before_phase",
                _("The ending lies before the beginning of the present phase."),
                "closed_on",
            )
        ]
    return []


def _ending_field_blockers(ending: Ending) -> list[Blocker]:
    found: list[Blocker] = []
    if ending.kind not in ClosingKind.values:
        found.append(
            Blocker("kind_missing", _("Please say: planned or unplanned."), "closing_kind")
        )
    if ending.by not in ClosedBy.values:
        found.append(Blocker("by_missing", _("Please say who ended it."), "closed_by"))
    if not ending.has_reason:
        found.append(Blocker("reason_missing", _("The reason is missing."), "closing_reason"))
    return found


def _appointment_blockers(state: CaseState) -> list[Blocker]:
    found: list[Blocker] = []
    if state.appointments_without_outcome:
        found.append(
            Blocker(
                "appointments_open",
                _("Past appointments without an outcome: %(n)s. Please note what became of them.")
                % {"n": state.appointments_without_outcome},
                "appointments",
            )
        )
    if state.appointments_ahead:
        found.append(
            Blocker(
                "appointments_ahead",
                _("Planned appointments ahead: %(n)s. Please cancel them first.")
                % {"n": state.appointments_ahead},
                "appointments",
            )
        )
    return found


def _aftercare_blockers(ending: Ending) -> list[Blocker]:
    if ending.aftercare_on and ending.on and ending.aftercare_on < ending.on:
        return [
            Blocker(
                "aftercare_early", _("The after-care lies before the ending."), "aftercare_on"
            )
        ]
    return []


def _goal_blockers(state: CaseState, ending: Ending) -> list[Blocker]:
    silent = state.goals_unassessed - ending.goals_explained
    if silent <= 0:
        return []
    return [
        Blocker(
            "goals_unassessed",
            _("Goals not assessed yet: %(n)s. Assess them or say why they stay open.")
            % {"n": silent},
            "goals",
        )
    ]


def opening_blockers(
    *, opened_on: date | None, today: date, has_open_case: bool, previous_ended: bool = True
) -> list[Blocker]:
    """Everything that stands in the way of a new episode of a person."""
    found: list[Blocker] = []
    if opened_on is None:
        found.append(Blocker("day_missing", _("The day is missing."), "opened_on"))
    elif opened_on > today:
        found.append(Blocker("day_ahead", _("The day lies in the future."), "opened_on"))
    if not previous_ended:
        found.append(
            Blocker("not_ended", _("The previous episode has not ended: continue it instead."))
        )
    elif has_open_case:
        found.append(
            Blocker("open_case", _("This person already has an open case in your organisation."))
        )
    return found
