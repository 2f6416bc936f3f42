# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Which part of a large map is drawn; what is left out is counted, never silent."""

from collections.abc import Sequence
from dataclasses import dataclass

from stellwerk.networks.rules.maps import Edge, ProcessMap

#: What a drawing holds at most and still can be read (tested by geometry), and at first.
MOST_STATIONS, MOST_WAYS = 40, 150
FIRST_STATIONS, FIRST_WAYS = 25, 60


@dataclass(frozen=True)
class Drawn:
    """The stations and ways of a map that are drawn, and how much stays out."""

    activities: tuple[str, ...]
    edges: tuple[Edge, ...]
    all_activities: int
    all_edges: int
    # Passages (an edge counts as often as it was taken).
    passages: int
    all_passages: int

    @property
    def is_whole(self) -> bool:
        return len(self.activities) == self.all_activities and len(self.edges) == self.all_edges


def most_frequent(
    found: ProcessMap, stations: int = FIRST_STATIONS, ways: int = FIRST_WAYS
) -> Drawn:
    """The most frequent stations, and among them the most frequent ways.

    Every station keeps the way by which most come and the one by which most go on, as long as
    there is room.
    """
    stations = max(1, min(stations, MOST_STATIONS))
    ways = max(0, min(ways, MOST_WAYS))
    counts = counts_of(found)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:stations]
    kept = {name for name, _count in ranked}
    edges = sorted(
        (edge for edge in found.edges if edge.source in kept and edge.target in kept),
        key=lambda edge: (-edge.count, edge.source, edge.target),
    )
    main = _main_ways(edges)
    rest = [edge for edge in edges if edge not in main]
    chosen = sorted([*main, *rest][:ways], key=lambda edge: (-edge.count, edge.source, edge.target))
    return Drawn(
        activities=tuple(name for name, _count in ranked),
        edges=tuple(chosen),
        all_activities=len(counts),
        all_edges=len(found.edges),
        passages=sum(edge.count for edge in chosen),
        all_passages=sum(edge.count for edge in found.edges),
    )


def counts_of(found: ProcessMap) -> dict[str, int]:
    """Every activity of the map; one that only edges name (of another organisation, when one is
    asked for) counts nothing.
    """
    ends = {name: 0 for edge in found.edges for name in (edge.source, edge.target)}
    return {**ends, **found.activities}


def _main_ways(edges: Sequence[Edge]) -> list[Edge]:
    """The strongest way into and out of each station, in the order given (strongest first)."""
    into: set[str] = set()
    out: set[str] = set()
    main = []
    for edge in edges:
        if edge.source == edge.target:
            continue
        if edge.source not in out or edge.target not in into:
            main.append(edge)
        out.add(edge.source)
        into.add(edge.target)
    return main


@dataclass(frozen=True)
class EdgePair:
    """One edge in two maps; missing on a side stays missing."""

    source: str
    target: str
    first: Edge | None
    second: Edge | None

    @property
    def count_change(self) -> int | None:
        """How many more in the second; None if one side has no such edge."""
        if self.first is None or self.second is None:
            return None
        return self.second.count - self.first.count

    @property
    def wait_change(self) -> float | None:
        """Median waiting of the second less that of the first, in seconds."""
        if self.first is None or self.second is None:
            return None
        if self.first.median_s is None or self.second.median_s is None:
            return None
        return self.second.median_s - self.first.median_s


def side_by_side(first: ProcessMap, second: ProcessMap) -> list[EdgePair]:
    """All edges of both maps, the most frequent first."""
    ones = {(edge.source, edge.target): edge for edge in first.edges}
    others = {(edge.source, edge.target): edge for edge in second.edges}
    pairs = [
        EdgePair(*key, ones.get(key), others.get(key))
        for key in dict.fromkeys([*ones, *others])
    ]
    return sorted(pairs, key=lambda p: (-_both(p), p.source, p.target))


def _both(pair: EdgePair) -> int:
    return sum(edge.count for edge in (pair.first, pair.second) if edge is not None)


def joined(first: ProcessMap, second: ProcessMap) -> ProcessMap:
    """Both maps as one, by counts: what is drawn in common and where."""
    activities = dict(first.activities)
    for name, count in second.activities.items():
        activities[name] = activities.get(name, 0) + count
    edges = tuple(Edge(p.source, p.target, _both(p)) for p in side_by_side(first, second))
    return ProcessMap(
        cases=first.cases + second.cases,
        events=first.events + second.events,
        activities=activities, start={}, end={}, edges=edges, variant_count=None,
    )
