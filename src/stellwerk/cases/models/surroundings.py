# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Who is around the person: network card, family; and how her languages have grown."""

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import VersionedRow
from stellwerk.cases.choices import Closeness, Effect, FieldGroup, Relation, Sector
from stellwerk.cases.models.case import CasePart
from stellwerk.cases.models.course import Involved
from stellwerk.cases.models.person import Person
from stellwerk.directory.models import Organisation
from stellwerk.vault.fields import EncryptedTextField
from stellwerk.vocabulary.models import Term


class NetworkTie(VersionedRow, CasePart):
    """Somebody on the network card: how close, how helpful; an effect may be missing, 0 is one."""

    # PLAN plus what the sector asks for.
    groups = models.PositiveSmallIntegerField(default=FieldGroup.PLAN)
    name = EncryptedTextField(_("who"))
    role = EncryptedTextField(_("what for the person"), null=True, blank=True)
    sector = models.CharField(_("sector"), max_length=12, choices=Sector.choices)
    is_formal = models.BooleanField(_("by profession or office"), default=False)
    closeness = models.PositiveSmallIntegerField(_("closeness"), choices=Closeness.choices)
    effect = models.SmallIntegerField(_("effect"), choices=Effect.choices, null=True, blank=True)
    involved = models.ForeignKey(
        Involved, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        db_constraint=False, verbose_name=_("somebody involved"),
    )
    noted_on = models.DateField(_("noted on"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["sector", "closeness", "created_at"]
        indexes = [models.Index(fields=["case", "sector"], name="network_tie_case")]
        constraints = [
            models.CheckConstraint(
                name="tie_closeness", condition=models.Q(closeness__gte=1, closeness__lte=3)
            ),
            models.CheckConstraint(
                name="tie_effect",
                condition=models.Q(effect__isnull=True) | models.Q(effect__gte=-2, effect__lte=2),
            ),
        ]


class FamilyMember(VersionedRow):
    """Somebody of the family or household; a person apart from cases, perhaps a client herself."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="family")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    groups = models.PositiveSmallIntegerField(default=FieldGroup.FAMILY, editable=False)
    relation = models.CharField(_("relation"), max_length=12, choices=Relation.choices)
    name = EncryptedTextField(_("name"), null=True, blank=True)
    # ISO day or only the year: nothing counts it.
    born = EncryptedTextField(_("born"), null=True, blank=True)
    in_household = models.BooleanField(_("lives in the household"), default=True)
    client = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        db_constraint=False, verbose_name=_("is a client as well"),
    )
    note = EncryptedTextField(_("note"), null=True, blank=True)

    class Meta:
        ordering = ["created_at"]
        indexes = [models.Index(fields=["person", "created_at"], name="family_person")]

    @property
    def key_subject_id(self) -> UUID:
        return self.person_id


class LanguageLevel(VersionedRow):
    """A language level that was reached on a day, perhaps with a certificate."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="language_levels")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    groups = models.PositiveSmallIntegerField(default=FieldGroup.LANGUAGE, editable=False)
    language = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")
    reached_on = models.DateField(_("reached on"))
    certificate = EncryptedTextField(_("certificate"), null=True, blank=True)
    issuer = EncryptedTextField(_("issued by"), null=True, blank=True)

    class Meta:
        ordering = ["-reached_on", "-created_at"]
        indexes = [models.Index(fields=["person", "-reached_on"], name="language_level_person")]

    @property
    def key_subject_id(self) -> UUID:
        return self.person_id
