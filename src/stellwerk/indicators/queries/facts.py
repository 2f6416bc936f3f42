# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The aggregates of a report from the coded facts, in one statement, so they fit each other.

Read by the web role (row-level security leaves the own organisation) or by the role statistics
(all organisations). No row that leaves the database is a person.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connections

from stellwerk.indicators.rules.groups import (
    Aggregates,
    DueGroup,
    EndingGroup,
    QuarterGroup,
    ending_from,
)
from stellwerk.indicators.rules.report import Period

# Appointments belong to the day on which they take place here.
LOCAL = ZoneInfo("Europe/Berlin")
ENDINGS, TOPICS, CENTRAL, QUARTERS, TRAITS, DUES = range(1, 7)
_NULLS = ", ".join(["NULL::bigint"] * 4 + ["NULL::numeric"] + ["NULL::bigint"] * 4)
_COLUMNS = (
    "topics", "central", "quarters", "traits", "due", "kept", "planned", "cancelled_by_us",
    "goals_assessed", "goals_reached", "days", "opened_on", "ending", "nationality_id",
    "organisation_id", "case_id", "attainment_sum", "closed_on",
)  # fmt: skip
# Enough for every group of a report over a million cases without spilling to disk.
_WORK_MEM = "64MB"


@dataclass(frozen=True)
class Selection:
    """Which cases: of one organisation or (None) of all, in a period."""

    organisation_id: UUID | None
    period: Period

    def where(self, table: str = "f") -> str:
        """Open on any day of the period."""
        parts = []
        if self.organisation_id:
            parts.append(f"{table}.organisation_id = %(organisation)s")
        if self.period.end:
            parts.append(f"{table}.opened_on <= %(end)s")
        if self.period.start:
            parts.append(f"({table}.closed_on IS NULL OR {table}.closed_on >= %(start)s)")
        return " AND ".join(parts) or "true"

    @property
    def source(self) -> str:
        """The rows that every part reads: for one organisation fetched once, for all the table."""
        return "chosen f" if self.organisation_id else "cases_fact f"

    @property
    def opening(self) -> str:
        """What stands before the parts, so that they find their source."""
        if self.organisation_id is None:
            return ""
        columns = ", ".join(f"f.{name}" for name in _COLUMNS)
        return (
            f"WITH chosen AS MATERIALIZED (SELECT {columns} FROM cases_fact f "  # noqa: S608 - our own words; values are bound
            f"WHERE {self.where()}) "
        )

    @property
    def ending(self) -> str:
        """The code of the ending, 0 when it lies behind the period."""
        if self.period.end:
            return "CASE WHEN f.closed_on <= %(end)s THEN f.ending ELSE 0 END"
        return "f.ending"

    @property
    def quarters(self) -> str:
        """Quarters of opening and closing, 0 where outside the period."""
        if self.period.is_everything:
            return "f.quarters"
        opened, closed = "f.quarters / 10000", "f.quarters %% 10000"
        if self.period.start:
            opened = f"CASE WHEN f.opened_on >= %(start)s THEN {opened} ELSE 0 END"
        if self.period.end:
            closed = f"CASE WHEN f.closed_on <= %(end)s THEN {closed} ELSE 0 END"
        return f"({opened}) * 10000 + ({closed})"

    def values(self) -> dict[str, Any]:
        return {
            "organisation": self.organisation_id,
            "start": self.period.start,
            "end": self.period.end,
            "from": midnight(self.period.start) if self.period.start else None,
            "until": midnight(self.period.end + timedelta(days=1)) if self.period.end else None,
        }


def midnight(day: date) -> datetime:
    """The first moment of a local day."""
    return datetime.combine(day, time(), LOCAL)


def appointments_where(period: Period, table: str = "a") -> str:
    """Appointments whose local date lies in the period."""
    parts = []
    if period.start:
        parts.append(f"{table}.starts_at >= %(from)s")
    if period.end:
        parts.append(f"{table}.starts_at < %(until)s")
    return " AND ".join(parts) or "true"


def aggregates(
    selection: Selection, listed: list[int], *, with_figures: bool, with_cross: bool, using: str
) -> Aggregates:
    """The numbers of a report. ``listed``: the nationalities that the cross table names."""
    parts = []
    if with_figures:
        parts += [_endings(selection), *_sets(selection), _quarters(selection)]
        if not selection.period.is_everything:
            parts.append(_dues(selection))
    if with_cross:
        parts.append(_traits(selection))
    with connections[using].cursor() as cursor:
        _allow_memory(cursor, selection)
        statement = selection.opening + " UNION ALL ".join(parts)
        cursor.execute(statement, {**selection.values(), "listed": listed})
        rows = cursor.fetchall()
    return _read(rows, selection)


