# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Case conferences: several offices at one table."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import Row, VersionedRow
from stellwerk.cases.choices import ConferenceState, FieldGroup, GuestState
from stellwerk.cases.models.case import CasePart
from stellwerk.cases.models.course import Measure
from stellwerk.directory.models import Organisation
from stellwerk.vault.fields import EncryptedTextField


class CaseConference(VersionedRow, CasePart):
    """Fallkonferenz: when, where, what about, what came of it."""

    groups = models.PositiveSmallIntegerField(default=FieldGroup.PLAN, editable=False)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    place = EncryptedTextField(_("place"), null=True, blank=True)
    agenda = EncryptedTextField(_("agenda"), null=True, blank=True)
    minutes = EncryptedTextField(_("minutes of the conference"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=ConferenceState.choices,
        default=ConferenceState.PLANNED,
    )

    class Meta:
        db_table = "cases_conference"
        ordering = ["-starts_at", "id"]
        indexes = [
            models.Index(fields=["case", "-starts_at"], name="conference_case"),
            models.Index(fields=["organisation", "starts_at"], name="conference_org"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "id"], name="conference_in_organisation"
            )
        ]


class ConferenceGuest(VersionedRow, CasePart):
    """Who is invited: a named person of an organisation, and whether she came."""

    groups = models.PositiveSmallIntegerField(default=FieldGroup.PLAN, editable=False)
    conference = models.ForeignKey(
        CaseConference, on_delete=models.CASCADE, related_name="guests", db_constraint=False
    )
    provider = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("organisation"),
    )
    name = EncryptedTextField(_("name"))
    email = EncryptedTextField(_("e-mail"), null=True, blank=True)
    state = models.CharField(
        _("attendance"), max_length=12, choices=GuestState.choices, default=GuestState.NAMED
    )
    invited_at = models.DateTimeField(_("invited at"), null=True, blank=True)

    class Meta:
        db_table = "cases_conference_guest"
        ordering = ["created_at"]
        indexes = [models.Index(fields=["conference"], name="guest_conference")]


class ConferenceResult(Row, CasePart):
    """A measure that a conference agreed on."""

    groups = models.PositiveSmallIntegerField(default=FieldGroup.PLAN, editable=False)
    conference = models.ForeignKey(
        CaseConference, on_delete=models.CASCADE, related_name="results", db_constraint=False
    )
    measure = models.ForeignKey(
        Measure, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )

    class Meta:
        db_table = "cases_conference_result"
        ordering = ["created_at"]
        indexes = [models.Index(fields=["conference"], name="result_conference")]
