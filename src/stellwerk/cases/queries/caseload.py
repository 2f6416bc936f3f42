# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The team's caseload: sums over the access table and coded columns, few questions.

Nothing sealed is opened here: a board of 40 people over thousands of cases decrypts no name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    FloatField,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from stellwerk.cases.choices import (
    OPEN_PHASES,
    AppointmentOutcome,
    MeasureState,
    TransitionKind,
    TransitionState,
)
from stellwerk.cases.models import (
    Appointment,
    AssessmentArea,
    CaseAccess,
    CaseFact,
    Goal,
    Measure,
    Transition,
    WorkTime,
)
from stellwerk.cases.queries.lists import COLUMNS
from stellwerk.cases.queries.settings import settings_of, settings_version
from stellwerk.cases.rules.caseload import (
    CASELOAD_KEYS,
    Yardstick,
    minutes_per_case,
    yardstick,
)
from stellwerk.directory.models import User
from stellwerk.directory.queries import worker_names

#: The figures of the board; each leads to the list of its cases.
FIGURES = ("open", "stalled", "overdue", "silent")
_WAITING = (MeasureState.PLANNED, MeasureState.ASKED, MeasureState.RUNNING)


@dataclass(frozen=True)
class Load:
    """The caseload of one person; ``user_id`` None are the cases that nobody carries."""

    user_id: UUID | None
    name: str
    cases: int = 0
    weight: float = 0.0
    stalled: int = 0
    overdue: int = 0
    silent: int = 0
    hours: Decimal | None = None
    asked: int = 0

    @property
    def minutes(self) -> float | None:
        """Minutes per week for a case of weight 1."""
        return minutes_per_case(self.hours, self.weight)

    @property
    def key(self) -> str:
        """How an address names this person."""
        return str(self.user_id) if self.user_id else "-"


@dataclass(frozen=True)
class Board:
    """The whole team; ``nobody`` are the unassigned cases."""

    day: date
    measure: Yardstick
    nobody: Load
    people: list[Load] = field(default_factory=list)

    @property
    def heaviest(self) -> float:
        return max((load.weight for load in self.people), default=0.0)

    @property
    def total(self) -> Load:
        """All of them together; hours only of those whose hours are known."""
        rows = [*self.people, self.nobody]
        known = [load.hours for load in self.people if load.hours is not None]
        return Load(
            None, "", sum(r.cases for r in rows), sum(r.weight for r in rows),
            sum(r.stalled for r in rows), sum(r.overdue for r in rows),
            sum(r.silent for r in rows), sum(known, Decimal(0)) if known else None,
            sum(r.asked for r in rows),
        )


def measure_of(organisation_id: UUID) -> Yardstick:
    """What the organisation measures with."""
    return yardstick(settings_of(organisation_id, *CASELOAD_KEYS))


def measure_version(organisation_id: UUID) -> int:
    return settings_version(organisation_id, *CASELOAD_KEYS)


def _stalled(measure: Yardstick, day: date) -> Q:
    found = Q(pk__in=())
    for phase, limit in measure.phase_limits(day).items():
        found |= Q(phase=phase, case__phase_since__lt=limit)
    return found


def _silent(measure: Yardstick, day: date) -> Q:
    limit = measure.silent_since(day)
    never = Q(case__last_contact_on__isnull=True, case__opened_on__lte=limit)
    return Q(case__last_contact_on__lte=limit) | never


def _overdue(organisation_id: UUID, day: date) -> Q:
    """Appointments that began without an outcome, goals and measures past their day."""
    ours = {"organisation_id": organisation_id}
    missed = Appointment.objects.filter(
        **ours, outcome=AppointmentOutcome.PLANNED, starts_at__lt=timezone.now()
    )
    goals = Goal.objects.filter(**ours, attainment__isnull=True, due_on__lt=day)
    measures = Measure.objects.filter(**ours, state__in=_WAITING, due_on__lt=day)
    found = Q(case_id__in=missed.order_by().values("case_id"))
    found |= Q(case_id__in=goals.order_by().values("case_id"))
    return found | Q(case_id__in=measures.order_by().values("case_id"))


def _latest_needs() -> QuerySet[AssessmentArea]:
    """The rated needs of an access row's case: the latest assessment first, its highest first."""
    rated = AssessmentArea.objects.filter(case_id=OuterRef("case_id"), need__isnull=False)
    latest = ("-assessment__assessed_on", "-assessment__created_at", "-assessment_id")
    return rated.order_by(*latest, "-need")


def highest_need() -> Subquery:
    """The highest need of the latest assessment in which any was rated (0–4); None without."""
    return Subquery(_latest_needs().values("need")[:1])


def _need_weight(measure: Yardstick) -> Any:
    by_level = Case(
        *[When(need=level, then=Value(value)) for level, value in measure.need_weights.items()],
        default=Value(1.0), output_field=FloatField(),
    )
    found = Subquery(_latest_needs().values_list(by_level)[:1], output_field=FloatField())
    return Coalesce(found, Value(1.0), output_field=FloatField())


