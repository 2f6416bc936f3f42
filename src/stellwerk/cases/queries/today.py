# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Mein Tag: what is due, what is overdue, what comes, who has long been silent."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from stellwerk.cases.choices import (
    OPEN_PHASES,
    AppointmentKind,
    AppointmentOutcome,
    MeasureState,
)
from stellwerk.cases.models import Appointment, Case, CaseAccess, Goal, Measure, ResidencePeriod
from stellwerk.cases.queries.names import names_of
from stellwerk.cases.rules.deadlines import WARN_DAYS, Expiry, residence_expiry, silence_days

_AHEAD = timedelta(days=7)
_LIMIT = 50
_SILENT = 10
_CASE = {"number": F("case__case_key"), "person": F("case__person_id")}


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to look at: what kind it is, whose case, when; ``row_id`` is the record's."""

    kind: str  # appointment, goal, measure, residence, silence, unassigned
    case_id: UUID
    number: str
    person_id: UUID
    row_id: UUID | None = None
    version: int = 1
    at: datetime | None = None
    on: date | None = None
    detail: str = ""
    days: int = 0
    expiry: Expiry | None = None
    name: str = ""

    @property
    def has_begun(self) -> bool:
        return self.at is not None and self.at <= timezone.now()

    @property
    def detail_label(self) -> str:
        """The kind of an appointment in words."""
        return str(AppointmentKind(self.detail).label) if self.detail else ""


@dataclass(frozen=True)
class MyDay:
    """All sections of the page, each sorted by urgency; ``day`` is today."""

    day: date
    today: list[Due]
    overdue: list[Due]
    upcoming: list[Due]
    residence: list[Due]
    silent: list[Due]
    unassigned: list[Due]
    open_cases: int

    def sections(self) -> Iterable[list[Due]]:
        return (
            self.today, self.overdue, self.upcoming, self.residence, self.silent, self.unassigned
        )

    @property
    def case_ids(self) -> set[UUID]:
        return {due.case_id for section in self.sections() for due in section}

    def with_names(self) -> "MyDay":
        """The same with the people's names (the read is recorded before)."""
        names = names_of({due.person_id for section in self.sections() for due in section})

        def named(section: list[Due]) -> list[Due]:
            return [replace(due, name=names.get(due.person_id, "")) for due in section]

        return replace(
            self,
            today=named(self.today),
            overdue=named(self.overdue),
            upcoming=named(self.upcoming),
            residence=named(self.residence),
            silent=named(self.silent),
            unassigned=named(self.unassigned),
        )


def my_day(access: QuerySet[CaseAccess], *, unassigned: QuerySet[CaseAccess] | None) -> MyDay:
    """The day of those whose open cases ``access`` holds; a team lead adds unassigned cases."""
    now = timezone.localtime()
    day = now.date()
    start = timezone.make_aware(datetime.combine(day, time()))
    tomorrow = start + timedelta(days=1)
    mine = access.filter(phase__in=OPEN_PHASES).values("case_id")
    planned = Appointment.objects.filter(case_id__in=mine, outcome=AppointmentOutcome.PLANNED)
    late = _appointments(planned.filter(starts_at__lt=start))
    return MyDay(
        day=day,
        today=_appointments(planned.filter(starts_at__gte=start, starts_at__lt=tomorrow)),
        overdue=[*late, *_goals(mine, day), *_measures(mine, day)],
        upcoming=_appointments(
            planned.filter(starts_at__gte=tomorrow, starts_at__lt=tomorrow + _AHEAD)
        ),
        residence=_residence(mine, day),
        silent=_silent(mine, day),
        unassigned=_unassigned(unassigned, day) if unassigned is not None else [],
        open_cases=access.filter(phase__in=OPEN_PHASES).count(),
    )


def _appointments(found: QuerySet[Appointment]) -> list[Due]:
    rows = found.order_by("starts_at", "id").annotate(**_CASE)[:_LIMIT]
    values = rows.values("id", "case_id", "version", "starts_at", "kind", *_CASE)
    return [
        Due(
            "appointment", row["case_id"], row["number"], row["person"], row["id"],
            version=row["version"], at=row["starts_at"], detail=row["kind"],
        )
        for row in values
    ]


def _goals(mine: QuerySet[Any, Any], day: date) -> list[Due]:
    found = Goal.objects.filter(case_id__in=mine, attainment__isnull=True, due_on__lt=day)
    return _dated("goal", found.order_by("due_on"), day)


def _measures(mine: QuerySet[Any, Any], day: date) -> list[Due]:
    waiting = (MeasureState.PLANNED, MeasureState.ASKED, MeasureState.RUNNING)
    found = Measure.objects.filter(case_id__in=mine, state__in=waiting, due_on__lt=day)
    return _dated("measure", found.order_by("due_on"), day)


def _dated(kind: str, found: QuerySet[Any], day: date) -> list[Due]:
    rows = found.annotate(**_CASE)[:_LIMIT]
    return [
        Due(
            kind, row["case_id"], row["number"], row["person"], row["id"],
            version=row["version"], on=row["due_on"], days=(day - row["due_on"]).days,
        )
        for row in rows.values("id", "case_id", "version", "due_on", *_CASE)
    ]


def _residence(mine: QuerySet[Any, Any], day: date) -> list[Due]:
    """Titles that expire within 90 days or have expired, of each person only the latest."""
    beginning = Coalesce("valid_from", Value(date.min))
    later = ResidencePeriod.objects.annotate(begins=beginning).filter(
        person_id=OuterRef("person_id"), begins__gt=OuterRef("begins")
    )
    ending = (
        ResidencePeriod.objects.annotate(begins=beginning)
        .filter(valid_until__lte=day + timedelta(days=WARN_DAYS[-1]))
        .filter(person_id__in=Case.objects.filter(pk__in=mine).values("person_id"))
        .filter(~Exists(later))
        .order_by("valid_until", "id")
    )
    until = dict(ending.values_list("person_id", "valid_until")[:_LIMIT])
    rows = Case.objects.filter(pk__in=mine, person_id__in=list(until)).values_list(
        "pk", "case_key", "person_id"
    )
    found = []
    for pk, number, person_id in rows:
        warning = residence_expiry(until[person_id], day)
        if warning is not None:
            found.append(
                Due(
                    "residence", pk, number, person_id, expiry=warning, on=warning.on,
                    days=warning.days_left,
                )
            )
    return sorted(found, key=lambda due: due.days)


def _silent(mine: QuerySet[Any, Any], day: date) -> list[Due]:
    """Those of whom nothing was heard for the longest time."""
    since = Coalesce("last_contact_on", "opened_on")
    rows = Case.objects.filter(pk__in=mine).order_by(since, "pk").values_list(
        "pk", "case_key", "person_id", "last_contact_on", "opened_on"
    )[:_SILENT]
    return [
        Due("silence", pk, number, person_id, on=last, days=silence_days(last, opened_on, day))
        for pk, number, person_id, last, opened_on in rows
    ]


def _unassigned(access: QuerySet[CaseAccess], day: date) -> list[Due]:
    rows = access.filter(phase__in=OPEN_PHASES, manager__isnull=True).order_by("sort_at")
    values = rows.values_list("case_id", "case__case_key", "person_id", "case__opened_on")
    return [
        Due("unassigned", case_id, number, person_id, on=opened, days=(day - opened).days)
        for case_id, number, person_id, opened in values[:_LIMIT]
    ]
