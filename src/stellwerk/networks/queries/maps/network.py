# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the other organisations of the network have recorded: fixed lines, as last released.

The database releases them at night out of completed quarters and holds each one until five people
came or went (``access.wall_network``). Nothing is counted when somebody looks, so nothing can be
subtracted; numbers of courses are rounded down to fives, times to days and weeks.
"""

from datetime import date
from typing import Any

from stellwerk.networks.choices import SHOWN_YEARS, LineKind
from stellwerk.networks.models import ReleasedLine
from stellwerk.networks.queries.maps.names import Names
from stellwerk.networks.rules.maps import Edge, HandOver, ProcessMap

_DAY = 86_400


def shown_until(today: date) -> date:
    """The first day behind the last completed quarter."""
    return date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)


def shown_years(today: date) -> list[int]:
    """The years of which lines are released, the newest first."""
    newest = shown_until(today).year - (shown_until(today).month == 1)
    return list(range(newest, newest - SHOWN_YEARS, -1))


def network_map(year: int) -> ProcessMap:
    """Passages that the others took in a year; everything else is added up from what is shown."""
    rows = _lines(LineKind.EDGE, year)
    names = Names({code for row in rows for code in row[:2]}, ())
    start: dict[str, int] = {}
    end: dict[str, int] = {}
    activities: dict[str, int] = {}
    edges = []
    for before, activity, courses, mean, median in rows:
        source, target = names.activity(before), names.activity(activity)
        if activity is None:
            end[source] = courses
            continue
        activities[target] = activities.get(target, 0) + courses
        if before is None:
            start[target] = courses
            continue
        edges.append(Edge(source, target, courses, mean_s=mean, median_s=median))
    return ProcessMap(
        cases=sum(start.values()), events=sum(activities.values()), activities=activities,
        start=start, end=end, edges=tuple(edges), variant_count=None, is_estimated=True,
        handovers=tuple(network_handovers(year)),
    )


def network_handovers(year: int) -> list[HandOver]:
    """Hand-overs between organisations of the directory in the courses of the others."""
    rows = _lines(LineKind.HAND_OVER, year)
    names = Names((), {code for row in rows for code in row[:2]})
    return [
        HandOver(
            names.party(giver), names.party(taker), courses, mean_s=mean, median_s=median
        )
        for giver, taker, courses, mean, median in rows
    ]


def _lines(kind: LineKind, year: int) -> list[tuple[Any, ...]]:
    """``(from, to, courses, mean, median)`` in seconds, the most frequent first.

    The wall shows an organisation its own lines alone; none without an organisation.
    """
    rows = ReleasedLine.objects.filter(kind=kind, year=year, shown__isnull=False)
    found = []
    told: Any
    for line, told in rows.values_list("line", "shown"):
        source, _sign, target = line.partition(">")
        found.append(
            (
                int(source) if source else None, int(target) if target else None,
                told["courses"], _seconds(told["mean_days"]), _seconds(told["median_days"]),
            )
        )
    return sorted(found, key=lambda row: (-row[2], row[0] or 0, row[1] or 0))


def _seconds(days: int | None) -> float | None:
    return None if days is None else float(days * _DAY)
