# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The figures of a map, edge by edge and pair by pair, from the log itself.

The roll-up (``rollup``) gives the same rows, so that a map is built once (``assembling``).
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from stellwerk.networks.queries.maps.conditions import conditions
from stellwerk.networks.rules.filters import MapFilter


@dataclass(frozen=True, slots=True)
class Followed:
    """How often one activity of one party followed another, and after how many microseconds.

    A start has nothing before, an end nothing after.
    """

    before: int | None
    activity: int | None
    before_party: int | None
    party: int | None
    count: int
    sum_us: int | None = None
    min_us: int | None = None
    max_us: int | None = None


#: Edge -> median and p90 in microseconds.
Percentiles = dict[tuple[int, int], tuple[float, float]]

_FROM_LOG = """
SELECT e.before_activity, e.activity_id, e.before_party, e.party_id, count(*), sum(e.wait_us),
    min(e.wait_us), max(e.wait_us), count(*) FILTER (WHERE e.is_last)
{source}
GROUP BY e.before_activity, e.activity_id, e.before_party, e.party_id
"""
_PERCENTILES = """
SELECT e.before_activity, e.activity_id,
    percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY e.wait_us)
{source} AND e.before_activity IS NOT NULL
GROUP BY e.before_activity, e.activity_id
"""


# The events of a log lie together, but not in the order of their times: the planner takes them for
# ordered and would fetch each by itself. Without plain index scans it reads the log page by page,
# shared among processes.
_BY_PAGES = "SELECT set_config('enable_indexscan', %s, true)"


def scanned(sql: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The answer of a question to most events of a log."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_PAGES, ["off"])
        cursor.execute(sql, params)
        rows = list(cursor.fetchall())
        cursor.execute(_BY_PAGES, ["on"])
    return rows


def asked(sql: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


# ── from the log ─────────────────────────────────────────────────────────────────────────────


def from_log(flt: MapFilter) -> list[Followed]:
    """One pass over the events that are meant."""
    made = conditions(flt)
    found: list[Followed] = []
    for *keys, count, total, low, high, ends in scanned(
        _FROM_LOG.format(source=made.source), made.params
    ):
        before, activity, before_party, party = keys
        found.append(
            Followed(before, activity, before_party, party, count, _whole(total), low, high)
        )
        if ends and (flt.party is None or flt.party == party):
            found.append(Followed(activity, None, party, None, ends))
    return found


def percentiles_from_log(flt: MapFilter) -> Percentiles:
    """Exact: every waiting time is sorted."""
    made = conditions(flt)
    rows = scanned(_PERCENTILES.format(source=made.source), made.params)
    return {(before, activity): (found[0], found[1]) for before, activity, found in rows}


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)
