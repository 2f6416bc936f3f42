# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A person apart from her cases; what may be shared separately stands in separate rows.

``groups`` on a row is the sum of field groups a reader needs; the database checks it as well.
"""

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import Row, VersionedRow
from stellwerk.cases.choices import FieldGroup, Gender
from stellwerk.directory.models import Organisation
from stellwerk.vault.fields import EncryptedTextField
from stellwerk.vocabulary.models import Term


class Household(Row):
    """Haushalt: people who live together; its members are counted apart from cases."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    members = models.PositiveSmallIntegerField(_("people in the household"), null=True)

    class Meta:
        constraints = [
            # Target of the composite foreign keys.
            models.UniqueConstraint(fields=["organisation", "id"], name="household_in_organisation")
        ]


class Person(VersionedRow):
    """A client of one organisation. Bears no name: names stand in ``Identity``."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    client_key = models.CharField(_("client number"), max_length=64)
    household = models.ForeignKey(
        Household, on_delete=models.SET_NULL, null=True, blank=True, related_name="people"
    )
    # Registered twice: this record was merged into that one and shows nowhere any more.
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "client_key"], name="client_key_once_per_organisation"
            ),
            # Target of the composite foreign keys.
            models.UniqueConstraint(fields=["organisation", "id"], name="person_in_organisation"),
        ]

    def __str__(self) -> str:
        return self.client_key

    @property
    def key_subject_id(self) -> UUID:
        return self.pk


class PersonPart(models.Model):
    """Abstract: a part of a person that is visible only with its field group."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="%(class)s"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    @property
    def key_subject_id(self) -> UUID:
        return self.person_id


class Identity(PersonPart):
    """Names and the few coded attributes that figures need (field group identity)."""

    groups = models.PositiveSmallIntegerField(default=FieldGroup.IDENTITY, editable=False)
    family_name = EncryptedTextField(_("family name"), null=True, blank=True)
    given_name = EncryptedTextField(_("given name"), null=True, blank=True)
    birth_date = EncryptedTextField(_("date of birth"), null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    gender = models.CharField(_("gender"), max_length=1, choices=Gender.choices, null=True)  # noqa: DJ001 - missing is not ""
    nationality = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("nationality"),
    )


class ContactData(PersonPart):
    """How to reach the person (field group contact)."""

    groups = models.PositiveSmallIntegerField(default=FieldGroup.CONTACT, editable=False)
    phone = EncryptedTextField(_("phone"), null=True, blank=True)
    email = EncryptedTextField(_("e-mail"), null=True, blank=True)
    address = EncryptedTextField(_("address"), null=True, blank=True)


class PersonLanguage(Row):
    """A language and how well it is spoken (field group language)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="languages")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    groups = models.PositiveSmallIntegerField(default=FieldGroup.LANGUAGE, editable=False)
    language = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Term, on_delete=models.PROTECT, null=True, related_name="+")
    needs_interpreter = models.BooleanField(_("interpreter needed"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "language"], name="language_once_per_person"
            )
        ]


class PersonToken(models.Model):
    """Blind index: one hashed name token of one person (keys differ per organisation)."""

    pk = models.CompositePrimaryKey("organisation_id", "token", "person_id")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    token = models.BigIntegerField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "cases_person_token"
