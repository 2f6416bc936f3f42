# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The calendar: appointments, conferences and due dates of those whose work somebody does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
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
_OF_CASE = ("case_id", "case__case_key", "case__person_id")


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


# Stand for the days that are looked at while the questions are translated.
_FIRST, _LAST = date(1, 1, 2), date(1, 1, 3)
_BEGIN, _END = datetime(1, 1, 2, tzinfo=UTC), datetime(1, 1, 3, tzinfo=UTC)
_WAITING = (MeasureState.PLANNED, MeasureState.ASKED, MeasureState.RUNNING)
Rows = QuerySet[Any, Any]


def calendar_questions(access: QuerySet[CaseAccess], organisation_id: UUID) -> dict[str, Rows]:
    """What stands in the calendar of the cases that ``access`` holds, by kind.

    To be kept: the days are stand-ins, ``days_between`` says for what.
    """
    mine = access.values("case_id")
    running = access.filter(phase__in=OPEN_PHASES).values("case_id")
    goals = Goal.objects.filter(attainment__isnull=True)
    measures = Measure.objects.filter(state__in=_WAITING)
    return {
        "appointment": _at_a_moment(Appointment, mine, organisation_id).values_list(
            *_OF_CASE, "id", "starts_at", "ends_at", "kind", "outcome"
        )[:MOST],
        "conference": _at_a_moment(CaseConference, mine, organisation_id).values_list(
            *_OF_CASE, "id", "starts_at", "ends_at", Value(""), "state"
        )[:MOST],
        "goal": _due(goals, running),
        "measure": _due(measures, running),
        "residence": _residence(running),
    }


def days_between(first: date, last: date) -> dict[Any, Any]:
    """What the stand-ins of ``calendar_questions`` stand for; both days are included."""
    begin = timezone.make_aware(datetime.combine(first, time()))
    end = timezone.make_aware(datetime.combine(last + timedelta(days=1), time()))
    return {_FIRST: first, _LAST: last, _BEGIN: begin, _END: end}


def calendar_entries(answers: Mapping[str, Iterable[Any]]) -> list[CalendarEntry]:
    """The answers to ``calendar_questions`` in the order of their days and hours."""
    found = [_entry(kind, row) for kind, rows in answers.items() for row in rows]
    return sorted(found, key=lambda entry: entry.sort_key)


def _entry(kind: str, row: tuple[Any, ...]) -> CalendarEntry:
    case_id, number, person_id, row_id, when, *more = row
    if kind in ("appointment", "conference"):
        until, detail, outcome = more
        return CalendarEntry(
            kind, case_id, number, person_id, row_id, at=when, until=until, detail=detail or "",
            outcome=outcome,
        )
    return CalendarEntry(kind, case_id, number, person_id, row_id, on=when)


def _at_a_moment(model: Any, mine: Rows, organisation_id: UUID) -> Rows:
    rows: Rows = model.objects.filter(
        organisation_id=organisation_id, starts_at__gte=_BEGIN, starts_at__lt=_END,
        case_id__in=mine,
    )
    return rows.order_by("starts_at", "id")


def _due(rows: Rows, mine: Rows) -> Rows:
    found = rows.filter(case_id__in=mine, due_on__gte=_FIRST, due_on__lte=_LAST)
    return found.order_by("due_on", "id").values_list(*_OF_CASE, "id", "due_on")[:MOST]


def _residence(mine: Rows) -> Rows:
    """Titles that expire, of each person only her latest."""
    beginning = Coalesce("valid_from", Value(date.min))
    same_day = Q(begins=OuterRef("begins"), created_at__gt=OuterRef("created_at"))
    later = ResidencePeriod.objects.annotate(begins=beginning).filter(
        Q(begins__gt=OuterRef("begins")) | same_day, person_id=OuterRef("person_id")
    )
    rows = (
        ResidencePeriod.objects.annotate(begins=beginning)
        .filter(valid_until__gte=_FIRST, valid_until__lte=_LAST, person__cases__in=mine)
        .filter(~Exists(later))
    )
    return rows.order_by("valid_until", "id").values_list(
        "person__cases__id", "person__cases__case_key", "person_id", "id", "valid_until"
    )[:MOST]


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
