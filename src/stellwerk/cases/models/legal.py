# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Legal spheres and entitlements of a person, and the rules of the deadline watch."""

from uuid import UUID

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import Row, VersionedRow
from stellwerk.cases.choices import (
    DatePrecision,
    EntitlementKind,
    EntitlementState,
    FieldGroup,
    RuleEffect,
    Trigger,
)
from stellwerk.cases.models.person import Person
from stellwerk.directory.models import Organisation
from stellwerk.vault.fields import EncryptedTextField
from stellwerk.vocabulary.models import Term


class LegalSpherePeriod(VersionedRow):
    """Rechtskreis as history: under which law a person is served, by which office, from–until."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="spheres")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    groups = models.PositiveSmallIntegerField(default=FieldGroup.RESIDENCE, editable=False)
    sphere = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("responsible office"),
    )
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)
    precision = models.CharField(
        _("precision of the days"), max_length=5, choices=DatePrecision.choices,
        default=DatePrecision.DAY,
    )
    note = EncryptedTextField(_("note"), null=True, blank=True)

    class Meta:
        ordering = ["valid_from", "created_at"]
        indexes = [models.Index(fields=["person", "valid_from"], name="sphere_person")]

    @property
    def key_subject_id(self) -> UUID:
        return self.person_id


class Entitlement(VersionedRow):
    """Berechtigung: a paper that one office issues and another place takes in."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="entitlements")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    # By its kind (``ENTITLEMENT_GROUPS``).
    groups = models.PositiveSmallIntegerField(default=FieldGroup.LANGUAGE)
    kind = models.CharField(_("kind"), max_length=20, choices=EntitlementKind.choices)
    issued_by = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("issued by"),
    )
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    handed_in_at = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("handed in at"),
    )
    handed_in_on = models.DateField(_("handed in on"), null=True, blank=True)
    ended_on = models.DateField(_("no longer in force since"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=EntitlementState.choices,
        default=EntitlementState.ISSUED,
    )
    precision = models.CharField(
        _("precision of the days"), max_length=5, choices=DatePrecision.choices,
        default=DatePrecision.DAY,
    )
    note = EncryptedTextField(_("note"), null=True, blank=True)

    class Meta:
        ordering = ["issued_on", "created_at"]
        indexes = [models.Index(fields=["person", "issued_on"], name="entitlement_person")]

    @property
    def key_subject_id(self) -> UUID:
        return self.person_id


class DeadlineRule(Row):
    """One version of a rule: what sets it off, what it means, who must act, where it stands.

    A change makes a new version; the former ones stay as they were. No personal data.
    """

    key = models.SlugField(_("key"), max_length=64)
    version = models.PositiveSmallIntegerField(default=1)
    is_current = models.BooleanField(default=True)
    # Not changed by hand: the next shipped version may take its place.
    is_shipped = models.BooleanField(default=False)
    is_active = models.BooleanField(_("in use"), default=True)
    trigger = models.CharField(_("set off by"), max_length=20, choices=Trigger.choices)
    parameters = models.JSONField(default=dict, blank=True)
    title_de = models.CharField(_("German title"), max_length=160)
    title_en = models.CharField(_("English title"), max_length=160)
    meaning_de = models.TextField(_("what it means (German)"))
    meaning_en = models.TextField(_("what it means (English)"))
    effect = models.CharField(_("effect"), max_length=10, choices=RuleEffect.choices)
    # Keys of the maintained lists: who must act, in which legal sphere.
    actor_kind = models.SlugField(_("who must act"), max_length=64, blank=True, default="")
    legal_sphere = models.SlugField(_("legal sphere"), max_length=64, blank=True, default="")
    lead_days = models.JSONField(_("reminder days before"), default=list)
    keep_days = models.PositiveSmallIntegerField(_("shown for days after"), null=True, blank=True)
    source = models.TextField(_("source"))
    change_note = models.CharField(_("why it was changed"), max_length=200, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "cases_deadline_rule"
        ordering = ["position", "key"]
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="deadline_rule_version"),
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(is_current=True), name="deadline_rule_current"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.title_en if _english() else self.title_de

    @property
    def meaning(self) -> str:
        return self.meaning_en if _english() else self.meaning_de


def _english() -> bool:
    return (get_language() or "de").startswith("en")
