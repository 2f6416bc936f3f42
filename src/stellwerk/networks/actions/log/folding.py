# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Counting marked weeks again: from the log into the cells of the roll-up."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from stellwerk.networks.choices import CellLevel
from stellwerk.networks.models import Cell, EventLog
from stellwerk.networks.queries.cells import FROM_CELLS, FROM_EVENTS, Coarsening
from stellwerk.networks.queries.zone import log_zone
from stellwerk.networks.rules.weeks import beginning_of, next_year, runs_of, year_of

_WEEK = timedelta(days=7)


@transaction.atomic
def fold_marks(log_id: UUID) -> int:
    """Count the marked weeks of one log again; how many there were.

    The marks go first: a writer whose mark goes with them has committed its events, so that the
    counting behind sees them; one that comes later leaves its mark for the next time. Whoever
    erases waits until this is through: one transaction for each log keeps that short.
    """
    if lock_log(log_id) is None:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM networks_cell_mark WHERE log_id = %s RETURNING week", [log_id]
        )
        weeks = {week for (week,) in cursor.fetchall()}
    count_weeks(log_id, weeks)
    return len(weeks)


def count_weeks(log_id: UUID, weeks: Iterable[date]) -> None:
    """Recompute the cells of these weeks and of their years; the caller holds the log's lock."""
    wanted = sorted(set(weeks))
    if not wanted:
        return
    _spaciously()
    for first, last in runs_of(wanted):
        _drop(log_id, (CellLevel.WEEK, CellLevel.WEEK_EDGES), first, last + _WEEK)
        _insert_from_events(log_id, first, last + _WEEK)
        _coarsen(log_id, Coarsening(CellLevel.WEEK, CellLevel.WEEK_EDGES), first, last + _WEEK)
    for year in sorted({year_of(week) for week in wanted}):
        until = next_year(year)
        _drop(log_id, (CellLevel.YEAR, CellLevel.YEAR_EDGES), year, until)
        _coarsen(log_id, Coarsening(CellLevel.WEEK, CellLevel.YEAR), year, until)
        _coarsen(log_id, Coarsening(CellLevel.WEEK_EDGES, CellLevel.YEAR_EDGES), year, until)


def lock_log(log_id: UUID) -> EventLog | None:
    """One folds at a time; writers, who only point to the log, do not wait."""
    return EventLog.objects.select_for_update(no_key=True).filter(pk=log_id).first()


def _spaciously() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('work_mem', '128MB', true)")


def _drop(log_id: UUID, levels: Iterable[CellLevel], first: date, until: date) -> None:
    Cell.objects.filter(
        log_id=log_id, level__in=list(levels), period__gte=first, period__lt=until
    ).delete()


def _insert_from_events(log_id: UUID, first: date, until: date) -> None:
    zone = log_zone()
    _run(
        FROM_EVENTS,
        log=log_id, zone=zone.key, level=int(CellLevel.WEEK),
        since=beginning_of(first, zone), until=beginning_of(until, zone),
    )


def _coarsen(log_id: UUID, step: Coarsening, first: date, until: date) -> None:
    _run(
        FROM_CELLS[step], log=log_id, source=int(step.source), level=int(step.target),
        since=first, until=until,
    )


def _run(sql: str, **values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
