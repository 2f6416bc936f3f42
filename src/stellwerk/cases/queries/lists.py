# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The case list: one page of rows from the access table downward, never a count."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from stellwerk.cases.choices import OPEN_PHASES, AppointmentOutcome, FieldGroup, Phase
from stellwerk.cases.models import (
    Appointment,
    CaseAccess,
    CaseFact,
    CaseTopic,
    ResidencePeriod,
)
from stellwerk.cases.queries.names import open_names
from stellwerk.cases.queries.search import name_condition
from stellwerk.cases.rules.deadlines import Expiry, residence_expiry, silence_days
from stellwerk.vocabulary.models import Term

ORDER = ("-sort_at", "case_id")
# Enough of a row to show it; the sealed names are opened for the page alone.
_COLUMNS = {
    "number": F("case__case_key"),
    "phase_since": F("case__phase_since"),
    "opened_on": F("case__opened_on"),
    "closed_on": F("case__closed_on"),
    "last_contact_on": F("case__last_contact_on"),
    "manager_name": F("manager__name"),
    "family": F("person__identity__family_name"),
    "given": F("person__identity__given_name"),
}


@dataclass(frozen=True)
class CaseFilter:
    """What the list is narrowed to; empty values narrow nothing."""

    text: str = ""
    state: str = "open"  # open, ended, all
    phase: str = ""
    manager: UUID | None = None
    unassigned: bool = False
    topic: int | None = None
    residence_status: int | None = None
    silent_days: int | None = None


@dataclass(frozen=True, slots=True)
class ListedCase:
    """One row of the list, ready to be shown. ``name`` is empty without the identity group."""

    id: UUID
    number: str
    name: str
    phase: str
    phase_days: int
    is_open: bool
    is_granted: bool
    manager: str
    topics: list[str]
    last_contact_on: date | None
    silence: int | None
    next_appointment: datetime | None
    expiry: Expiry | None

    @property
    def phase_label(self) -> str:
        return str(Phase(self.phase).label)


def narrowed(
    access: QuerySet[CaseAccess], chosen: CaseFilter, organisation_id: UUID
) -> QuerySet[Any, dict[str, Any]]:
    """The access rows that pass the filter, as plain values; sort and cut them outside."""
    rows = access
    if chosen.state == "open" and not chosen.phase:
        rows = rows.filter(phase__in=OPEN_PHASES)
    elif chosen.state == "ended" and not chosen.phase:
        rows = rows.exclude(phase__in=OPEN_PHASES)
    if chosen.phase:
        rows = rows.filter(phase=chosen.phase)
    if chosen.unassigned:
        rows = rows.filter(manager__isnull=True)
    elif chosen.manager:
        rows = rows.filter(manager_id=chosen.manager)
    if chosen.topic:
        topics = CaseTopic.objects.filter(case_id=OuterRef("case_id"), life_area_id=chosen.topic)
        rows = rows.filter(Exists(topics))
    if chosen.residence_status:
        facts = CaseFact.objects.filter(
            case_id=OuterRef("case_id"), residence_status_id=chosen.residence_status
        )
        rows = rows.filter(Exists(facts))
    if chosen.silent_days is not None:
        rows = rows.filter(_silent_since(timezone.localdate(), chosen.silent_days))
    if chosen.text:
        number = chosen.text.strip()
        rows = rows.filter(
            name_condition(organisation_id, chosen.text) | Q(case__case_key=number)
            if any(c.isdigit() for c in number)
            else name_condition(organisation_id, chosen.text)
        )
    return rows.annotate(**_COLUMNS).values(
        "case_id", "person_id", "owner_organisation_id", "scope", "phase", "sort_at", *_COLUMNS
    )


def _silent_since(today: date, days: int) -> Q:
    limit = today - timedelta(days=days)
    return Q(case__last_contact_on__lte=limit) | Q(
        case__last_contact_on__isnull=True, case__opened_on__lte=limit
    )


@dataclass
class _Extras:
    """What hangs on the rows of a page, fetched once for all of them."""

    topics: dict[UUID, list[tuple[int, str]]] = field(default_factory=dict)
    appointments: dict[UUID, datetime] = field(default_factory=dict)
    expiries: dict[UUID, date | None] = field(default_factory=dict)
    names: dict[UUID, str] = field(default_factory=dict)


def presented(rows: Sequence[dict[str, Any]], organisation_id: UUID) -> list[ListedCase]:
    """Turn one page of values into rows to show: the same number of queries for 1 and for 50."""
    today = timezone.localdate()
    extras = _extras(rows)
    return [_presented(row, extras, organisation_id, today) for row in rows]


def _extras(rows: Sequence[dict[str, Any]]) -> _Extras:
    cases = [row["case_id"] for row in rows]
    found = _Extras()
    topics = CaseTopic.objects.filter(case_id__in=cases, is_central=True).order_by("id")
    life_areas = {term.pk: term for term in Term.objects.filter(list="life_area")}
    for case_id, area, groups in topics.values_list("case_id", "life_area_id", "groups"):
        found.topics.setdefault(case_id, []).append((groups, life_areas[area].label))
    ahead = Appointment.objects.filter(
        case_id__in=cases, outcome=AppointmentOutcome.PLANNED, starts_at__gte=timezone.now()
    )
    found.appointments = dict(
        ahead.order_by().values_list("case_id").annotate(first=Min("starts_at"))
    )
    titles = ResidencePeriod.objects.filter(person_id__in=[row["person_id"] for row in rows])
    found.expiries = dict(
        titles.order_by("person_id", F("valid_from").desc(nulls_last=True), "-created_at")
        .distinct("person_id")
        .values_list("person_id", "valid_until")
    )
    found.names = open_names(
        {
            row["person_id"]: (row["family"], row["given"])
            for row in rows
            if row["scope"] & FieldGroup.IDENTITY
        }
    )
    return found


def _presented(
    row: dict[str, Any], extras: _Extras, organisation_id: UUID, today: date
) -> ListedCase:
    scope, is_open = row["scope"], row["phase"] in OPEN_PHASES
    shows_plan = bool(scope & FieldGroup.PLAN)
    shows_notes = bool(scope & FieldGroup.NOTES)
    until = extras.expiries.get(row["person_id"]) if scope & FieldGroup.RESIDENCE else None
    return ListedCase(
        id=row["case_id"],
        number=row["number"],
        name=extras.names.get(row["person_id"], "") if scope & FieldGroup.IDENTITY else "",
        phase=row["phase"],
        phase_days=max((today - row["phase_since"]).days, 0),
        is_open=is_open,
        is_granted=row["owner_organisation_id"] != organisation_id,
        manager=row["manager_name"] or "",
        topics=[
            label
            for groups, label in extras.topics.get(row["case_id"], [])
            if scope & groups == groups
        ],
        last_contact_on=row["last_contact_on"] if shows_notes else None,
        silence=silence_days(row["last_contact_on"], row["opened_on"], today)
        if shows_notes
        else None,
        next_appointment=extras.appointments.get(row["case_id"]) if shows_plan else None,
        expiry=residence_expiry(until, today) if is_open else None,
    )