def nationality_counts(selection: Selection, *, using: str) -> dict[int, int]:
    """Cases by nationality, for choosing those that a cross table names."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"SELECT f.nationality_id, count(*) FROM cases_fact f WHERE {selection.where()} "  # noqa: S608 - our own words; values are bound
            "AND f.nationality_id IS NOT NULL GROUP BY 1",
            selection.values(),
        )
        return dict(cursor.fetchall())


def _allow_memory(cursor: Any, selection: Selection) -> None:
    if selection.organisation_id is None:
        # Groups are few, though the planner cannot know: do not fear handing them over.
        cursor.execute(
            "SELECT set_config('work_mem', %s, true), "
            "set_config('parallel_tuple_cost', '0.001', true)",
            [_WORK_MEM],
        )


def _endings(selection: Selection) -> str:
    """Cases by ending, appointments due and goals assessed; one packed key is quickest."""
    all_time = selection.period.is_everything
    due = "(f.due::bigint << 24) | " if all_time else ""
    appointments = (
        "sum(f.kept), count(*) FILTER (WHERE f.kept = f.due), sum(f.planned), "
        "sum(f.cancelled_by_us)"
        if all_time
        else "NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint"
    )
    return (
        f"SELECT {ENDINGS}, (({selection.ending})::bigint << 48) | {due}f.goals_assessed, "  # noqa: S608 - our own words; values are bound
        f"0::bigint, count(*), {appointments}, sum(f.attainment_sum), sum(f.goals_reached), "
        "sum(f.days), min(f.days)::bigint, max(f.days)::bigint "
        f"FROM {selection.source} WHERE {selection.where()} GROUP BY 2"
    )


def _sets(selection: Selection) -> list[str]:
    return [
        f"SELECT {part}, f.{column}, 0, count(*), {_NULLS} FROM {selection.source} "  # noqa: S608 - our own words; values are bound
        f"WHERE {selection.where()} GROUP BY f.{column}"
        for part, column in ((TOPICS, "topics"), (CENTRAL, "central"))
    ]


def _quarters(selection: Selection) -> str:
    return (
        f"SELECT {QUARTERS}, ({selection.quarters})::bigint, 0, count(*), {_NULLS} "  # noqa: S608 - our own words; values are bound
        f"FROM {selection.source} WHERE {selection.where()} GROUP BY 2"
    )


def _traits(selection: Selection) -> str:
    return (
        f"SELECT {TRAITS}, f.traits::bigint, CASE WHEN f.nationality_id = "  # noqa: S608 - our own words; values are bound
        "ANY(%(listed)s::smallint[]) THEN f.nationality_id WHEN f.nationality_id IS NULL THEN 0 "
        f"ELSE -1 END, count(*), {_NULLS} FROM {selection.source} "
        f"WHERE {selection.where()} GROUP BY 2, 3"
    )


def _dues(selection: Selection) -> str:
    """Appointments of the period per case, grouped by how many were due."""
    own = "a.organisation_id = %(organisation)s AND " if selection.organisation_id else ""
    return (
        f"SELECT {DUES}, n.due, 0, count(*), sum(n.kept)::bigint, "  # noqa: S608 - our own words; values are bound
        "count(*) FILTER (WHERE n.kept = n.due), sum(n.planned)::bigint, "
        "sum(n.cancelled_by_us)::bigint, NULL::numeric, NULL::bigint, NULL::bigint, NULL::bigint, "
        "NULL::bigint FROM (SELECT a.case_id, "
        "count(*) FILTER (WHERE a.outcome IN ('kept', 'no_show', 'cancelled_by_client')) AS due, "
        "count(*) FILTER (WHERE a.outcome = 'kept') AS kept, "
        "count(*) FILTER (WHERE a.outcome = 'planned') AS planned, "
        "count(*) FILTER (WHERE a.outcome = 'cancelled_by_us') AS cancelled_by_us "
        f"FROM cases_appointment a WHERE {own}{appointments_where(selection.period)} "
        f"GROUP BY a.case_id) n JOIN {selection.source} ON f.case_id = n.case_id "
        f"WHERE {selection.where()} GROUP BY n.due"
    )


def _read(rows: list[tuple[Any, ...]], selection: Selection) -> Aggregates:
    """Sort the rows of the statement into their groups."""
    parts: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows:
        parts.setdefault(row[0], []).append(row)
    endings = parts.get(ENDINGS, [])
    dues = (
        [_due(row, int(row[1]) >> 24 & 0xFFFFFF) for row in endings]
        if selection.period.is_everything
        else [_due(row, int(row[1])) for row in parts.get(DUES, [])]
    )
    return Aggregates(
        endings=tuple(_ending(row) for row in endings),
        dues=tuple(dues),
        topics={row[1]: row[3] for row in parts.get(TOPICS, [])},
        central={row[1]: row[3] for row in parts.get(CENTRAL, [])},
        quarters=tuple(
            QuarterGroup(row[1] // 10_000, row[1] % 10_000, row[3])
            for row in parts.get(QUARTERS, [])
        ),
        traits=tuple([(row[1], row[2], row[3]) for row in parts.get(TRAITS, [])]),
    )


def _ending(row: tuple[Any, ...]) -> EndingGroup:
    packed = int(row[1])
    return EndingGroup(
        ending=ending_from(packed >> 48),
        assessed=packed & 0xFFFFFF,
        cases=row[3],
        attainment=Decimal(row[8] or 0),
        reached=int(row[9] or 0),
        days=int(row[10] or 0),
        days_min=row[11],
        days_max=row[12],
    )


def _due(row: tuple[Any, ...], due: int) -> DueGroup:
    return DueGroup(
        due=due,
        cases=row[3],
        kept=int(row[4] or 0),
        all_kept=int(row[5] or 0) if due else 0,
        planned=int(row[6] or 0),
        cancelled_by_us=int(row[7] or 0),
    )
