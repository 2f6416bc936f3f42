# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The parts of one case, narrowed to the field groups that may be seen.

A group that is not granted is not even asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F, Model, Q, QuerySet, Window
from django.db.models.functions import Now, RowNumber
from django.utils import timezone

from stellwerk.base.keys import attach_key, load_keys, opened_key, share_key
from stellwerk.cases.choices import (
    ALL_GROUPS,
    FIELD_GROUP_LABELS,
    OWN_SCOPE,
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
from stellwerk.questions.kept import STAND_IN, Questions

# How many appointments and contacts are fetched until somebody asks for more of the course: each
# of these is a question of its own that is translated and planned once.
FEW = 16
#: Planned appointments shown at most of those ahead, and of those that wait for their outcome.
PLANNED = 20
_IS_PAST = ExpressionWrapper(Q(starts_at__lte=Now()), output_field=BooleanField())
_RANK = Window(RowNumber(), partition_by=[_IS_PAST], order_by=["starts_at", "id"])
_MANY = (FEW, 50, 150, 501, 1001)

Part = TypeVar("Part", bound=Model)


def within(rows: QuerySet[Any], scope: FieldGroup) -> QuerySet[Any]:
    """Only rows all of whose field groups are inside the scope; "anvertraut" is in no grant's."""
    if scope == OWN_SCOPE:
        return rows
    hidden = F("groups").bitand(OWN_SCOPE & ~int(scope))
    shown: QuerySet[Any] = rows.alias(hidden=hidden).filter(hidden=0)
    return shown


def opened(rows: QuerySet[Part], case: Case) -> list[Part]:
    """Rows of one case with its key attached."""
    found = list(rows)
    share_key(case, found)
    return found


class ContactRow(NamedTuple):
    """A contact as the course tells it; its note is still sealed."""

    id: UUID
    at: datetime
    kind: str
    note: bytes | None
    by: str
    groups: int


class AppointmentRow(NamedTuple):
    """An appointment as the course tells it; its note is still sealed."""

    id: UUID
    at: datetime
    kind: str
    note: bytes | None
    outcome: str
    groups: int


def _questions(key: tuple[int, int]) -> dict[str, QuerySet[Any, Any]]:
    """Everything that hangs on a case, narrowed to the field groups of a scope.

    ``key``: the scope, and how many contacts and appointments at most.
    """
    granted, most = FieldGroup(key[0]), key[1]

    def of_case(rows: QuerySet[Any]) -> QuerySet[Any]:
        return within(rows.filter(case_id=STAND_IN), granted)

    return {
        "goals": of_case(Goal.objects.select_related("life_area")),
        "measures": of_case(
            Measure.objects.select_related("life_area", "legal_sphere", "provider")
        ),
        "topics": of_case(CaseTopic.objects.select_related("life_area")).order_by(
            "-is_central", "life_area__position"
        ),
        "involved": of_case(Involved.objects.select_related("provider")),
        "phases": of_case(PhaseChange.objects.all()),
        "planned": of_case(
            Appointment.objects.filter(outcome=AppointmentOutcome.PLANNED)
        ).alias(rank=_RANK).filter(rank__lte=PLANNED).order_by("starts_at", "id"),
        # Of these there may be hundreds: plain values, a text is opened when it is shown.
        "appointments": of_case(Appointment.objects.all())
        .order_by("-starts_at", "id")
        .values_list("id", "starts_at", "kind", "note", "outcome", "groups")[:most],
        "contacts": of_case(Contact.objects.all())
        .order_by("-at", "id")
        .values_list("id", "at", "kind", "note", "by", "groups")[:most],
        **_of_her(granted),
        "case": Case.objects.filter(pk=STAND_IN).select_related(
            "organisation", "manager", "person", "access_channel", "closing_reason"
        ),
        "grants": CaseAccess.objects.filter(case_id=STAND_IN)
        .exclude(organisation_id=F("owner_organisation_id"))
        .select_related("organisation")
        .order_by(F("revoked_at").desc(nulls_first=True), "-valid_from")[:20],
    }


def _of_her(granted: FieldGroup) -> dict[str, QuerySet[Any, Any]]:
    """What belongs to the person rather than to this case."""

    def of_person(rows: QuerySet[Any]) -> QuerySet[Any]:
        return within(rows.filter(person_id=STAND_IN), granted)

    newest = F("valid_from").desc(nulls_last=True)
    return {
        "residence": of_person(ResidencePeriod.objects.select_related("status")).order_by(
            newest, "-created_at"
        ),
        "languages": of_person(
            PersonLanguage.objects.select_related("language", "level")
        ).order_by("created_at"),
        "identity": of_person(Identity.objects.select_related("nationality")),
        "contact": of_person(ContactData.objects.all()),
        "household": Household.objects.filter(people=STAND_IN),
    }


_FILE = Questions(_questions)
_OF_PERSON = {
    "identity": FieldGroup.IDENTITY,
    "contact": FieldGroup.CONTACT,
    "languages": FieldGroup.LANGUAGE,
    "residence": FieldGroup.RESIDENCE,
    "household": FieldGroup.FAMILY,
}
_OF_PLAN = ("goals", "measures", "topics", "involved", "phases", "planned", "appointments")


@dataclass
class CaseFile:
    """The granted parts of a case and its person, fetched together."""

    person: "PersonView"
    goals: list[Goal] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    topics: list[CaseTopic] = field(default_factory=list)
    involved: list[Involved] = field(default_factory=list)
    phases: list[PhaseChange] = field(default_factory=list)
    planned: list[Appointment] = field(default_factory=list)
    appointments: list[AppointmentRow] = field(default_factory=list)
    contacts: list[ContactRow] = field(default_factory=list)
    grants: list["GrantView"] = field(default_factory=list)


def case_of(case_id: UUID) -> Case | None:
    """One case with what its head shows; only ``access.visible`` asks, after the access table."""
    return next(iter(_FILE.ask((ALL_GROUPS, FEW), {"case": case_id})["case"]), None)


def case_file(
    case: Case, scope: FieldGroup, *, with_grants: bool = False, entries: int = FEW - 1
) -> CaseFile:
    """Ask for all granted parts at once; the read is recorded by ``open_case``.

    ``entries``: how many contacts and appointments the course wants to show at most.
    """
    most = next((number for number in _MANY if number > entries), _MANY[-1])
    subjects = {n: case.person_id for n, group in _OF_PERSON.items() if group in scope}
    if scope & FieldGroup.PLAN:
        subjects |= dict.fromkeys(_OF_PLAN, case.pk)
    if scope & FieldGroup.NOTES:
        subjects["contacts"] = case.pk
    if with_grants:
        subjects["grants"] = case.pk
    answers = _FILE.ask((int(scope), most), subjects)
    person = _person_view(case.person, {name: answers.pop(name, []) for name in _OF_PERSON})
    grants = [GrantView(row, _grant_state(row)) for row in answers.pop("grants", [])]
    contacts = list(map(ContactRow._make, answers.pop("contacts", [])))
    appointments = list(map(AppointmentRow._make, answers.pop("appointments", [])))
    for rows in answers.values():
        share_key(case, rows)
    return CaseFile(
        person=person, grants=grants, contacts=contacts, appointments=appointments, **answers
    )


def topics_of(case: Case, scope: FieldGroup) -> list[CaseTopic]:
    """Central ones first."""
    return list(_FILE.ask((int(scope), FEW), {"topics": case.pk})["topics"])


def appointments_of(case: Case, scope: FieldGroup, limit: int) -> list[Appointment]:
    """Newest first."""
    rows = Appointment.objects.filter(case=case).order_by("-starts_at", "id")
    return opened(within(rows, scope)[:limit], case)


def contacts_of(case: Case, scope: FieldGroup, limit: int) -> list[Contact]:
    """Newest first."""
    return opened(within(Contact.objects.filter(case=case), scope)[:limit], case)


def part_of(case: Case, model: type[Part], row_id: UUID) -> Part | None:
    """One row of the case with its key, or None."""
    row = model._default_manager.filter(case=case, pk=row_id).first()
    if row is not None:
        share_key(case, [row])
    return row


def period_of(person: Person, row_id: UUID) -> ResidencePeriod | None:
    row = ResidencePeriod.objects.filter(person=person, pk=row_id).first()
    if row is not None:
        share_key(person, [row])
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
    subjects = {name: person.pk for name, group in _OF_PERSON.items() if group in scope}
    return _person_view(person, _FILE.ask((int(scope), FEW), subjects))


def _person_view(person: Person, parts: Mapping[str, list[Any]]) -> PersonView:
    found = PersonView(
        person,
        identity=next(iter(parts.get("identity", ())), None),
        contact=next(iter(parts.get("contact", ())), None),
        household=next(iter(parts.get("household", ())), None),
        languages=parts.get("languages", ()),
        residence=parts.get("residence", ()),
    )
    if opened_key(person) is None:
        attach_key([person], load_keys([person.pk]).get(person.pk, b""))
    rows = [part for part in (found.identity, found.contact) if part is not None]
    share_key(person, [*rows, *found.residence])
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
    rows = _FILE.ask((ALL_GROUPS, FEW), {"grants": case.pk})["grants"]
    return [GrantView(row, _grant_state(row)) for row in rows]


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


def has_episodes(case: Case) -> bool:
    """Whether there may be others: a first episode that still runs stands alone."""
    return case.episode > 1 or case.closed_on is not None
