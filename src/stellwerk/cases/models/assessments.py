# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Assessments with their life areas, what is strong, and what a need of 0 to 4 means here."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import Row, VersionedRow
from stellwerk.cases.choices import AssessmentKind, FieldGroup
from stellwerk.cases.models.case import CasePart
from stellwerk.directory.models import Organisation
from stellwerk.vault.fields import EncryptedTextField
from stellwerk.vocabulary.models import Term

PLAN = FieldGroup.PLAN


def _need_range(field: str, name: str) -> models.CheckConstraint:
    """0 to 4 or missing."""
    return models.CheckConstraint(
        name=name,
        condition=models.Q(**{f"{field}__isnull": True})
        | models.Q(**{f"{field}__gte": 0, f"{field}__lte": 4}),
    )


class Assessment(VersionedRow, CasePart):
    """One look at the whole situation on one day; its life areas stand in rows of their own."""

    groups = models.PositiveSmallIntegerField(default=PLAN, editable=False)
    assessed_on = models.DateField(_("assessed on"))
    kind = models.CharField(_("kind"), max_length=8, choices=AssessmentKind.choices)
    note = EncryptedTextField(_("note"), null=True, blank=True)
    by = models.CharField(_("by"), max_length=320, blank=True, default="")

    class Meta:
        ordering = ["assessed_on", "created_at"]
        indexes = [models.Index(fields=["case", "assessed_on"], name="assessment_case")]
        constraints = [
            # Target of the composite foreign key of its areas.
            models.UniqueConstraint(
                fields=["organisation", "id"], name="assessment_in_organisation"
            )
        ]


class AssessmentArea(Row, CasePart):
    """A life area in an assessment: two needs (0–4, each may be missing) and what was said."""

    # PLAN plus the field group of the life area.
    groups = models.PositiveSmallIntegerField(default=PLAN)
    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="areas", db_constraint=False
    )
    life_area = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")
    need = models.PositiveSmallIntegerField(_("need, case manager's view"), null=True)
    client_need = models.PositiveSmallIntegerField(_("need, client's view"), null=True)
    situation = EncryptedTextField(_("situation"), null=True)
    resources = EncryptedTextField(_("resources"), null=True)
    client_view = EncryptedTextField(_("client's view"), null=True)
    manager_view = EncryptedTextField(_("case manager's view"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "assessment", "life_area"],
                name="area_once_per_assessment",
            ),
            _need_range("need", "area_need_range"),
            _need_range("client_need", "area_client_need_range"),
        ]


class Strength(VersionedRow, CasePart):
    """Something that the person can do or can rely on; data of its own, not a remark."""

    groups = models.PositiveSmallIntegerField(default=PLAN)
    life_area = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = EncryptedTextField(_("strength or resource"))
    noted_on = models.DateField(_("noted on"))
    until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        ordering = ["-noted_on", "-created_at"]
        indexes = [models.Index(fields=["case", "-noted_on"], name="strength_case")]


class ScaleText(Row):
    """What one level of need means in one life area, in the words of one organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    life_area = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(_("level"))
    text = models.CharField(_("meaning"), max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "life_area", "level"], name="scale_text_once"
            ),
            models.CheckConstraint(
                name="scale_text_level", condition=models.Q(level__gte=0, level__lte=4)
            ),
        ]
