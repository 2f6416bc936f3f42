# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the other organisations of the network have recorded: fixed views of one calendar year.

The database hands out groups of five courses and more, without the asking organisation's own, and
rounds their numbers down to fives (``access.wall_log``). No period can be chosen, nor a group:
nothing can be subtracted.
"""

from stellwerk.networks.queries.maps.assembling import MILLION
from stellwerk.networks.queries.maps.names import Names
from stellwerk.networks.queries.maps.reading import asked
from stellwerk.networks.rules.maps import Edge, HandOver, ProcessMap

_EDGES = (
    "SELECT before_activity, activity, courses, mean_us, median_us "
    "FROM network_log_edges(%(year)s)"
)
_HANDOVERS = (
    "SELECT before_party, party, courses, mean_us, median_us FROM network_log_handovers(%(year)s)"
)


def network_map(year: int) -> ProcessMap:
    """Edges that at least five courses elsewhere took in a year; ``count`` is courses, in fives.

    Everything else of the map is added up from what is shown.
    """
    rows = asked(_EDGES, {"year": year})
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
        edges.append(
            Edge(source, target, courses, mean_s=mean / MILLION, median_s=median / MILLION)
        )
    return ProcessMap(
        cases=sum(start.values()), events=sum(activities.values()), activities=activities,
        start=start, end=end, edges=tuple(edges), variant_count=None, is_estimated=True,
        handovers=tuple(network_handovers(year)),
    )


def network_handovers(year: int) -> list[HandOver]:
    """Hand-overs between organisations of the directory in at least five courses elsewhere."""
    rows = asked(_HANDOVERS, {"year": year})
    names = Names((), {code for row in rows for code in row[:2]})
    return [
        HandOver(
            names.party(giver), names.party(taker), courses, mean_s=mean / MILLION,
            median_s=median / MILLION,
        )
        for giver, taker, courses, mean, median in rows
    ]
