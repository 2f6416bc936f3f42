# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""How goals come along: each assessment is kept, scales, the plan as an agreement."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.base.actor import Actor
from stellwerk.base.keys import attach_key
from stellwerk.base.refusal import Blocker, Refusal, refuse_if
from stellwerk.cases.actions.changing import locked_row, update_fields
from stellwerk.cases.actions.facts import refresh_facts
from stellwerk.cases.actions.logging import log_rows
from stellwerk.cases.actions.parts import add_part, case_key, require_open, touch
from stellwerk.cases.models import Case, Goal, GoalAssessment, GoalScale, PlanAgreement
from stellwerk.cases.rules.course import order_blockers
from stellwerk.cases.rules.goals import scale_blockers

SCALE_TEXTS = ("much_less", "less", "expected", "more", "much_more")
SCALE_FIELDS = ("weight", "baseline", *SCALE_TEXTS)
AGREEMENT_FIELDS = ("agreed_on", "review_on", "note")


def has_scale(goal: Goal) -> bool:
    """Whether levels of the goal can be rated."""
    return GoalScale.objects.filter(goal=goal).exists()


def keep_what_stood(*, actor: Actor, case: Case, goal: Goal) -> None:
    """Write what the goal says into its history, if no row says it yet (it was imported)."""
    if goal.attainment is None:
        return
    newest = standing(goal)
    said = (newest.attainment, newest.assessed_on) if newest else None
    if said == (goal.attainment, goal.assessed_on):
        return
    row = GoalAssessment(
        goal=goal, groups=goal.groups, assessed_on=goal.assessed_on, attainment=goal.attainment
    )
    add_part(actor=actor, case=case, row=row, kind="goal_assessment", fields=["attainment"])


def standing(goal: Goal) -> GoalAssessment | None:
    """The assessment that holds: the latest by its day that gives percents, none withdrawn."""
    rows = GoalAssessment.objects.filter(
        goal=goal, withdrawn_on__isnull=True, attainment__isnull=False
    )
    return rows.order_by(F("assessed_on").desc(nulls_last=True), "-created_at").first()


def add_assessment(
    *, actor: Actor, case: Case, goal: Goal, attainment: Decimal | None, level: int | None,
    assessed_on: date, note: str | None,
) -> None:
    """One more row of the history."""
    row = GoalAssessment(
        goal=goal, groups=goal.groups, assessed_on=assessed_on, attainment=attainment,
        level=level, by=actor.label,
    )
    row.note = note or None
    fields = ["attainment", "level", "assessed_on", "note"]
    add_part(actor=actor, case=case, row=row, kind="goal_assessment", fields=fields)


def withdraw_all(goal: Goal) -> None:
    """No assessment of the goal holds any longer."""
    GoalAssessment.objects.filter(goal=goal, withdrawn_on__isnull=True).update(
        withdrawn_on=timezone.localdate(), updated_at=timezone.now(), version=F("version") + 1
    )


@transaction.atomic
def withdraw_assessment(
    *, actor: Actor, case: Case, assessment: GoalAssessment, version: int | None
) -> None:
    """Take one assessment back: it stays readable, the goal falls back to the one before."""
    changed = update_fields(
        actor=actor, row=assessment, version=version, kind="goal_assessment",
        subjects=[case.pk], values={"withdrawn_on": timezone.localdate()},
    )
    if not changed:
        raise Refusal("withdrawn", _("This assessment has been withdrawn already."))
    goal = locked_row(Goal.objects.get(pk=assessment.goal_id), key=case_key(case))
    latest = standing(goal)
    update_fields(
        actor=actor, row=goal, version=goal.version, kind="goal", subjects=[case.pk],
        values={
            "attainment": latest.attainment if latest else None,
            "assessed_on": latest.assessed_on if latest else None,
        },
    )
    touch(case)
    refresh_facts([case.pk])


@transaction.atomic
def set_scale(
    *, actor: Actor, case: Case, goal: Goal, version: int | None, values: Mapping[str, Any]
) -> GoalScale:
    """Say what −2 to +2 mean for a goal; ``values`` are keyed by ``SCALE_FIELDS``."""
    refuse_if(scale_blockers(dict(values)))
    row = GoalScale.objects.filter(goal=goal, case=case).first()
    if row is None:
        require_open(case)
        row = GoalScale(goal=goal, groups=goal.groups)
        for name in SCALE_FIELDS:
            value = values.get(name)
            setattr(row, name, None if value == "" else value)
        add_part(actor=actor, case=case, row=row, kind="goal_scale", fields=SCALE_FIELDS)
    else:
        attach_key([row], case_key(case))
        update_fields(
            actor=actor, row=row, version=version, kind="goal_scale", subjects=[case.pk],
            values=values,
        )
    touch(case)
    return row


def regroup(goal: Goal, groups: int) -> None:
    """History and scale of a goal are seen by those who see the goal."""
    GoalAssessment.objects.filter(goal=goal).update(groups=groups)
    GoalScale.objects.filter(goal=goal).update(groups=groups)


def _agreement_blockers(values: Mapping[str, Any]) -> list[Blocker]:
    found = order_blockers(values, "agreed_on", "review_on")
    if values.get("agreed_on") is None:
        found.append(Blocker("day_missing", _("The day is missing."), "agreed_on"))
    return found


@transaction.atomic
def agree_on_plan(*, actor: Actor, case: Case, values: Mapping[str, Any]) -> PlanAgreement:
    """Note that the plan was agreed on; it can then be printed for signature."""
    require_open(case)
    refuse_if(_agreement_blockers(values))
    row = PlanAgreement(
        agreed_on=values["agreed_on"], review_on=values.get("review_on"), by=actor.label
    )
    row.note = values.get("note") or None
    add_part(actor=actor, case=case, row=row, kind="plan_agreement", fields=AGREEMENT_FIELDS)
    touch(case)
    return row


@transaction.atomic
def change_agreement(
    *, actor: Actor, case: Case, agreement: PlanAgreement, version: int | None,
    values: Mapping[str, Any],
) -> list[str]:
    """Correct the days or what else was agreed."""
    refuse_if(_agreement_blockers(values))
    changed = update_fields(
        actor=actor, row=agreement, version=version, kind="plan_agreement",
        subjects=[case.pk], values=values,
    )
    if "agreed_on" in changed:
        log_rows(actor=actor, case=case, rows=[agreement])
    return changed
