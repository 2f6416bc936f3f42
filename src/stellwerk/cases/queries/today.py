# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Mein Tag: what is due, what is overdue, what comes, of whom nothing was heard for long."""

from collections.abc import Iterable
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
from stellwerk.cases.models import Appointment, Case, CaseAccess, Goal, Measure, ResidencePeriod
from stellwerk.cases.queries.names import names_of
from stellwerk.cases.rules.deadlines import (
    LONG_SILENCE,
    WARN_DAYS,
    Expiry,
    residence_expiry,
    silence_days,
)
from stellwerk.vocabulary.models import Term

_AHEAD = timedelta(days=14)
_LIMIT = 50
_SILENT = 10
_QUIET = timedelta(days=14)
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
    area: str = ""
    name: str = ""

    @property
    def day(self) -> date:
        """The day that it falls on; nothing without a day is sorted by it."""
        return timezone.localtime(self.at).date() if self.at else self.on or date.max

    @property
    def has_begun(self) -> bool:
        return self.at is not None and self.at <= timezone.now()

    @property
    def detail_label(self) -> str:
        """The kind of an appointment in words."""
        return str(AppointmentKind(self.detail).label) if self.detail else ""


@dataclass(frozen=True)
class MyDay:
    """All sections of the page, each sorted by urgency; ``day`` is today.

    ``long_silent`` counts the open cases without contact for 30 days or more, of which ``silent``
    shows the longest.
    """

    day: date
    today: list[Due]
    overdue: list[Due]
    upcoming: list[Due]
    residence: list[Due]
    silent: list[Due]
    unassigned: list[Due]
    open_cases: int
    long_silent: int = 0

    @property
    def goals_late(self) -> int:
        """Goals whose day has passed without an assessment."""
        return sum(due.kind == "goal" for due in self.overdue)

    @property
    def goals_ahead(self) -> int:
        """Goals to be assessed within the days ahead."""
        return sum(due.kind == "goal" for due in self.upcoming)

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
    yesterday, last = day - timedelta(days=1), day + _AHEAD
    missed = [*_goals(mine, date.min, yesterday), *_measures(mine, date.min, yesterday)]
    ahead = [*_goals(mine, day, last), *_measures(mine, day, last)]
    return MyDay(
        day=day,
        today=[
            *_appointments(planned.filter(starts_at__gte=start, starts_at__lt=tomorrow)),
            *(due for due in ahead if due.on == day),
        ],
        overdue=_by_day(_appointments(planned.filter(starts_at__lt=start)), missed),
        upcoming=_by_day(
            _appointments(
                planned.filter(starts_at__gte=tomorrow, starts_at__lt=tomorrow + _AHEAD)
            ),
            [due for due in ahead if due.on != day],
        ),
        residence=_residence(mine, day),
        silent=_silent(mine, day),
        unassigned=_unassigned(unassigned, day) if unassigned is not None else [],
        open_cases=access.filter(phase__in=OPEN_PHASES).count(),
        long_silent=_quiet_since(mine, day - timedelta(days=LONG_SILENCE)).count(),
    )


def _by_day(*sections: list[Due]) -> list[Due]:
    """All of them by day, appointments first and in their order."""
    return sorted((due for section in sections for due in section), key=lambda due: due.day)


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


def _goals(mine: QuerySet[Any, Any], first: date, last: date) -> list[Due]:
    found = Goal.objects.filter(case_id__in=mine, attainment__isnull=True)
    return _dated("goal", found, first, last)


def _measures(mine: QuerySet[Any, Any], first: date, last: date) -> list[Due]:
    waiting = (MeasureState.PLANNED, MeasureState.ASKED, MeasureState.RUNNING)
    found = Measure.objects.filter(case_id__in=mine, state__in=waiting)
    return _dated("measure", found, first, last)


def _dated(kind: str, found: QuerySet[Any], first: date, last: date) -> list[Due]:
    """What is due from ``first`` to ``last``, both included."""
    day = timezone.localdate()
    rows = found.filter(due_on__gte=first, due_on__lte=last).order_by("due_on", "id")
    words = ("life_area__label_de", "life_area__label_en")
    return [
        Due(
            kind, row["case_id"], row["number"], row["person"], row["id"],
            version=row["version"], on=row["due_on"], days=(day - row["due_on"]).days,
            area=Term(label_de=row[words[0]] or "", label_en=row[words[1]] or "").label,
        )
        for row in rows.annotate(**_CASE).values(
            "id", "case_id", "version", "due_on", *words, *_CASE
        )[:_LIMIT]
    ]


def _residence(mine: QuerySet[Any, Any], day: date) -> list[Due]:
    """Titles that expire within 90 days or have expired, of each person only the latest."""
    beginning = Coalesce("valid_from", Value(date.min))
    same_day = Q(begins=OuterRef("begins"), created_at__gt=OuterRef("created_at"))
    later = ResidencePeriod.objects.annotate(begins=beginning).filter(
        Q(begins__gt=OuterRef("begins")) | same_day, person_id=OuterRef("person_id")
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


def _quiet_since(mine: QuerySet[Any, Any], day: date) -> QuerySet[Case]:
    """Cases whose last contact, or else whose opening, lies on ``day`` or before."""
    never = Q(last_contact_on__isnull=True, opened_on__lte=day)
    return Case.objects.filter(pk__in=mine).filter(Q(last_contact_on__lte=day) | never)


def _silent(mine: QuerySet[Any, Any], day: date) -> list[Due]:
    """Those of whom nothing was heard for two weeks or more, the longest first."""
    since = Coalesce("last_contact_on", "opened_on")
    rows = _quiet_since(mine, day - _QUIET).order_by(since, "pk").values_list(
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
