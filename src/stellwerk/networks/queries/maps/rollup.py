# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The same figures from the roll-up, in one statement and so of one moment.

Whole ISO years and weeks come from their cells. Weeks that are marked, and the days of a period
that are no whole week, come from the log.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from stellwerk.networks.choices import CellLevel
from stellwerk.networks.queries.cells import BUCKET
from stellwerk.networks.queries.maps.conditions import moments
from stellwerk.networks.queries.maps.reading import Followed, Percentiles, asked
from stellwerk.networks.queries.zone import log_zone
from stellwerk.networks.rules.filters import MapFilter
from stellwerk.networks.rules.histograms import SHIFT, merged, percentiles, sent_array
from stellwerk.networks.rules.weeks import beginning_of, next_year, year_of

_WEEK = timedelta(days=7)
#: First Mondays of ISO years before and behind all that a log knows.
_EARLIEST, _LATEST = date.fromisocalendar(2, 1, 1), date.fromisocalendar(9000, 1, 1)
_SHARES = (0.5, 0.9)
_YEAR = "date_trunc('week', make_date(extract(isoyear FROM week)::integer{more}, 1, 4))::date"

_DIRTY = f"""
WITH dirty AS MATERIALIZED (
    SELECT DISTINCT week, {_YEAR.format(more='')} AS year, {_YEAR.format(more=' + 1')} AS next,
        week::timestamp AT TIME ZONE %(zone)s AS since,
        (week + 7)::timestamp AT TIME ZONE %(zone)s AS until
    FROM networks_cell_mark
    WHERE log_id = %(log)s AND week >= %(first_week)s AND week < %(last_week)s
)
"""
#: Cells of two levels (weeks and years) that stand for whole, clean time.
_CELLS = """
SELECT {columns} FROM networks_cell c
WHERE c.log_id = %(log)s AND c.level = {year} AND c.period >= %(first_year)s
    AND c.period < %(last_year)s AND NOT EXISTS (SELECT 1 FROM dirty d WHERE d.year = c.period)
    {groups}
UNION ALL
SELECT {columns} FROM (
    SELECT DISTINCT year, next FROM dirty WHERE year >= %(first_year)s AND year < %(last_year)s
) y JOIN networks_cell c ON c.log_id = %(log)s AND c.level = {week} AND c.period >= y.year
    AND c.period < y.next
WHERE NOT EXISTS (SELECT 1 FROM dirty d WHERE d.week = c.period) {groups}
"""
_BORDER_CELLS = """
UNION ALL
SELECT {columns} FROM networks_cell c
WHERE c.log_id = %(log)s AND c.level = {week} AND c.period >= %({name}_from)s
    AND c.period < %({name}_to)s AND NOT EXISTS (SELECT 1 FROM dirty d WHERE d.week = c.period)
    {groups}
"""
_EVENT = "e.before_activity, e.activity_id AS activity, e.before_party, e.party_id AS party, "
_EVENT += "e.wait_us, e.is_last"
_FRESH = """
SELECT {event} FROM dirty d JOIN networks_event e
    ON e.log_id = %(log)s AND e.at >= d.since AND e.at < d.until {join}
WHERE e.counts {groups}
"""
_BORDER_EVENTS = """
UNION ALL
SELECT {event} FROM networks_event e {join}
WHERE e.log_id = %(log)s AND e.counts AND e.at >= %({name}_since)s AND e.at < %({name}_until)s
    {groups}
"""
_FIGURES = """
SELECT before_activity, activity, before_party, party, sum(count)::bigint, sum(sum_us),
    min(min_us), max(max_us), 0::bigint, NULL::bytea
FROM chosen GROUP BY before_activity, activity, before_party, party
UNION ALL
SELECT before_activity, activity, before_party, party, count(*), sum(wait_us), min(wait_us),
    max(wait_us), count(*) FILTER (WHERE is_last), NULL::bytea
FROM fresh GROUP BY before_activity, activity, before_party, party
"""
_SHAPES = f"""
UNION ALL
SELECT before_activity, activity, NULL, NULL, NULL, NULL, NULL, NULL, NULL, array_send(histogram)
FROM {{shapes}} WHERE histogram IS NOT NULL
UNION ALL
SELECT before_activity, activity, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    array_send(array_agg((bucket << {SHIFT}) + times))
FROM (
    SELECT before_activity, activity, {BUCKET} AS bucket, count(*) AS times FROM fresh
    WHERE before_activity IS NOT NULL GROUP BY before_activity, activity, bucket
) AS fresh_buckets GROUP BY before_activity, activity
"""


def from_rollup(
    flt: MapFilter, *, percentiles_too: bool
) -> tuple[list[Followed], Percentiles]:
    """The figures, and estimated percentiles where they are asked for.

    Raises ``ValueError`` for a filter that chooses whole courses: cells cannot tell them apart.
    """
    if flt.is_of_courses:
        raise ValueError("the roll-up knows no courses: ask the log")
    sql, params = _statement(flt, percentiles_too)
    figures: list[Followed] = []
    shapes: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for before, activity, before_party, party, count, total, low, high, ends, packed in asked(
        sql, params
    ):
        if packed is not None:
            shapes[before, activity].append(sent_array(bytes(packed)))
            continue
        figures.append(
            Followed(
                before, activity, before_party, party, count,
                None if total is None else int(total), low, high,
            )
        )
        if ends and flt.party in (None, party):
            figures.append(Followed(activity, None, party, None, ends))
    return figures, _estimated(figures, shapes)


