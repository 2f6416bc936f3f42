# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The plan of one case: goals with their history and scale, measures, agreements."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone

from stellwerk.cases.choices import FieldGroup, MeasureState
from stellwerk.cases.models import (
    Case,
    Goal,
    GoalAssessment,
    GoalScale,
    Measure,
    PlanAgreement,
)
from stellwerk.cases.queries.casefile import opened, within
from stellwerk.cases.rules.deadlines import waiting_days
from stellwerk.cases.rules.goals import (
    Attained,
    ScaledGoal,
    Scaling,
    SmartLetter,
    attained,
    scaling,
    smart_check,
)

_ENDED = (MeasureState.COMPLETED, MeasureState.DROPPED, MeasureState.REFUSED)


@dataclass
class GoalView:
    """A goal with its history (newest first), its scale and the check of its letters."""

    goal: Goal
    history: list[GoalAssessment] = field(default_factory=list)
    scale: GoalScale | None = None

    @property
    def letters(self) -> list[SmartLetter]:
        goal = self.goal
        return smart_check(
            text=goal.text, life_area=goal.life_area_id is not None, indicator=goal.indicator,
            responsible=goal.responsible, agreed_on=goal.agreed_on, relevance=goal.relevance,
            due_on=goal.due_on,
        )

    @property
    def missing(self) -> list[SmartLetter]:
        return [letter for letter in self.letters if not letter.is_there]

    @property
    def level(self) -> int | None:
        """The latest level that was rated and holds; 0 is a value."""
        rated = (row.level for row in self.history if row.withdrawn_on is None)
        return next((level for level in rated if level is not None), None)

    @property
    def levels(self) -> list[tuple[int, str]]:
        """What −2 to +2 mean here; levels without words are left out."""
        if self.scale is None:
            return []
        said = self.scale
        texts = (said.much_less, said.less, said.expected, said.more, said.much_more)
        return [(level, text) for level, text in zip(range(-2, 3), texts, strict=True) if text]


@dataclass(frozen=True)
class MeasureRow:
    """A measure and how long it was or has been waited for (days; None while nobody asked)."""

    measure: Measure
    waiting: int | None

    @property
    def is_waiting(self) -> bool:
        return self.measure.state == MeasureState.ASKED

    @property
    def is_over(self) -> bool:
        return self.measure.state in _ENDED


@dataclass
class Plan:
    """What the visitor may see of the plan."""

    goals: list[GoalView]
    measures: list[MeasureRow]
    agreements: list[PlanAgreement]

    @property
    def attained(self) -> Attained:
        return attained(view.goal.attainment for view in self.goals)

    @property
    def scaling(self) -> Scaling:
        return scaling(
            ScaledGoal(view.scale.weight, view.scale.baseline, view.level)
            for view in self.goals
            if view.scale is not None
        )

    @property
    def own_steps(self) -> list[MeasureRow]:
        return [row for row in self.measures if row.measure.is_own_step]

    @property
    def of_others(self) -> list[MeasureRow]:
        return [row for row in self.measures if not row.measure.is_own_step]

    @property
    def agreement(self) -> PlanAgreement | None:
        """The latest one."""
        return self.agreements[0] if self.agreements else None


def plan_of(case: Case, scope: FieldGroup) -> Plan:
    """The plan narrowed to the granted field groups: five questions, whatever it holds."""
    goals = opened(
        within(Goal.objects.filter(case=case).select_related("life_area"), scope), case
    )
    rows = within(GoalAssessment.objects.filter(case=case), scope)
    history = opened(rows.order_by("-assessed_on", "-created_at"), case)
    scales = opened(within(GoalScale.objects.filter(case=case), scope), case)
    measures = opened(
        within(
            Measure.objects.filter(case=case).select_related(
                "life_area", "legal_sphere", "provider"
            ),
            scope,
        ),
        case,
    )
    agreements = opened(within(PlanAgreement.objects.filter(case=case), scope), case)
    return Plan(_goal_views(goals, history, scales), _measure_rows(measures), agreements)


def _goal_views(
    goals: Sequence[Goal], history: Sequence[GoalAssessment], scales: Sequence[GoalScale]
) -> list[GoalView]:
    views = {goal.pk: GoalView(goal) for goal in goals}
    for row in history:
        if row.goal_id in views:
            views[row.goal_id].history.append(row)
    for scale in scales:
        if scale.goal_id in views:
            views[scale.goal_id].scale = scale
    return list(views.values())


def _measure_rows(measures: Sequence[Measure]) -> list[MeasureRow]:
    today = timezone.localdate()
    return [
        MeasureRow(
            row, waiting_days(row.asked_on, row.began_on, row.ended_on or today)
        )
        for row in measures
    ]


def scale_of(case: Case, goal_id: UUID) -> GoalScale | None:
    """The scale of one goal with its key, or None."""
    return next(iter(opened(GoalScale.objects.filter(case=case, goal_id=goal_id), case)), None)
