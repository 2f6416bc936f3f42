# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Keeping what is derived in step with the facts, inside the transaction that adds them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from stellwerk.base.refusal import NotVisible
from stellwerk.networks.choices import CellLevel
from stellwerk.networks.models import Cell, CellMark, Event, Trace
from stellwerk.networks.queries.zone import log_zone
from stellwerk.networks.rules.links import Link, course_of, links_of
from stellwerk.networks.rules.weeks import weeks_of, year_of

_COLUMNS = (
    "id", "at", "activity_id", "party_id", "before_activity", "before_party", "wait_us", "is_last",
)
_RELINK = """
UPDATE networks_event e
SET before_activity = n.before_activity, before_party = n.before_party, wait_us = n.wait_us,
    is_last = n.is_last
FROM unnest(%s::bigint[], %s::integer[], %s::integer[], %s::bigint[], %s::boolean[])
    AS n(id, before_activity, before_party, wait_us, is_last)
WHERE e.id = n.id
"""


def locked_trace(trace_id: int) -> Trace:
    """The trace, so that writers of one course wait for each other; raises ``NotVisible``."""
    trace = Trace.objects.select_for_update(no_key=True).filter(pk=trace_id).first()
    if trace is None:
        raise NotVisible
    return trace


def relink(trace: Trace, touched: Iterable[datetime] = ()) -> None:
    """Bring links, the trace's own columns and the marks of weeks up to date.

    The caller holds the trace's lock. ``touched``: times of events that were added or no longer
    count; their weeks change whatever their links say.
    """
    rows = list(
        Event.objects.filter(trace_id=trace.pk, counts=True)
        .order_by("at", "position")
        .values_list(*_COLUMNS)
    )
    steps = [(row[1], row[2], row[3]) for row in rows]
    changed = [
        (row, link)
        for row, link in zip(rows, links_of(steps), strict=True)
        if row[4:] != (link.before_activity, link.before_party, link.wait_us, link.is_last)
    ]
    if changed:
        _write_links(changed)
    course = course_of(steps)
    for name in ("started_at", "ended_at", "events", "variant"):
        setattr(trace, name, getattr(course, name))
    Trace.objects.filter(pk=trace.pk).update(
        started_at=course.started_at, ended_at=course.ended_at, events=course.events,
        variant=course.variant,
    )
    mark_weeks(trace, [*touched, *(row[1] for row, _link in changed)])


def _write_links(changed: Sequence[tuple[Sequence[Any], Link]]) -> None:
    links = [link for _row, link in changed]
    with connection.cursor() as cursor:
        cursor.execute(
            _RELINK,
            [
                [row[0] for row, _link in changed],
                [link.before_activity for link in links],
                [link.before_party for link in links],
                [link.wait_us for link in links],
                [link.is_last for link in links],
            ],
        )


def mark_weeks(trace: Trace, moments: Iterable[datetime]) -> None:
    """Say that these weeks of the trace's log have to be counted again."""
    weeks = sorted(weeks_of(moments, log_zone()))
    CellMark.objects.bulk_create(
        CellMark(organisation_id=trace.organisation_id, log_id=trace.log_id, week=week)
        for week in weeks
    )


def keep_from_folding(log_id: UUID) -> None:
    """Wait for a count of this log and let none begin until this transaction ends.

    Shared among those who erase: they wait for the count alone, not for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM networks_log WHERE id = %s FOR SHARE", [log_id])


def moments_of(trace: Trace) -> list[datetime]:
    """The times of all events that count: whatever changes the trace changes their weeks."""
    return list(
        Event.objects.filter(trace_id=trace.pk, counts=True).values_list("at", flat=True)
    )


def forget_weeks(trace: Trace, moments: Iterable[datetime]) -> None:
    """Take the sums of these weeks and their years away at once: they tell of what is erased.

    Until they are counted again the log itself answers for them. A count that began before the
    facts were gone is waited for: it would bring the sums back. Locks: courses, then the log.
    """
    keep_from_folding(trace.log_id)
    weeks = weeks_of(moments, log_zone())
    mark_weeks(trace, moments)
    levels = {
        (CellLevel.WEEK, CellLevel.WEEK_EDGES): weeks,
        (CellLevel.YEAR, CellLevel.YEAR_EDGES): {year_of(week) for week in weeks},
    }
    for level, periods in levels.items():
        Cell.objects.filter(log_id=trace.log_id, level__in=level, period__in=periods).delete()
