# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""One edge looked at closely: how the waiting times spread, and between whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from stellwerk.networks.queries.maps.conditions import conditions
from stellwerk.networks.queries.maps.names import Names
from stellwerk.networks.queries.maps.reading import asked
from stellwerk.networks.rules.filters import MapFilter


@dataclass(frozen=True)
class PairWaits:
    """Waiting times of one edge between two organisations; "" where none was named."""

    source: str
    target: str
    count: int
    mean_s: float | None
    median_s: float | None
    p90_s: float | None
    min_s: float | None
    max_s: float | None


_PAIRS = """
SELECT e.before_party, e.party_id, count(*), avg(e.wait_us)::float8,
    percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY e.wait_us),
    min(e.wait_us), max(e.wait_us)
{source} AND e.before_activity = %(before)s AND e.activity_id = %(activity)s
GROUP BY e.before_party, e.party_id ORDER BY count(*) DESC, 1, 2
"""
_SPREAD = """
SELECT width_bucket(e.wait_us - 1, %(bounds)s::bigint[]), count(*)
{source} AND e.before_activity = %(before)s AND e.activity_id = %(activity)s
GROUP BY 1
"""


def edge_pairs(flt: MapFilter, before: int, activity: int) -> list[PairWaits]:
    """The edge by pair of organisations, the most frequent first."""
    rows = _asked(_PAIRS, flt, before, activity)
    names = Names([], [code for row in rows for code in row[:2]])
    return [
        PairWaits(
            names.party(source), names.party(target), count,
            *(_seconds(value) for value in (mean, *(shares or (None, None)), least, most)),
        )
        for source, target, count, mean, shares, least, most in rows
    ]


def edge_spread(
    flt: MapFilter, before: int, activity: int, bounds_s: Sequence[int]
) -> list[int]:
    """How many waited up to each bound (and longer than the one before); the last: longer."""
    bounds = [bound * 1_000_000 for bound in bounds_s]
    rows = _asked(_SPREAD, flt, before, activity, bounds=bounds)
    found = dict(rows)
    return [found.get(n, 0) for n in range(len(bounds) + 1)]


def _asked(
    sql: str, flt: MapFilter, before: int, activity: int, **more: Any
) -> list[tuple[Any, ...]]:
    made = conditions(flt)
    params = {**made.params, "before": before, "activity": activity, **more}
    return asked(sql.format(source=made.source), params)


def _seconds(value: Any) -> float | None:
    return None if value is None else float(value) / 1_000_000
