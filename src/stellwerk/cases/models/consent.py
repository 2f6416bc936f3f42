# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What client and case manager agree on, what the client allows, and what was sent on it."""

from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import Row, VersionedRow
from stellwerk.cases.choices import (
    Basis,
    ConsentForm,
    ConsentPurpose,
    FieldGroup,
    PaperLanguage,
)
from stellwerk.cases.models.case import CasePart
from stellwerk.directory.models import Organisation
from stellwerk.vault.fields import EncryptedTextField


class Alliance(VersionedRow, CasePart):
    """Arbeitsbündnis: what both sides agreed on when they began to work together."""

    groups = models.PositiveSmallIntegerField(default=FieldGroup.PLAN, editable=False)
    agreed_on = models.DateField(_("agreed on"))
    content = EncryptedTextField(_("what it is about"))
    client_side = EncryptedTextField(_("what the client does"), null=True, blank=True)
    our_side = EncryptedTextField(_("what we do"), null=True, blank=True)
    explained_in = models.CharField(
        _("explained in"), max_length=12, choices=PaperLanguage.choices,
        default=PaperLanguage.GERMAN,
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    by = models.CharField(max_length=320, blank=True, default="")

    class Meta:
        ordering = ["-agreed_on", "-created_at"]
        indexes = [models.Index(fields=["case", "-agreed_on"], name="alliance_case")]
        constraints = [
            models.CheckConstraint(
                name="alliance_ended_after_agreed",
                condition=models.Q(ended_on__isnull=True)
                | models.Q(ended_on__gte=models.F("agreed_on")),
            )
        ]


class Consent(VersionedRow, CasePart):
    """Einwilligung: which field groups may go to whom for what, explained how, until when.

    Kept by the owner alone: one recipient does not learn of another. Never changed once given:
    it is replaced or revoked.
    """

    purpose = models.CharField(_("purpose"), max_length=16, choices=ConsentPurpose.choices)
    own_words = EncryptedTextField(_("purpose in own words"), null=True, blank=True)
    scope = models.PositiveSmallIntegerField()
    explained_in = models.CharField(
        _("explained in"), max_length=12, choices=PaperLanguage.choices
    )
    refusal_explained = models.BooleanField(_("consequences of a refusal explained"))
    form = models.CharField(_("form"), max_length=12, choices=ConsentForm.choices)
    guardian = EncryptedTextField(_("who has custody"), null=True, blank=True)
    given_on = models.DateField(_("given on"))
    valid_until = models.DateField(_("until"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    # The consent that took its place (same case, so no foreign key that could tell anything).
    replaced_by = models.UUIDField(null=True, editable=False)
    signed_on = models.DateField(_("signed paper received on"), null=True, blank=True)
    signed_where = EncryptedTextField(_("where the paper lies"), null=True, blank=True)
    # The scan or photo of it among the case's documents.
    signed_copy = models.UUIDField(null=True, editable=False)
    by = models.CharField(max_length=320, blank=True, default="")

    class Meta:
        ordering = ["-given_on", "-created_at"]
        indexes = [models.Index(fields=["case", "-given_on"], name="consent_case")]
        constraints = [
            # Target of the composite foreign key of its recipients.
            models.UniqueConstraint(fields=["organisation", "id"], name="consent_in_organisation"),
            models.CheckConstraint(
                name="consent_scope_within_groups",
                condition=models.Q(scope__gte=1, scope__lte=1023),
            ),
            models.CheckConstraint(
                name="consent_ends_after_given",
                condition=models.Q(valid_until__gt=models.F("given_on")),
            ),
        ]


class ConsentRecipient(Row, CasePart):
    """One organisation that a consent names, and the grant that followed from it."""

    consent = models.ForeignKey(
        Consent, on_delete=models.CASCADE, related_name="recipients", db_constraint=False
    )
    recipient = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    access_id = models.UUIDField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["case", "recipient"], name="consent_recipient_case")]


class Transmission(Row, CasePart):
    """Übermittlung: what was sent to another organisation, sealed as it was sent; never changed.

    It has a data key of its own, so that the recipient can read it without any view of the case.
    """

    number = models.CharField(_("number"), max_length=32)
    sent_at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=320, default="")
    recipient = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(
        _("basis"), max_length=12,
        choices=[(b.value, b.label) for b in (Basis.CONSENT, Basis.STATUTE)],
    )
    consent_id = models.UUIDField(null=True, editable=False)
    provision = models.CharField(_("provision"), max_length=200, blank=True, default="")
    scope = models.PositiveSmallIntegerField(default=0)
    entrusted = models.PositiveSmallIntegerField(default=0)
    purpose = EncryptedTextField(_("purpose"))
    # JSON: what was sent, section by section (``queries.extract``).
    content = EncryptedTextField()
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=64)

    class Meta:
        ordering = ["-sent_at", "id"]
        indexes = [
            models.Index(fields=["case", "-sent_at"], name="transmission_case"),
            models.Index(fields=["recipient", "-sent_at"], name="transmission_recipient"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"], name="transmission_once_per_organisation"
            ),
        ]

    @property
    def key_subject_id(self) -> UUID:
        return self.pk