def _estimated(
    figures: list[Followed], shapes: dict[tuple[int, int], list["np.ndarray[Any, Any]"]]
) -> Percentiles:
    bounds: dict[tuple[int, int], tuple[int, int]] = {}
    for row in figures:
        if row.before is None or row.activity is None or row.min_us is None or row.max_us is None:
            continue
        edge = (row.before, row.activity)
        low, high = bounds.get(edge, (row.min_us, row.max_us))
        bounds[edge] = (min(low, row.min_us), max(high, row.max_us))
    found = {}
    for edge, parts in shapes.items():
        low, high = bounds[edge]
        middle, most = percentiles(merged(parts), _SHARES, low=low, high=high)
        found[edge] = (middle, most)
    return found


# ── the statement ────────────────────────────────────────────────────────────────────────────


def _statement(flt: MapFilter, percentiles_too: bool) -> tuple[str, dict[str, Any]]:
    times = _times(flt)
    groups, of_events, params = _groups(flt)
    grouped = bool(groups)
    figures = "c.before_activity, c.activity, c.before_party, c.party, c.count, c.sum_us, "
    figures += "c.min_us, c.max_us, "
    figures += "c.histogram" if grouped and percentiles_too else "NULL::bigint[] AS histogram"
    parts = [
        _DIRTY,
        ", chosen AS MATERIALIZED (",
        _cells(figures, CellLevel.WEEK, CellLevel.YEAR, groups, times),
        "), fresh AS MATERIALIZED (",
        _events(of_events, times, joined="t." in of_events),
        ")",
    ]
    if percentiles_too and not grouped:
        shape = "c.before_activity, c.activity, c.histogram"
        edges = _cells(shape, CellLevel.WEEK_EDGES, CellLevel.YEAR_EDGES, "", times)
        parts.append(f", shapes AS NOT MATERIALIZED ({edges})")
    parts.append(_FIGURES)
    if percentiles_too:
        parts.append(_SHAPES.format(shapes="chosen" if grouped else "shapes"))
    return "".join(parts), {**params, **times, "log": flt.log_id, "zone": log_zone().key}


def _cells(
    columns: str, week: CellLevel, year: CellLevel, groups: str, times: dict[str, Any]
) -> str:
    values = {"columns": columns, "week": int(week), "year": int(year), "groups": groups}
    parts = [_CELLS.format(**values)]
    parts += [
        _BORDER_CELLS.format(name=name, **values)
        for name in ("head", "tail")
        if f"{name}_from" in times
    ]
    return "".join(parts)


def _events(groups: str, times: dict[str, Any], *, joined: bool) -> str:
    join = "JOIN networks_trace t ON t.id = e.trace_id" if joined else ""
    values = {"event": _EVENT, "join": join, "groups": groups}
    parts = [_FRESH.format(**values)]
    parts += [
        _BORDER_EVENTS.format(name=name, **values)
        for name in ("head", "tail")
        if f"{name}_since" in times
    ]
    return "".join(parts)


def _groups(flt: MapFilter) -> tuple[str, str, dict[str, Any]]:
    """Conditions on cells, the same on events, and their values."""
    cells, events, params = [], [], {}
    for name, column, value in (
        ("field_of_action", "t.field_of_action_id", flt.field_of_action),
        ("target_group", "t.target_group_id", flt.target_group),
        ("residence_group", "t.residence_group", flt.residence_group or None),
        ("legal_sphere", "e.legal_sphere_id", flt.legal_sphere),
    ):
        if value is not None:
            cells.append(f"AND c.{name} = %({name})s")
            events.append(f"AND {column} = %({name})s")
            params[name] = value
    if flt.party is not None:
        cells.append("AND (c.party = %(party)s OR c.before_party = %(party)s)")
        events.append("AND (e.party_id = %(party)s OR e.before_party = %(party)s)")
        params["party"] = flt.party
    return " ".join(cells), " ".join(events), params


def _times(flt: MapFilter) -> dict[str, Any]:
    """Whole weeks and whole ISO years of the period; what is left before and behind them."""
    zone = log_zone()
    since, until = moments(flt)
    first = _first_monday(flt.since) if flt.since else _EARLIEST
    last = _monday(flt.until + timedelta(days=1)) if flt.until else _LATEST
    times: dict[str, Any] = {}
    if first >= last:  # no whole week: everything from the log
        first = last = _EARLIEST
        times |= _between("head", since, until)
    else:
        if since is not None:
            times |= _between("head", since, beginning_of(first, zone))
        if until is not None:
            times |= _between("tail", beginning_of(last, zone), until)
    first_year = year_of(first) if year_of(first) == first else next_year(first)
    last_year = year_of(last)
    if first_year >= last_year:
        first_year = last_year = _EARLIEST
        weeks = {"head_from": first, "head_to": last}
    else:
        weeks = {"head_from": first, "head_to": first_year}
        if last_year < last:
            weeks |= {"tail_from": last_year, "tail_to": last}
    if weeks["head_from"] < weeks["head_to"]:
        times |= {"head_from": weeks["head_from"], "head_to": weeks["head_to"]}
    times |= {name: value for name, value in weeks.items() if name.startswith("tail")}
    return times | {
        "first_week": first, "last_week": last, "first_year": first_year, "last_year": last_year,
    }


def _between(name: str, since: datetime | None, until: datetime | None) -> dict[str, Any]:
    """Events of a stretch; an open end reaches before or behind all time."""
    if since is not None and until is not None and since >= until:
        return {}
    zone = log_zone()
    return {
        f"{name}_since": since or beginning_of(_EARLIEST, zone),
        f"{name}_until": until or beginning_of(_LATEST, zone),
    }


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _first_monday(day: date) -> date:
    """The day itself when it is a Monday, else the next one."""
    return _monday(day + timedelta(days=6))
