# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Is what is derived what the facts give? Links and courses in plain code, cells in one statement.

Asked by the command line as the tables' owner, over all organisations, or by an organisation over
its own logs.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection

from stellwerk.networks.choices import CellLevel
from stellwerk.networks.models import CellMark, EventLog
from stellwerk.networks.queries.cells import DETAILS, FIGURES, WEEKS_OF_EVENTS, Coarsening, coarser
from stellwerk.networks.queries.zone import log_zone
from stellwerk.networks.rules.links import course_of, links_of

_EVENTS = """
SELECT e.trace_id, e.id, e.at, e.activity_id, e.party_id, e.counts, e.before_activity,
    e.before_party, e.wait_us, e.is_last,
    NOT e.is_withdrawal AND NOT EXISTS (
        SELECT 1 FROM networks_event r WHERE r.trace_id = e.trace_id AND r.replaces_id = e.id
    ) AS should_count
FROM networks_event e WHERE e.log_id = %(log)s
ORDER BY e.trace_id, e.at, e.position
"""
_TRACES = "SELECT id, started_at, ended_at, events, variant FROM networks_trace WHERE log_id = %s"
#: Rows read at a time: a proof of ten million events takes no more memory than one of a thousand.
_AT_ONCE = 10_000
_KEYS = ", ".join(("period", *DETAILS))


@dataclass
class Differences:
    """How many rows of each kind stand otherwise than the facts say; whose, for the repair."""

    events: int = 0
    links: int = 0
    courses: int = 0
    cells: int = 0
    traces: set[int] = field(default_factory=set)

    @property
    def total(self) -> int:
        return self.links + self.courses + self.cells


def logs() -> list[EventLog]:
    """All logs that the asking role sees."""
    return list(EventLog.objects.order_by("organisation_id", "id"))


def differences(log_id: UUID) -> Differences:
    """Everything derived of one log, computed anew and compared with what stands."""
    found = Differences()
    stored = _stored_courses(log_id)
    for trace_id, rows in groupby(_rows(_EVENTS, {"log": log_id}), key=lambda row: row[0]):
        _compare_course(found, trace_id, list(rows), stored.pop(trace_id, None))
    for trace_id, course in stored.items():  # courses without events
        if course != (None, None, 0, 0):
            found.courses += 1
            found.traces.add(trace_id)
    found.cells = sum(_differing_cells(log_id))
    return found


def _stored_courses(log_id: UUID) -> dict[int, tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_TRACES, [log_id])
        return {row[0]: tuple(row[1:]) for row in cursor.fetchall()}


def _compare_course(
    found: Differences, trace_id: int, rows: list[Any], stored: tuple[Any, ...] | None
) -> None:
    counting = [row for row in rows if row[10]]
    steps = [(row[2], row[3], row[4]) for row in counting]
    wanted = {
        row[1]: (True, link.before_activity, link.before_party, link.wait_us, link.is_last)
        for row, link in zip(counting, links_of(steps), strict=True)
    }
    course = course_of(steps)
    wrong = sum(
        tuple(row[5:10]) != wanted.get(row[1], (False, None, None, None, False)) for row in rows
    )
    other = stored != (course.started_at, course.ended_at, course.events, course.variant)
    found.events += len(rows)
    found.links += wrong
    found.courses += int(other)
    if wrong or other:
        found.traces.add(trace_id)


def _rows(sql: str, params: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Piece by piece, by a cursor of the database."""
    with connection.cursor() as cursor:
        cursor.execute(f"DECLARE proving NO SCROLL CURSOR FOR {sql}", params)
        while True:
            cursor.execute(f"FETCH {_AT_ONCE} FROM proving")
            rows = cursor.fetchall()
            if not rows:
                break
            yield from rows
        cursor.execute("CLOSE proving")


# ── cells ────────────────────────────────────────────────────────────────────────────────────


def _differing_cells(log_id: UUID) -> Iterable[int]:
    """Cells that are missing, too many or different, level by level; marked weeks are left out."""
    params = {
        "log": log_id, "zone": log_zone().key, "since": "-infinity", "until": "infinity",
        "source": 0,
    }
    yield _differing(WEEKS_OF_EVENTS, CellLevel.WEEK, params)
    steps = (
        Coarsening(CellLevel.WEEK, CellLevel.WEEK_EDGES),
        Coarsening(CellLevel.WEEK, CellLevel.YEAR),
        Coarsening(CellLevel.WEEK_EDGES, CellLevel.YEAR_EDGES),
    )
    for step in steps:
        sql = coarser(step, period=_PERIODS.get(step.target, "period"))
        yield _differing(sql, step.target, {**params, "source": int(step.source)})


_YEAR_OF = "date_trunc('week', make_date(extract(isoyear FROM {day})::integer, 1, 4))::date"
_PERIODS = {
    CellLevel.YEAR: _YEAR_OF.format(day="period"),
    CellLevel.YEAR_EDGES: _YEAR_OF.format(day="period"),
}
_MARKED = {
    False: "SELECT week FROM networks_cell_mark WHERE log_id = %(log)s",
    True: f"SELECT {_YEAR_OF.format(day='week')} FROM networks_cell_mark WHERE log_id = %(log)s",
}


def _differing(sql: str, level: CellLevel, params: dict[str, Any]) -> int:
    figures = ", ".join(FIGURES)
    marked = _MARKED[level in (CellLevel.YEAR, CellLevel.YEAR_EDGES)]
    statement = f"""
WITH wanted AS MATERIALIZED ({sql}),
standing AS MATERIALIZED (
    SELECT organisation_id, {_KEYS}, {figures} FROM networks_cell
    WHERE log_id = %(log)s AND level = %(level)s
), marked AS MATERIALIZED ({marked})
SELECT count(*) FROM (
    (SELECT organisation_id, {_KEYS}, {figures} FROM wanted
     EXCEPT ALL SELECT * FROM standing)
    UNION ALL
    (SELECT * FROM standing
     EXCEPT ALL SELECT organisation_id, {_KEYS}, {figures} FROM wanted)
) AS differing WHERE period NOT IN (SELECT * FROM marked)
"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {**params, "level": int(level)})
        return int(cursor.fetchone()[0])


def marked_logs() -> list[UUID]:
    """Logs with weeks that have to be counted again."""
    return list(CellMark.objects.order_by().values_list("log_id", flat=True).distinct())
