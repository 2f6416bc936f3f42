# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What is stored of the cases that a file names, a thousand at a time, in a few queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from stellwerk.base.keys import open_keys
from stellwerk.cases.choices import ENTRUSTED, FieldGroup
from stellwerk.cases.models import (
    Appointment,
    Case,
    CaseTopic,
    Goal,
    Identity,
    Person,
    PhaseChange,
    ResidencePeriod,
)
from stellwerk.cases.queries.merging import kept_after
from stellwerk.cases.rules.matching import AppointmentMark, GoalMark
from stellwerk.cases.rules.rows import GOAL_DETAILS
from stellwerk.cases.rules.texts import tidy
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.models import Term

LISTS = (
    ListKey.NATIONALITY, ListKey.RESIDENCE_STATUS, ListKey.ACCESS_CHANNEL,
    ListKey.CLOSING_REASON, ListKey.LIFE_AREA, ListKey.LEGAL_SPHERE, ListKey.LANGUAGE,
    ListKey.CEFR_LEVEL, ListKey.FIELD_OF_ACTION,
)  # fmt: skip
PERSON_TEXTS = ("family_name", "given_name", "birth_date")


class Terms:
    """Terms of the lists that a row can name: key to id and back, field group of life areas."""

    def __init__(self) -> None:
        self.ids: dict[tuple[str, str], int] = {}
        self.keys: dict[int, str] = {}
        self.groups: dict[int, int] = {}
        for term in Term.objects.filter(list__in=LISTS):
            self.ids[(term.list, term.key)] = term.pk
            self.keys[term.pk] = term.key
            if term.list == ListKey.LIFE_AREA:
                self.groups[term.pk] = plan_groups(term.attributes.get("field_group", ""))

    @property
    def plan(self) -> int:
        """The field groups of a goal without a life area."""
        return int(FieldGroup.PLAN)

    def id(self, list_key: str, key: str) -> int | None:
        return self.ids[(list_key, key)] if key else None

    def key(self, term_id: int | None) -> str:
        return self.keys[term_id] if term_id is not None else ""


def plan_groups(field_group: str) -> int:
    """PLAN, and the field group of the life area: a goal about health needs both."""
    more = FieldGroup.__members__.get(field_group.upper())
    return int(FieldGroup.PLAN | more) if more else int(FieldGroup.PLAN)


@dataclass
class StoredCase:
    id: UUID
    person_id: UUID
    values: dict[str, Any]
    topics: dict[str, bool] = field(default_factory=dict)
    appointments: list[AppointmentMark] = field(default_factory=list)
    goals: list[GoalMark] = field(default_factory=list)


@dataclass
class StoredPerson:
    id: UUID
    client_key: str
    household_id: UUID | None
    values: dict[str, Any]
    residence: list[tuple[UUID, str, date | None]] = field(default_factory=list)


@dataclass
class Stored:
    """Cases by number, people by id and by client key."""

    cases: dict[str, StoredCase]
    people: dict[UUID, StoredPerson]
    by_client_key: dict[str, UUID]


def cases_stored(organisation_id: UUID) -> int:
    """How many cases the organisation has."""
    return Case.objects.filter(organisation_id=organisation_id).count()


def stored_records(
    organisation_id: UUID,
    case_keys: Collection[str],
    client_keys: Collection[str],
    terms: Terms,
    *,
    texts: bool,
    lock: bool = False,
    columns: Mapping[str, frozenset[str]] | None = None,
) -> Stored:
    """Everything that a row could change; ``texts``: also open the names, to compare them.

    ``columns``: what the file has, per sheet; notes and marks are compared only where it has them.
    """
    found = Case.objects.filter(organisation_id=organisation_id, case_key__in=case_keys)
    if lock:
        found = found.select_for_update(of=("self",)).order_by("pk")
    cases = {case.case_key: _stored_case(case, terms) for case in found}
    by_id = {case.id: case for case in cases.values()}
    _add_parts(by_id, terms, columns or {})
    # The number of a record that was merged means the one that was kept.
    merged = kept_after(organisation_id, client_keys)
    ids = {case.person_id for case in cases.values()} | set(merged.values())
    people = _stored_people(organisation_id, ids, set(client_keys) - set(merged), terms, texts)
    by_key = {person.client_key: person.id for person in people.values()}
    return Stored(cases, people, by_key | merged)


def _stored_case(case: Case, terms: Terms) -> StoredCase:
    return StoredCase(
        id=case.pk,
        person_id=case.person_id,
        values={
            "opened_on": case.opened_on,
            "closed_on": case.closed_on,
            "closing_kind": case.closing_kind,
            "closed_by": case.closed_by,
            "closing_reason": terms.key(case.closing_reason_id),
            "access_channel": terms.key(case.access_channel_id),
            "phase": case.phase,
            "last_contact_on": case.last_contact_on,
        },
    )


