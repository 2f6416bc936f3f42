# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Admission: an organisation's checklist in versions, and what was clarified in one case."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import Row, VersionedRow
from stellwerk.cases.choices import ClarificationResult, CriterionState, FieldGroup
from stellwerk.cases.models.case import CasePart
from stellwerk.directory.models import Organisation
from stellwerk.vault.fields import EncryptedTextField


class Checklist(Row):
    """Aufnahmekriterien of one organisation; never changed, only followed by a next version."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    version = models.PositiveSmallIntegerField(_("version"))
    valid_from = models.DateField(_("valid from"))
    # The first day on which it is no longer in force.
    retired_on = models.DateField(_("no longer in force since"), null=True, blank=True)
    # Key of the shipped set that it began with; empty when written from nothing.
    based_on = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "version"], name="checklist_version_once"
            ),
            # Target of the composite foreign keys.
            models.UniqueConstraint(
                fields=["organisation", "id"], name="checklist_in_organisation"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ChecklistItem(Row):
    """One criterion of one version."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    checklist = models.ForeignKey(Checklist, on_delete=models.CASCADE, related_name="items")
    # The same criterion keeps its key from version to version.
    key = models.CharField(max_length=40)
    text = models.CharField(_("criterion"), max_length=300)
    is_required = models.BooleanField(_("required"), default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "checklist", "key"], name="criterion_once_per_checklist"
            ),
            # Target of the composite foreign keys.
            models.UniqueConstraint(
                fields=["organisation", "id"], name="criterion_in_organisation"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Clarification(VersionedRow, CasePart):
    """Klärung of one episode: the version of the checklist it was answered with, and its result."""

    groups = models.PositiveSmallIntegerField(default=FieldGroup.PLAN, editable=False)
    checklist = models.ForeignKey(
        Checklist, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    result = models.CharField(  # noqa: DJ001 - missing is missing
        _("result of the clarification"), max_length=12, choices=ClarificationResult.choices,
        null=True, blank=True,
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    reason = EncryptedTextField(_("reason"), null=True, blank=True)
    # Why somebody is admitted although a required criterion is not met.
    exception_reason = EncryptedTextField(_("reason of the exception"), null=True, blank=True)
    referred_to = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("referred on to"),
    )
    referred_to_text = EncryptedTextField(_("referred on to"), null=True, blank=True)
    by = models.CharField(_("by"), max_length=320, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "case"], name="one_clarification_per_case"
            ),
            # Target of the composite foreign keys.
            models.UniqueConstraint(
                fields=["organisation", "id"], name="clarification_in_organisation"
            ),
        ]


class CriterionAnswer(Row, CasePart):
    """What was found out about one criterion."""

    groups = models.PositiveSmallIntegerField(default=FieldGroup.PLAN, editable=False)
    clarification = models.ForeignKey(
        Clarification, on_delete=models.CASCADE, related_name="answers"
    )
    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("answer"), max_length=8, choices=CriterionState.choices, default=CriterionState.OPEN
    )
    note = EncryptedTextField(_("note"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "case", "clarification", "item"],
                name="criterion_answered_once",
            )
        ]
