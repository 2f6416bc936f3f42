# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The calendar: appointments, conferences and due dates of those whose work somebody does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from stellwerk.cases.choices import (
    OPEN_PHASES,
    AppointmentKind,
    AppointmentOutcome,
    MeasureState,
)
from stellwerk.cases.models import (
    Appointment,
    CalendarFeed,
    Case,
    CaseAccess,
    CaseConference,
    Goal,
    Measure,
    ResidencePeriod,
)
from stellwerk.cases.queries.names import names_of
from stellwerk.directory.rules import secret_hash

#: What one view shows at most of each kind; a month of a big team stays below.
MOST = 2000
_CASE = {"number": F("case__case_key"), "person": F("case__person_id")}


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One thing in the calendar: at a moment (``at``) or on a day (``on``)."""

    kind: str  # appointment, conference, goal, measure, residence
    case_id: UUID
    number: str
    person_id: UUID
    row_id: UUID
    at: datetime | None = None
    until: datetime | None = None
    on: date | None = None
    detail: str = ""
    outcome: str = ""
    name: str = ""

    @property
    def day(self) -> date:
        return timezone.localtime(self.at).date() if self.at else self.on or date.max

    @property
    def sort_key(self) -> tuple[date, bool, datetime | None, UUID]:
        """Whole days first, then by the hour."""
        return (self.day, self.at is not None, self.at, self.row_id)

    @property
    def is_off(self) -> bool:
        """Cancelled: still there to be seen, no longer to be gone to."""
        return self.outcome in (
            AppointmentOutcome.CANCELLED_BY_CLIENT, AppointmentOutcome.CANCELLED_BY_US, "cancelled"
        )

    @property
    def detail_label(self) -> str:
        """The kind of an appointment in words."""
        return str(AppointmentKind(self.detail).label) if self.detail else ""


def entries_between(
    access: QuerySet[CaseAccess], organisation_id: UUID, first: date, last: date
) -> list[CalendarEntry]:
    """Everything from ``first`` to ``last`` (both included) in the cases that ``access`` holds."""
    mine = access.values("case_id")
    running = access.filter(phase__in=OPEN_PHASES).values("case_id")
    found = [
        *_appointments(mine, organisation_id, first, last),
        *_conferences(mine, organisation_id, first, last),
        *_due("goal", Goal.objects.filter(attainment__isnull=True), running, first, last),
        *_due("measure", Measure.objects.filter(state__in=_WAITING), running, first, last),
        *_residence(running, first, last),
    ]
    return sorted(found, key=lambda entry: entry.sort_key)


_WAITING = (MeasureState.PLANNED, MeasureState.ASKED, MeasureState.RUNNING)


def _span(first: date, last: date) -> tuple[datetime, datetime]:
    begin = timezone.make_aware(datetime.combine(first, time()))
    end = timezone.make_aware(datetime.combine(last + timedelta(days=1), time()))
    return begin, end


def _appointments(
    mine: QuerySet[Any, Any], organisation_id: UUID, first: date, last: date
) -> list[CalendarEntry]:
    begin, end = _span(first, last)
    rows = Appointment.objects.filter(
        organisation_id=organisation_id, starts_at__gte=begin, starts_at__lt=end,
        case_id__in=mine,
    ).order_by("starts_at", "id")
    values = rows.annotate(**_CASE).values(
        "id", "case_id", "starts_at", "ends_at", "kind", "outcome", *_CASE
    )
    return [
        CalendarEntry(
            "appointment", row["case_id"], row["number"], row["person"], row["id"],
            at=row["starts_at"], until=row["ends_at"], detail=row["kind"], outcome=row["outcome"],
        )
        for row in values[:MOST]
    ]


def _conferences(
    mine: QuerySet[Any, Any], organisation_id: UUID, first: date, last: date
) -> list[CalendarEntry]:
    begin, end = _span(first, last)
    rows = CaseConference.objects.filter(
        organisation_id=organisation_id, starts_at__gte=begin, starts_at__lt=end,
        case_id__in=mine,
    ).order_by("starts_at", "id")
    values = rows.annotate(**_CASE).values(
        "id", "case_id", "starts_at", "ends_at", "state", *_CASE
    )
    return [
        CalendarEntry(
            "conference", row["case_id"], row["number"], row["person"], row["id"],
            at=row["starts_at"], until=row["ends_at"], outcome=row["state"],
        )
        for row in values[:MOST]
    ]


def _due(
    kind: str, rows: QuerySet[Any], mine: QuerySet[Any, Any], first: date, last: date
) -> list[CalendarEntry]:
    found = rows.filter(case_id__in=mine, due_on__gte=first, due_on__lte=last)
    values = found.order_by("due_on", "id").annotate(**_CASE).values(
        "id", "case_id", "due_on", *_CASE
    )
    return [
        CalendarEntry(
            kind, row["case_id"], row["number"], row["person"], row["id"], on=row["due_on"]
        )
        for row in values[:MOST]
    ]


def _residence(mine: QuerySet[Any, Any], first: date, last: date) -> list[CalendarEntry]:
    """Titles that expire, of each person only her latest."""
    beginning = Coalesce("valid_from", Value(date.min))
    same_day = Q(begins=OuterRef("begins"), created_at__gt=OuterRef("created_at"))
    later = ResidencePeriod.objects.annotate(begins=beginning).filter(
        Q(begins__gt=OuterRef("begins")) | same_day, person_id=OuterRef("person_id")
    )
    rows = (
        ResidencePeriod.objects.annotate(begins=beginning)
        .filter(valid_until__gte=first, valid_until__lte=last)
        .filter(person_id__in=Case.objects.filter(pk__in=mine).values("person_id"))
        .filter(~Exists(later))
    )
    ending = {
        person_id: (row_id, until)
        for row_id, person_id, until in rows.values_list("pk", "person_id", "valid_until")[:MOST]
    }
    if not ending:
        return []
    cases = Case.objects.filter(pk__in=mine, person_id__in=list(ending))
    return [
        CalendarEntry(
            "residence", case_id, number, person_id, ending[person_id][0], on=ending[person_id][1]
        )
        for case_id, number, person_id in cases.values_list("pk", "case_key", "person_id")
    ]


def with_names(entries: Iterable[CalendarEntry]) -> list[CalendarEntry]:
    """The same with the people's names (the read is recorded before)."""
    found = list(entries)
    names: Mapping[UUID, str] = names_of({entry.person_id for entry in found})
    return [replace(entry, name=names.get(entry.person_id, "")) for entry in found]


def feed_in_force(user_id: UUID, organisation_id: UUID) -> CalendarFeed | None:
    """The user's calendar address in this organisation, if she has one."""
    return CalendarFeed.objects.filter(
        user_id=user_id, organisation_id=organisation_id, revoked_at__isnull=True
    ).first()


def feed_by_secret(secret: str) -> CalendarFeed | None:
    """The address in force with this secret; wrong and revoked are the same None."""
    rows = CalendarFeed.objects.select_related("user")
    return rows.filter(
        secret_hash=secret_hash(secret), revoked_at__isnull=True, user__is_active=True
    ).first()
