# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Circles, repeated demands, dwell times, and where courses break off.

Circles and break-offs are questions of whole courses: the filter says which ones.
"""

from datetime import date, timedelta

from stellwerk.networks.queries.maps.conditions import conditions
from stellwerk.networks.queries.maps.names import Names
from stellwerk.networks.queries.maps.reading import scanned
from stellwerk.networks.queries.zone import log_zone
from stellwerk.networks.rules.filters import MapFilter
from stellwerk.networks.rules.findings import (
    Again,
    BackAndForth,
    BreakOff,
    Dwell,
    Loops,
    RepeatedDemand,
    Return,
)
from stellwerk.networks.rules.weeks import beginning_of

MILLION = 1_000_000
#: So many days without an event, and a course that has not ended counts as broken off.
SILENT_DAYS = 90

_AGAIN = """
SELECT activity_id, count(*), sum(times - 1)::bigint
FROM (
    SELECT e.trace_id, e.activity_id, count(*) AS times {source}
    GROUP BY e.trace_id, e.activity_id HAVING count(*) > 1
) AS repeated GROUP BY activity_id ORDER BY 3 DESC, 1
"""
_BACK_AND_FORTH = """
SELECT first, second, count(*), count(DISTINCT trace_id)
FROM (
    SELECT e.trace_id, e.{this} AS second, e.{before} AS first,
        lead(e.{this}) OVER (PARTITION BY e.trace_id ORDER BY e.at, e.position) AS third
    {source}
) AS neighbours
WHERE first = third AND first <> second
GROUP BY first, second ORDER BY 3 DESC, 1, 2
"""
_RETURNS = """
SELECT party_id, count(*), sum(visits - 1)::bigint
FROM (
    SELECT e.trace_id, e.party_id, count(*) AS visits {source} AND e.party_id IS NOT NULL
        AND e.party_id IS DISTINCT FROM e.before_party
    GROUP BY e.trace_id, e.party_id HAVING count(*) > 1
) AS visited GROUP BY party_id ORDER BY 3 DESC, 1
"""
_DEMANDS = """
WITH asked AS (
    SELECT e.trace_id, e.activity_id, e.party_id,
        coalesce(nullif(a.paper, ''), same.paper) AS paper
    {source}
), twice AS (
    SELECT trace_id, paper, count(*) AS demands, count(DISTINCT party_id) AS parties
    FROM asked GROUP BY trace_id, paper HAVING count(*) > 1
)
SELECT twice.paper, count(DISTINCT twice.trace_id),
    (SELECT sum(d.demands)::bigint FROM twice d WHERE d.paper = twice.paper),
    count(DISTINCT twice.trace_id) FILTER (WHERE twice.parties > 1),
    array_agg(DISTINCT asked.activity_id), array_agg(DISTINCT asked.party_id)
FROM twice JOIN asked USING (trace_id, paper)
GROUP BY twice.paper ORDER BY 2 DESC, 1
"""
_PAPERS = """ JOIN networks_activity a ON a.id = e.activity_id
    LEFT JOIN networks_activity same ON same.id = a.same_as_id"""
_DWELL = """
SELECT e.before_activity, e.before_party, count(*), avg(e.wait_us)::float8,
    percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY e.wait_us)
{source} AND e.before_activity IS NOT NULL
GROUP BY e.before_activity, e.before_party ORDER BY sum(e.wait_us) DESC, 1, 2
"""
_BREAK_OFFS = """
SELECT e.activity_id, e.party_id, count(*) FILTER (WHERE e.at < %(silent)s), count(*),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM %(now)s - e.at)::float8)
        FILTER (WHERE e.at < %(silent)s)
{source} AND e.is_last AND NOT EXISTS (
    SELECT 1 FROM networks_activity a LEFT JOIN networks_activity same ON same.id = a.same_as_id
    WHERE a.id = e.activity_id AND (a.is_final OR same.is_final)
)
GROUP BY e.activity_id, e.party_id HAVING bool_or(e.at < %(silent)s)
ORDER BY 3 DESC, 1, 2
"""


def loops(flt: MapFilter) -> Loops:
    """Where the courses that the filter touches go round in circles."""
    made = conditions(flt)
    source = made.whole_courses
    again = scanned(_AGAIN.format(source=source), made.params)
    steps, passed = (
        scanned(_BACK_AND_FORTH.format(source=source, this=this, before=before), made.params)
        for this, before in (("activity_id", "before_activity"), ("party_id", "before_party"))
    )
    back = scanned(_RETURNS.format(source=source), made.params)
    names = Names(
        {row[0] for row in again} | {code for row in steps for code in row[:2]},
        {row[0] for row in back} | {code for row in passed for code in row[:2]},
    )
    return Loops(
        repeated=tuple(Again(names.activity(row[0]), *row) for row in again),
        back_and_forth=tuple(
            BackAndForth(names.activity(one), names.activity(other), *counts)
            for one, other, *counts in steps
        ),
        between_parties=tuple(
            BackAndForth(names.party(one), names.party(other), *counts)
            for one, other, *counts in passed
        ),
        returns=tuple(Return(names.party(row[0]), *row) for row in back),
    )


def repeated_demands(flt: MapFilter) -> list[RepeatedDemand]:
    """Papers that were asked for more than once in a course, be it by several organisations."""
    made = conditions(flt)
    source = made.whole_courses.replace(
        "FROM networks_event e", f"FROM networks_event e{_PAPERS}", 1
    )
    source += " AND coalesce(nullif(a.paper, ''), same.paper, '') <> ''"
    rows = scanned(_DEMANDS.format(source=source), made.params)
    names = Names(
        {code for row in rows for code in row[4]}, {code for row in rows for code in row[5]}
    )
    return [
        RepeatedDemand(
            paper,
            tuple(sorted(names.activity(code) for code in activities)),
            tuple(sorted(names.party(code) for code in parties if code is not None)),
            courses, demands, several,
        )
        for paper, courses, demands, several, activities, parties in rows
    ]


def dwell_times(flt: MapFilter) -> list[Dwell]:
    """Per step and organisation, the time until the next event; what takes most of all first."""
    made = conditions(flt)
    # A filter for an organisation means what stays with it: its way to it is the others' stay.
    own = " AND e.before_party = %(party)s" if flt.party is not None else ""
    rows = scanned(_DWELL.format(source=made.source + own), made.params)
    names = Names({row[0] for row in rows}, {row[1] for row in rows})
    return [
        Dwell(
            names.activity(activity), names.party(party), activity, party, count,
            mean / MILLION, found[0] / MILLION, found[1] / MILLION,
        )
        for activity, party, count, mean, found in rows
    ]


def break_offs(
    flt: MapFilter, today: date, *, silent_days: int = SILENT_DAYS
) -> list[BreakOff]:
    """The last steps of courses that have not ended and were silent for so many days."""
    made = conditions(flt)
    now = beginning_of(today + timedelta(days=1), log_zone())
    values = {"now": now, "silent": now - timedelta(days=silent_days)}
    rows = scanned(_BREAK_OFFS.format(source=made.whole_courses), {**made.params, **values})
    names = Names({row[0] for row in rows}, {row[1] for row in rows})
    return [
        BreakOff(
            names.activity(activity), names.party(party), activity, party, count, of,
            silence / 86_400,
        )
        for activity, party, count, of, silence in rows
    ]
