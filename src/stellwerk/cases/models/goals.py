# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""How goals come along: every assessment, goal attainment scales, the plan as an agreement."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import VersionedRow
from stellwerk.cases.choices import FieldGroup
from stellwerk.cases.models.case import CasePart
from stellwerk.cases.models.course import Goal
from stellwerk.cases.models.fields import PercentField
from stellwerk.vault.fields import EncryptedTextField

PLAN = FieldGroup.PLAN


def _scale_range(field: str, name: str) -> models.CheckConstraint:
    """−2 to +2 or missing."""
    return models.CheckConstraint(
        name=name,
        condition=models.Q(**{f"{field}__isnull": True})
        | models.Q(**{f"{field}__gte": -2, f"{field}__lte": 2}),
    )


class GoalAssessment(VersionedRow, CasePart):
    """One look at how far a goal was reached; what was withdrawn stays readable."""

    groups = models.PositiveSmallIntegerField(default=PLAN)
    goal = models.ForeignKey(
        Goal, on_delete=models.CASCADE, related_name="assessments", db_constraint=False
    )
    # Missing where the goal was assessed before the day was asked for.
    assessed_on = models.DateField(_("assessed on"), null=True, blank=True)
    attainment = PercentField(_("attainment (%)"), null=True, blank=True)
    level = models.SmallIntegerField(_("level on the scale"), null=True, blank=True)
    note = EncryptedTextField(_("note"), null=True, blank=True)
    by = models.CharField(_("by"), max_length=320, blank=True, default="")
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    class Meta:
        ordering = ["assessed_on", "created_at"]
        indexes = [models.Index(fields=["case", "assessed_on"], name="goal_assessment_case")]
        constraints = [
            models.CheckConstraint(
                name="goal_assessment_percent",
                condition=models.Q(attainment__isnull=True)
                | models.Q(attainment__gte=0, attainment__lte=100),
            ),
            models.CheckConstraint(
                name="goal_assessment_says_something",
                condition=models.Q(attainment__isnull=False) | models.Q(level__isnull=False),
            ),
            _scale_range("level", "goal_assessment_level"),
        ]


class GoalScale(VersionedRow, CasePart):
    """Goal attainment scale: what −2 to +2 mean for one goal, its weight, where it started."""

    groups = models.PositiveSmallIntegerField(default=PLAN)
    goal = models.ForeignKey(
        Goal, on_delete=models.CASCADE, related_name="scales", db_constraint=False
    )
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    baseline = models.SmallIntegerField(_("where it started"), null=True, blank=True)
    much_less = EncryptedTextField(_("−2: much less than expected"), null=True, blank=True)
    less = EncryptedTextField(_("−1: less than expected"), null=True, blank=True)
    expected = EncryptedTextField(_("0: as expected"), null=True, blank=True)
    more = EncryptedTextField(_("+1: more than expected"), null=True, blank=True)
    much_more = EncryptedTextField(_("+2: much more than expected"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "goal"], name="goal_scale_once"),
            models.CheckConstraint(
                name="goal_scale_weight", condition=models.Q(weight__gte=1, weight__lte=10)
            ),
            _scale_range("baseline", "goal_scale_baseline"),
        ]


class PlanAgreement(VersionedRow, CasePart):
    """The plan as it was agreed on a day, and when it is looked at again."""

    groups = models.PositiveSmallIntegerField(default=PLAN, editable=False)
    agreed_on = models.DateField(_("agreed on"))
    review_on = models.DateField(_("looked at again on"), null=True, blank=True)
    note = EncryptedTextField(_("what else was agreed"), null=True, blank=True)
    by = models.CharField(_("by"), max_length=320, blank=True, default="")

    class Meta:
        ordering = ["-agreed_on", "-created_at"]
        indexes = [models.Index(fields=["case", "-agreed_on"], name="plan_agreement_case")]
