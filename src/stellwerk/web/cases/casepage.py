# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the page of a case shows, made ready for a flat template."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.access.visible import OpenedCase
from stellwerk.base.refusal import Blocker
from stellwerk.cases.choices import (
    ENDED_PHASES,
    RUNNING_PHASES,
    FieldGroup,
    MeasureState,
    Phase,
)
from stellwerk.cases.models import (
    Appointment,
    Case,
    CaseTopic,
    Goal,
    Involved,
    Measure,
    PhaseChange,
)
from stellwerk.cases.queries.casefile import CaseFile, PersonView
from stellwerk.cases.queries.clarification import criteria_of
from stellwerk.cases.queries.marks import marks_of_case
from stellwerk.cases.queries.timeline import MOST_ENTRIES
from stellwerk.cases.rules.clarification import Criteria
from stellwerk.cases.rules.deadlines import silence_days, waiting_days
from stellwerk.cases.rules.guidance import Marks, guide
from stellwerk.cases.rules.phases import (
    ENDS_BEFORE_ADMISSION,
    MAIN_WAY,
    CaseState,
    may_close,
    next_phases,
    transition_blockers,
)

_ENTRIES = 15
_TONES = {
    MeasureState.ASKED: "info", MeasureState.RUNNING: "info", MeasureState.COMPLETED: "success",
    MeasureState.REFUSED: "danger",
}


def entries_wanted(request: HttpRequest) -> int:
    """How many entries of the course to show: what the link "more" asks for, within bounds."""
    text = request.GET.get("entries", "")
    return min(max(int(text), _ENTRIES), MOST_ENTRIES) if text.isdigit() else _ENTRIES


@dataclass
class MeasureView:
    measure: Measure
    waiting: int | None
    is_waiting: bool

    @property
    def tone(self) -> str:
        return _TONES.get(self.measure.state, "neutral")


@dataclass
class PlanView:
    """Goals, measures and what else belongs to the plan; empty where it is not granted."""

    goals: list[Goal] = field(default_factory=list)
    measures: list[MeasureView] = field(default_factory=list)
    topics: list[CaseTopic] = field(default_factory=list)
    involved: list[Involved] = field(default_factory=list)
    planned: list[Appointment] = field(default_factory=list)
    phases: list[PhaseChange] = field(default_factory=list)

    @property
    def late(self) -> list[Appointment]:
        """Planned appointments in the past: they wait for their outcome."""
        now = timezone.now()
        return [row for row in self.planned if row.starts_at <= now]

    @property
    def ahead(self) -> list[Appointment]:
        now = timezone.now()
        return [row for row in self.planned if row.starts_at > now]

    @property
    def central(self) -> list[CaseTopic]:
        return [topic for topic in self.topics if topic.is_central]

    @property
    def assessed(self) -> list[Goal]:
        return [goal for goal in self.goals if goal.attainment is not None]


def plan_view(file: CaseFile) -> PlanView:
    """The parts of the plan with what the page says about them."""
    today = timezone.localdate()
    return PlanView(
        goals=file.goals,
        measures=[
            MeasureView(
                row, waiting_days(row.asked_on, row.began_on, row.ended_on or today),
                row.asked_on is not None and row.began_on is None and row.ended_on is None,
            )
            for row in file.measures
        ],
        topics=file.topics,
        involved=file.involved,
        planned=file.planned,
        phases=file.phases,
    )


def header(opened: OpenedCase, person: PersonView, plan: PlanView) -> dict[str, Any]:
    """Name, stepper, days open, days of silence."""
    case, today = opened.case, timezone.localdate()
    is_ended = case.phase in ENDED_PHASES
    return {
        "name": person.name or _("Case %(number)s") % {"number": case.case_key},
        "steps": _steps(case, plan.phases),
        "is_ended": is_ended,
        "phase_days": (today - case.phase_since).days,
        "days_open": ((case.closed_on or today) - case.opened_on).days,
        "silence": silence_days(case.last_contact_on, case.opened_on, today),
        "may_close": may_close(case.phase),
        "shows": {str(group.name).lower(): group in opened.scope for group in FieldGroup},
    }


def _steps(case: Case, phases: Sequence[PhaseChange]) -> list[dict[str, Any]]:
    """The long way with the days on which each phase was first entered."""
    days = {row.phase: row.entered_on for row in reversed(phases)}
    current = Phase.MONITORING if case.phase == Phase.REASSESSMENT else Phase(case.phase)
    way: list[Phase] = list(MAIN_WAY)
    if current in ENDS_BEFORE_ADMISSION:
        way = [Phase.APPROACHED, Phase.CLARIFICATION, current]
    at = way.index(current)
    found = []
    for position, phase in enumerate(way):
        state = "current" if position == at else "done" if position < at else "ahead"
        label = Phase(case.phase).label if position == at else phase.label
        found.append({"label": label, "state": state, "day": days.get(phase)})
    return found


@dataclass
class NextStep:
    """A phase that may come next and what stands in the way today."""

    phase: str
    label: str
    blockers: list[Blocker]


def state_of(opened: OpenedCase, plan: PlanView) -> CaseState:
    """From what the page has loaded anyway; the action asks the database once more."""
    case = opened.case
    return CaseState(
        phase=case.phase,
        phase_since=case.phase_since,
        opened_on=case.opened_on,
        today=timezone.localdate(),
        has_manager=case.manager_id is not None,
        has_concern=bool(case.concern),
        topics=len(plan.topics),
        goals=len(plan.goals),
        goals_unassessed=len(plan.goals) - len(plan.assessed),
        measures=len(plan.measures),
        appointments_without_outcome=len(plan.late),
        appointments_ahead=len(plan.ahead),
        criteria=criteria_of(case) if case.phase not in RUNNING_PHASES else Criteria(),
    )


def next_steps(state: CaseState) -> list[NextStep]:
    """Where the case may go, each with all that stands in the way today."""
    return [
        NextStep(
            to, str(Phase(to).label),
            transition_blockers(state, to, on=state.today, has_reason=True),
        )
        for to in next_phases(state.phase)
    ]


# Where a task of the guide is done: a page of the case, or a part of the overview.
_PLACES = {
    "concern": "anliegen/", "topics": "themen/", "next": "#next", "access": "#access",
    "plan": "plan/", "clarification": "klaerung/", "consents": "einwilligungen/",
    "assessment": "assessment/", "evaluation": "rueckmeldung/",
}


def marks_of(case: Case, plan: PlanView) -> Marks:
    """What the guide needs beyond the rules of the phases; one question."""
    running = (MeasureState.RUNNING, MeasureState.COMPLETED)
    begun = sum(row.measure.state in running for row in plan.measures)
    return marks_of_case(case.pk, measures_running=begun)


def phase_guide(state: CaseState, marks: Marks, base: str) -> dict[str, Any] | None:
    """The guide of the phase with an address for each task."""
    found = guide(state, marks)
    if found is None:
        return None
    return {
        "purpose": found.purpose,
        "next_step": found.next_step,
        "done": found.done,
        "tasks": [
            {
                "text": task.text,
                "is_done": task.is_done,
                "address": base + _PLACES[task.place] if task.place in _PLACES else "",
            }
            for task in found.tasks
        ],
    }


def what_next(opened: OpenedCase, plan: PlanView, base: str) -> dict[str, Any]:
    """For those who work on the case: what the phase is for, and where it may go."""
    state = state_of(opened, plan)
    return {
        "guide": phase_guide(state, marks_of(opened.case, plan), base),
        "next_steps": next_steps(state),
    }