def _weight(measure: Yardstick) -> Any:
    """``rules.caseload.case_weight`` as SQL over coded columns."""
    central = CaseFact.objects.filter(case_id=OuterRef("case_id")).values("central")[:1]
    topics = Func(
        Coalesce(Subquery(central, output_field=BigIntegerField()), Value(0)),
        template="bit_count((%(expressions)s)::bit(64))", output_field=FloatField(),
    )
    phase = Case(
        *[When(phase=name, then=Value(value)) for name, value in measure.weights.items()],
        default=Value(0.0), output_field=FloatField(),
    )
    more = Greatest(topics - Value(1.0), Value(0.0), output_field=FloatField())
    return phase * _need_weight(measure) * (Value(1.0) + Value(measure.topic_step) * more)


def open_rows(
    access: QuerySet[CaseAccess], organisation_id: UUID
) -> QuerySet[CaseAccess]:
    """The organisation's own open cases among those that may be seen."""
    return access.filter(owner_organisation_id=organisation_id, phase__in=OPEN_PHASES)


def loads_by_person(
    access: QuerySet[CaseAccess], organisation_id: UUID, measure: Yardstick, day: date
) -> dict[UUID | None, Load]:
    """Cases, weight and what waits, summed per case manager in one question."""
    rows = (
        open_rows(access, organisation_id)
        .annotate(
            weighs=_weight(measure),
            is_stalled=Case(When(_stalled(measure, day), then=1), default=0),
            is_silent=Case(When(_silent(measure, day), then=1), default=0),
            is_overdue=Case(When(_overdue(organisation_id, day), then=1), default=0),
        )
        .order_by()
        .values("manager_id")
        .annotate(
            cases=Count("pk"), weight=Sum("weighs"), stalled=Sum("is_stalled"),
            overdue=Sum("is_overdue"), silent=Sum("is_silent"),
        )
    )
    return {
        row["manager_id"]: Load(
            row["manager_id"], "", row["cases"], row["weight"], row["stalled"], row["overdue"],
            row["silent"],
        )
        for row in rows
    }


def board_of(access: QuerySet[CaseAccess], organisation_id: UUID, day: date) -> Board:
    """The team lead's board: seven questions however many people and cases there are."""
    measure = measure_of(organisation_id)
    found = loads_by_person(access, organisation_id, measure, day)
    hours = hours_on(organisation_id, day)
    asked = asked_by_person(organisation_id)
    people = dict(worker_names(organisation_id, day))
    # Whoever left still stands here as long as she carries cases.
    gone = {user for user in found if user and user not in people}
    people |= dict(User.objects.filter(pk__in=gone).values_list("pk", "name")) if gone else {}
    loads = [
        replace(
            found.get(user, Load(user, "")), name=name, hours=hours.get(user),
            asked=asked.get(user, 0),
        )
        for user, name in people.items()
    ]
    return Board(
        day, measure, found.get(None, Load(None, "")),
        sorted(loads, key=lambda load: (-load.weight, load.name)),
    )


def hours_on(organisation_id: UUID, day: date) -> dict[UUID, Decimal]:
    """Hours per week for case work by person, as they hold on a day."""
    rows = WorkTime.objects.filter(organisation_id=organisation_id, valid_from__lte=day)
    newest = rows.order_by("user_id", "-valid_from").distinct("user_id")
    return dict(newest.values_list("user_id", "hours_per_week"))


def work_times(organisation_id: UUID) -> list[WorkTime]:
    """Every row of hours, by person, the newest first."""
    rows = WorkTime.objects.filter(organisation_id=organisation_id).select_related("user")
    return list(rows.order_by("user__name", "-valid_from"))


def asked_by_person(organisation_id: UUID) -> dict[UUID, int]:
    """How many open hand-overs wait for whose answer."""
    rows = Transition.objects.filter(
        organisation_id=organisation_id, kind=TransitionKind.HAND_OVER,
        state=TransitionState.PROPOSED,
    )
    counted = rows.order_by().values("to_user_id").annotate(n=Count("pk"))
    return {row["to_user_id"]: row["n"] for row in counted}


def figure_rows(
    access: QuerySet[CaseAccess], organisation_id: UUID, figure: str, manager: str, day: date
) -> QuerySet[Any, dict[str, Any]]:
    """The cases behind one figure of the board, to be sorted and cut outside.

    ``manager``: an id as text, "-" for nobody's cases, empty for all of them.
    """
    measure = measure_of(organisation_id)
    rows = open_rows(access, organisation_id)
    conditions: Mapping[str, Any] = {
        "stalled": lambda: _stalled(measure, day),
        "overdue": lambda: _overdue(organisation_id, day),
        "silent": lambda: _silent(measure, day),
    }
    if figure in conditions:
        rows = rows.filter(conditions[figure]())
    if manager == "-":
        rows = rows.filter(manager__isnull=True)
    elif manager:
        rows = rows.filter(manager_id=UUID(manager))
    found: QuerySet[Any, dict[str, Any]] = rows.values(*COLUMNS)
    return found


def names_of_users(users: Iterable[UUID]) -> dict[UUID, str]:
    """Names of accounts."""
    return dict(User.objects.filter(pk__in=list(users)).values_list("pk", "name"))
