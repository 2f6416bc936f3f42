# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The team's caseload: sums over coded columns of its open cases, few questions.

Nothing sealed is opened here: a board of 40 people over thousands of cases decrypts no name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet
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
    CaseAccess,
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
    case_weight,
    minutes_per_case,
    yardstick,
)
from stellwerk.directory.models import User
from stellwerk.directory.queries import worker_names
from stellwerk.questions.kept import fetch

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


class OpenRow(NamedTuple):
    """What tells whose an open case is, and whether it stands still."""

    case_id: UUID
    manager_id: UUID | None
    phase: str
    phase_since: date
    opened_on: date
    last_contact_on: date | None


def open_case_rows(
    access: QuerySet[CaseAccess], organisation_id: UUID
) -> QuerySet[Any, tuple[Any, ...]]:
    """The columns of ``OpenRow`` for the organisation's own open cases among those of ``access``.

    All of it is coded: a board of 40 people over thousands of cases opens no text.
    """
    return open_rows(access, organisation_id).values_list(
        "case_id", "manager_id", "phase", "case__phase_since", "case__opened_on",
        "case__last_contact_on",
    )


# What an organisation's open cases weigh by, and whether something is ``_overdue`` in them: written
# out, because a kept plan finds the indexes of what waits only by their own words.
_KNOWN = """
SELECT f.case_id, f.central, f.need,
    f.case_id IN (SELECT a.case_id FROM cases_appointment a WHERE a.organisation_id = %s::uuid
        AND a.outcome = 'planned' AND a.starts_at < %s)
    OR f.case_id IN (SELECT g.case_id FROM cases_goal g WHERE g.organisation_id = %s::uuid
        AND g.attainment IS NULL AND g.due_on < %s)
    OR f.case_id IN (SELECT m.case_id FROM cases_measure m WHERE m.organisation_id = %s::uuid
        AND m.state IN ('planned', 'asked', 'running') AND m.due_on < %s)
FROM cases_fact f WHERE f.organisation_id = %s::uuid AND f.phase = ANY(%s::text[])
"""


class Known(NamedTuple):
    """The coded facts of an open case: central topics as bits, highest need, anything overdue."""

    central: int = 0
    need: int | None = None
    is_overdue: bool = False

    def weight(self, measure: Yardstick, phase: str) -> float:
        return case_weight(measure, phase, self.central.bit_count(), self.need)


def known_of(organisation_id: UUID, day: date) -> dict[UUID, Known]:
    """By case, for all open cases of the organisation: one question."""
    home = organisation_id
    values = [home, timezone.now(), home, day, home, day, home, list(map(str, OPEN_PHASES))]
    return {case_id: Known(*facts) for case_id, *facts in fetch(_KNOWN, values)}


def open_rows(
    access: QuerySet[CaseAccess], organisation_id: UUID
) -> QuerySet[CaseAccess]:
    """The organisation's own open cases among those that may be seen."""
    return access.filter(owner_organisation_id=organisation_id, phase__in=OPEN_PHASES)


def loads_by_person(
    rows: Iterable[OpenRow], organisation_id: UUID, measure: Yardstick, day: date
) -> dict[UUID | None, Load]:
    """Cases, weight and what waits, summed per case manager."""
    known, nothing = known_of(organisation_id, day), Known()
    limits, quiet = measure.phase_limits(day), measure.silent_since(day)
    sums: dict[UUID | None, list[float]] = {}
    for row in rows:
        facts = known.get(row.case_id, nothing)
        found = sums.setdefault(row.manager_id, [0, 0.0, 0, 0, 0])
        found[0] += 1
        found[1] += facts.weight(measure, row.phase)
        found[2] += row.phase_since < limits[row.phase]
        found[3] += facts.is_overdue
        found[4] += (row.last_contact_on or row.opened_on) <= quiet
    return {
        who: Load(who, "", int(cases), weight, int(stalled), int(overdue), int(silent))
        for who, (cases, weight, stalled, overdue, silent) in sums.items()
    }


def board_of(rows: Iterable[OpenRow], organisation_id: UUID, day: date) -> Board:
    """The team lead's board: as many questions for one person and case as for many."""
    measure = measure_of(organisation_id)
    found = loads_by_person(rows, organisation_id, measure, day)
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
