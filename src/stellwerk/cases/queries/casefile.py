# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The parts of one case, narrowed to the field groups that may be seen.

A group that is not granted is not even asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from stellwerk.base.keys import attach_key, load_keys
from stellwerk.cases.choices import (
    ALL_GROUPS,
    FIELD_GROUP_LABELS,
    AppointmentOutcome,
    FieldGroup,
)
from stellwerk.cases.models import (
    Appointment,
    Case,
    CaseAccess,
    CaseTopic,
    Contact,
    ContactData,
    Goal,
    Household,
    Identity,
    Involved,
    Measure,
    Person,
    PersonLanguage,
    PhaseChange,
    ResidencePeriod,
)
from stellwerk.cases.queries.names import full_name
from stellwerk.cases.rules.deadlines import Expiry, residence_expiry
from stellwerk.cases.rules.people import age_on, parse_birth_date

Part = TypeVar("Part", Goal, Measure, CaseTopic, Appointment, Contact, Involved, PhaseChange)


def _within(rows: QuerySet[Part], scope: FieldGroup) -> QuerySet[Part]:
    """Only rows all of whose field groups are inside the scope."""
    if scope == ALL_GROUPS:
        return rows
    return rows.annotate(hidden=F("groups").bitand(ALL_GROUPS & ~int(scope))).filter(hidden=0)


def _opened(rows: QuerySet[Part], case: Case) -> list[Part]:
    found = list(rows)
    attach_key(found, case._data_key)  # type: ignore[attr-defined]
    return found


def goals_of(case: Case, scope: FieldGroup) -> list[Goal]:
    rows = Goal.objects.filter(case=case).select_related("life_area")
    return _opened(_within(rows, scope), case)


def measures_of(case: Case, scope: FieldGroup) -> list[Measure]:
    rows = Measure.objects.filter(case=case)
    rows = rows.select_related("life_area", "legal_sphere", "provider")
    return _opened(_within(rows, scope), case)


def topics_of(case: Case, scope: FieldGroup) -> list[CaseTopic]:
    """Central ones first."""
    rows = CaseTopic.objects.filter(case=case).select_related("life_area")
    return list(_within(rows, scope).order_by("-is_central", "life_area__position"))


def involved_of(case: Case, scope: FieldGroup) -> list[Involved]:
    rows = Involved.objects.filter(case=case).select_related("provider")
    return _opened(_within(rows, scope), case)


def phases_of(case: Case, scope: FieldGroup) -> list[PhaseChange]:
    return _opened(_within(PhaseChange.objects.filter(case=case), scope), case)


def appointments_of(case: Case, scope: FieldGroup, limit: int) -> list[Appointment]:
    """Newest first."""
    rows = Appointment.objects.filter(case=case).order_by("-starts_at", "id")
    return _opened(_within(rows, scope)[:limit], case)


def contacts_of(case: Case, scope: FieldGroup, limit: int) -> list[Contact]:
    """Newest first."""
    return _opened(_within(Contact.objects.filter(case=case), scope)[:limit], case)


def planned_appointments(case: Case, scope: FieldGroup) -> list[Appointment]:
    """Planned ones, the earliest first: those past wait for their outcome."""
    rows = Appointment.objects.filter(case=case, outcome=AppointmentOutcome.PLANNED)
    return _opened(_within(rows, scope).order_by("starts_at")[:20], case)


def part_of(case: Case, model: type[Part], row_id: UUID) -> Part | None:
    """One row of the case with its key, or None."""
    row = model._default_manager.filter(case=case, pk=row_id).first()
    if row is not None:
        attach_key([row], case._data_key)  # type: ignore[attr-defined]
    return row


def period_of(person: Person, row_id: UUID) -> ResidencePeriod | None:
    row = ResidencePeriod.objects.filter(person=person, pk=row_id).first()
    if row is not None:
        attach_key([row], person._data_key)  # type: ignore[attr-defined]
    return row


@dataclass
class PersonView:
    """What may be seen of a person; what is not granted stays empty."""

    person: Person
    identity: Identity | None = None
    contact: ContactData | None = None
    languages: Sequence[PersonLanguage] = ()
    residence: Sequence[ResidencePeriod] = ()
    household: Household | None = None
    expiry: Expiry | None = None

    @property
    def name(self) -> str:
        known = self.identity
        return full_name(known.family_name, known.given_name) if known else ""

    @property
    def birth_date(self) -> date | None:
        return parse_birth_date(self.identity.birth_date) if self.identity else None

    @property
    def age(self) -> int | None:
        if self.identity is None:
            return None
        return age_on(timezone.localdate(), self.birth_date, self.identity.birth_year)


def person_view(person: Person, scope: FieldGroup) -> PersonView:
    """Open the granted parts of a person (the read is recorded by ``open_case``)."""
    found = PersonView(person)
    rows: list[Any] = [person]
    if scope & FieldGroup.IDENTITY:
        found.identity = (
            Identity.objects.filter(person=person).select_related("nationality").first()
        )
    if scope & FieldGroup.CONTACT:
        found.contact = ContactData.objects.filter(person=person).first()
    if scope & FieldGroup.LANGUAGE:
        spoken = PersonLanguage.objects.filter(person=person)
        found.languages = list(spoken.select_related("language", "level").order_by("created_at"))
    if scope & FieldGroup.RESIDENCE:
        periods = ResidencePeriod.objects.filter(person=person).select_related("status")
        found.residence = list(
            periods.order_by(F("valid_from").desc(nulls_last=True), "-created_at")
        )
        rows += found.residence
    if scope & FieldGroup.FAMILY and person.household_id:
        found.household = Household.objects.filter(pk=person.household_id).first()
    rows += [part for part in (found.identity, found.contact) if part is not None]
    attach_key(rows, load_keys([person.pk]).get(person.pk, b""))
    if found.residence:
        found.expiry = residence_expiry(found.residence[0].valid_until, timezone.localdate())
    return found


@dataclass(frozen=True)
class GrantView:
    """A grant as the page shows it; ``state`` is in_force, expired or revoked."""

    access: CaseAccess
    state: str

    @property
    def labels(self) -> list[str]:
        """The granted field groups in words."""
        return [str(FIELD_GROUP_LABELS[g]) for g in FieldGroup if g & self.access.scope]


def grants_of(case: Case) -> list[GrantView]:
    """Who else may see, or could see until lately, what of an own case; those in force first."""
    rows = CaseAccess.objects.filter(case=case).exclude(organisation_id=case.organisation_id)
    found = rows.select_related("organisation").order_by(
        F("revoked_at").desc(nulls_first=True), "-valid_from"
    )[:20]
    return [GrantView(row, _grant_state(row)) for row in found]


def _grant_state(row: CaseAccess) -> str:
    if row.revoked_at is not None:
        return "revoked"
    expired = row.valid_until is not None and row.valid_until <= timezone.now()
    return "expired" if expired else "in_force"


def grant_of(case: Case, row_id: UUID) -> CaseAccess | None:
    rows = CaseAccess.objects.filter(case=case, pk=row_id)
    return rows.exclude(organisation_id=case.organisation_id).first()


def episodes_of(case: Case) -> list[Case]:
    """All episodes of the person in the same organisation, the newest first."""
    rows = Case.objects.filter(person_id=case.person_id, organisation_id=case.organisation_id)
    return list(rows.order_by("-episode", "-opened_on")[:10])
