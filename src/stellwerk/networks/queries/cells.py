# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""How the cells of the roll-up are counted: the one statement for folding and for proving."""

from typing import NamedTuple

from stellwerk.networks.choices import CellLevel
from stellwerk.networks.rules.histograms import SHIFT, WIDTH

#: Whose activity followed whose, and in which groups.
DETAILS = (
    "before_activity", "activity", "before_party", "party", "field_of_action", "target_group",
    "legal_sphere", "residence_group",
)
EDGE = ("before_activity", "activity")
FIGURES = ("count", "sum_us", "min_us", "max_us", "histogram")


class Coarsening(NamedTuple):
    """From the cells of one level to those of another."""

    source: CellLevel
    target: CellLevel


#: The bucket of a waiting time; empty without one.
BUCKET = (
    f"CASE WHEN wait_us < 1 THEN 0 ELSE 1 + floor(ln(wait_us::float8) / {WIDTH})::bigint END"
)
_KEYS = ", ".join(DETAILS)
_PACKED = f"array_agg((bucket << {SHIFT}) + times ORDER BY bucket)"

#: Cells of whole weeks out of the log. Values: log, level, since, until, zone.
WEEKS_OF_EVENTS = f"""
WITH happened AS NOT MATERIALIZED (
    SELECT e.organisation_id, date_trunc('week', e.at AT TIME ZONE %(zone)s)::date AS period,
        e.before_activity, e.activity_id AS activity, e.before_party, e.party_id AS party,
        t.field_of_action_id AS field_of_action, t.target_group_id AS target_group,
        e.legal_sphere_id AS legal_sphere, t.residence_group, e.wait_us, e.is_last
    FROM networks_event e JOIN networks_trace t ON t.id = e.trace_id
    WHERE e.log_id = %(log)s AND e.counts AND e.at >= %(since)s AND e.at < %(until)s
), bucketed AS (
    SELECT organisation_id, period, {_KEYS}, {BUCKET} AS bucket, count(*) AS times,
        sum(wait_us) AS sum_us, min(wait_us) AS min_us, max(wait_us) AS max_us
    FROM happened GROUP BY organisation_id, period, {_KEYS}, bucket
)
SELECT organisation_id, period, {_KEYS}, sum(times)::bigint AS count, sum(sum_us) AS sum_us,
    min(min_us) AS min_us, max(max_us) AS max_us,
    {_PACKED} FILTER (WHERE bucket IS NOT NULL) AS histogram
FROM bucketed GROUP BY organisation_id, period, {_KEYS}
UNION ALL
SELECT organisation_id, period, activity, NULL::integer, party, NULL::integer, field_of_action,
    target_group, legal_sphere, residence_group, count(*), NULL::numeric, NULL::bigint,
    NULL::bigint, NULL::bigint[]
FROM happened WHERE is_last
GROUP BY organisation_id, period, activity, party, field_of_action, target_group, legal_sphere,
    residence_group
"""

_COLUMNS = f"id, organisation_id, log_id, level, period, {_KEYS}, {', '.join(FIGURES)}"

FROM_EVENTS = f"""
INSERT INTO networks_cell ({_COLUMNS})
SELECT gen_random_uuid(), organisation_id, %(log)s, %(level)s, period, {_KEYS},
    {', '.join(FIGURES)}
FROM ({WEEKS_OF_EVENTS}) AS weeks
"""


def coarser(step: Coarsening, period: str = "") -> str:
    """Cells of a coarser level out of those of a finer one. Values: log, source, since, until.

    ``period`` in SQL; without it, one year at a time: that of ``since``.
    """
    kept = EDGE if step.target in (CellLevel.WEEK_EDGES, CellLevel.YEAR_EDGES) else DETAILS
    keys = ", ".join(kept)
    shown = ", ".join(name if name in kept else _empty(name) for name in DETAILS)
    if not period:
        is_week = step.target in (CellLevel.WEEK, CellLevel.WEEK_EDGES)
        period = "period" if is_week else "%(since)s::date"
    return f"""
WITH finer AS NOT MATERIALIZED (
    SELECT organisation_id, {period} AS period, {keys}, {', '.join(FIGURES)}
    FROM networks_cell
    WHERE log_id = %(log)s AND level = %(source)s AND period >= %(since)s AND period < %(until)s
), bucketed AS (
    SELECT organisation_id, period, {keys}, NULL::bigint AS bucket, sum(count) AS times,
        sum(sum_us) AS sum_us, min(min_us) AS min_us, max(max_us) AS max_us
    FROM finer GROUP BY organisation_id, period, {keys}
    UNION ALL
    SELECT organisation_id, period, {keys}, packed >> {SHIFT},
        sum(packed & {(1 << SHIFT) - 1}), NULL, NULL, NULL
    FROM finer CROSS JOIN unnest(histogram) AS packed
    GROUP BY organisation_id, period, {keys}, packed >> {SHIFT}
)
SELECT organisation_id, period, {shown},
    (sum(times) FILTER (WHERE bucket IS NULL))::bigint AS count, sum(sum_us) AS sum_us,
    min(min_us) AS min_us, max(max_us) AS max_us,
    array_agg((bucket << {SHIFT}) + times::bigint ORDER BY bucket)
        FILTER (WHERE bucket IS NOT NULL) AS histogram
FROM bucketed GROUP BY organisation_id, period, {keys}
"""


def _empty(name: str) -> str:
    return "'' AS residence_group" if name == "residence_group" else f"NULL::integer AS {name}"


FROM_CELLS = {
    step: f"""
INSERT INTO networks_cell ({_COLUMNS})
SELECT gen_random_uuid(), organisation_id, %(log)s, %(level)s, period, {_KEYS},
    {', '.join(FIGURES)}
FROM ({coarser(step)}) AS coarse
"""
    for step in (
        Coarsening(CellLevel.WEEK, CellLevel.WEEK_EDGES),
        Coarsening(CellLevel.WEEK, CellLevel.YEAR),
        Coarsening(CellLevel.WEEK_EDGES, CellLevel.YEAR_EDGES),
    )
}