def _add_parts(
    cases: Mapping[UUID, StoredCase], terms: Terms, columns: Mapping[str, frozenset[str]]
) -> None:
    ids = list(cases)
    topics = CaseTopic.objects.filter(case_id__in=ids)
    for case_id, area, central in topics.values_list("case_id", "life_area_id", "is_central"):
        cases[case_id].topics[terms.key(area)] = central
    appointments = Appointment.objects.filter(case_id__in=ids).order_by("ordinal", "created_at")
    there = columns.get("appointments", frozenset())
    if there & {"note", "entrusted"}:
        _add_told_appointments(cases, list(appointments), there)
    else:
        for case_id, at, kind, outcome, pk in appointments.values_list(
            "case_id", "starts_at", "kind", "outcome", "pk"
        ):
            cases[case_id].appointments.append(AppointmentMark(at, kind, outcome, pk))
    _add_goals(cases, terms, columns.get("goals", frozenset()))


def _add_goals(cases: Mapping[UUID, StoredCase], terms: Terms, there: frozenset[str]) -> None:
    """Goals as marks; their texts are opened only where the file has columns for them."""
    marked, told = "entrusted" in there, [name for name in GOAL_DETAILS if name in there]
    goals = Goal.objects.filter(case_id__in=list(cases)).order_by("created_at")
    rows = list(goals if told else goals.only(*_GOAL))
    if told:
        open_keys(rows)
    for row in rows:
        mark = GoalMark(
            terms.key(row.life_area_id), row.text_token or 0, row.agreed_on, row.due_on,
            row.attainment, row.assessed_on, row.pk, marked and bool(row.groups & ENTRUSTED),
            tuple((name, tidy(getattr(row, name) or "")) for name in told),
        )  # fmt: skip
        cases[row.case_id].goals.append(mark)


_GOAL = ("case_id", "life_area_id", "text_token", "agreed_on", "due_on", "attainment",
         "assessed_on", "groups")  # fmt: skip


def _add_told_appointments(
    cases: Mapping[UUID, StoredCase], rows: list[Appointment], there: frozenset[str]
) -> None:
    """Appointments with their notes opened, where the file has a column for them."""
    if "note" in there:
        open_keys(rows)
    for row in rows:
        mark = AppointmentMark(
            row.starts_at, row.kind, row.outcome, row.pk,
            tidy(row.note or "") if "note" in there else "",
            "entrusted" in there and bool(row.groups & ENTRUSTED),
        )  # fmt: skip
        cases[row.case_id].appointments.append(mark)


def _stored_people(
    organisation_id: UUID,
    ids: Collection[UUID],
    client_keys: Collection[str],
    terms: Terms,
    texts: bool,
) -> dict[UUID, StoredPerson]:
    own = Person.objects.filter(organisation_id=organisation_id)
    rows = list(own.filter(client_key__in=client_keys).values_list(*_PERSON))
    seen = {row[0] for row in rows}
    rows += own.filter(pk__in=[pk for pk in ids if pk not in seen]).values_list(*_PERSON)
    people = {
        pk: StoredPerson(pk, key, household, {"household_members": members})
        for pk, key, household, members in rows
    }
    known = Identity.objects.filter(person_id__in=list(people))
    if not texts:
        known = known.defer(*PERSON_TEXTS)
    identities = list(known)
    if texts:
        open_keys(identities)
    for one in identities:
        people[one.person_id].values.update(
            birth_year=one.birth_year, gender=one.gender, nationality=terms.key(one.nationality_id)
        )
        if texts:
            people[one.person_id].values.update({name: getattr(one, name) for name in PERSON_TEXTS})
    periods = ResidencePeriod.objects.filter(person_id__in=list(people)).order_by("created_at")
    for person_id, pk, status, since in periods.values_list(
        "person_id", "pk", "status_id", "valid_from"
    ):
        people[person_id].residence.append((pk, terms.key(status), since))
    return people


_PERSON = ("pk", "client_key", "household_id", "household__members")


def open_phases(case_ids: Iterable[UUID]) -> dict[UUID, list[PhaseChange]]:
    """The phase history of cases, oldest first."""
    found: dict[UUID, list[PhaseChange]] = defaultdict(list)
    for change in PhaseChange.objects.filter(case_id__in=list(case_ids)).order_by(
        "entered_on", "created_at"
    ):
        found[change.case_id].append(change)
    return found
