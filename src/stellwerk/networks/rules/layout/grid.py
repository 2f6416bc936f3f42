# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The grid under a drawing: stations on even ranks, labels on odd ones, a place for every line.

A way that passes a rank holds a place of its own there (a dummy), one of them bears its label. So
neither boxes nor labels nor lines can lie on each other: each rank keeps its places apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from stellwerk.networks.rules.layout.crossings import Segment, ordered
from stellwerk.networks.rules.layout.layering import Arc, course_order, layers
from stellwerk.networks.rules.layout.spreading import spread

# How far apart: two stations, anything else; how often places are improved.
_STATION_GAP, _GAP, _ROUNDS = 28.0, 9.0, 10
# A line between two dummies should be straight more than one that begins at a station.
_INNER, _OUTER = 8.0, 1.0


@dataclass
class Vertex:
    """A place on a rank: room before and after its middle, ``along`` the course its size."""

    rank: int
    before: float
    after: float
    along: float
    station: int | None = None
    way: int | None = None
    is_label: bool = False
    at: float = 0.0


@dataclass
class Chain:
    """The places of one way from its upper to its lower end, stations included."""

    way: int
    places: list[int]
    # Drawn against the course: its lower end is where it begins.
    is_back: bool = False
    # Both ends on one layer: the line goes down to its label and up again.
    is_level: bool = False


@dataclass
class Grid:
    vertices: list[Vertex] = field(default_factory=list)
    chains: list[Chain] = field(default_factory=list)
    ranks: list[list[int]] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)


@dataclass(frozen=True)
class Sizes:
    """Across and along the course: of stations (before, after, along), labels (both), lines."""

    stations: Sequence[tuple[float, float, float]]
    labels: Sequence[tuple[float, float]]
    lines: Sequence[float]


def grid_of(
    ends: Sequence[tuple[int, int]], weights: Sequence[float],
    positions: Sequence[float | None], sizes: Sizes,
) -> Grid:
    """All places with their positions across the course; ``ends`` without loops."""
    count = len(sizes.stations)
    arcs: list[Arc] = [(s, t, w) for (s, t), w in zip(ends, weights, strict=True)]
    layer = layers(count, arcs, positions)
    grid = Grid()
    for n, (before, after, along) in enumerate(sizes.stations):
        grid.vertices.append(Vertex(2 * layer[n], before, after, along, station=n))
    _chain_ways(grid, ends, weights, layer, sizes)
    depth = max((v.rank for v in grid.vertices), default=-1) + 1
    order = {n: at for at, n in enumerate(course_order(count, arcs, positions))}
    grid.ranks = [[] for _ in range(depth)]
    for n in sorted(range(len(grid.vertices)), key=lambda n: _first_place(grid, n, ends, order)):
        grid.ranks[grid.vertices[n].rank].append(n)
    grid.ranks = ordered(grid.ranks, grid.segments)
    _place(grid)
    return grid


def _first_place(
    grid: Grid, n: int, ends: Sequence[tuple[int, int]], order: dict[int, int]
) -> tuple[float, int]:
    vertex = grid.vertices[n]
    if vertex.station is not None:
        return order[vertex.station], n
    source, target = ends[vertex.way or 0]
    return (order[source] + order[target]) / 2, n


def _chain_ways(
    grid: Grid, ends: Sequence[tuple[int, int]], weights: Sequence[float], layer: Sequence[int],
    sizes: Sizes,
) -> None:
    """The places of every way; labels go where fewest labels stand, the heaviest way first."""
    taken: dict[int, float] = {}
    for way in sorted(range(len(ends)), key=lambda n: (-weights[n], n)):
        source, target = ends[way]
        upper, lower = 2 * layer[source], 2 * layer[target]
        chain = Chain(way, [], is_back=upper > lower, is_level=upper == lower)
        if chain.is_back:
            source, target, upper, lower = target, source, lower, upper
        between = [upper + 1] if chain.is_level else list(range(upper + 1, lower))
        middle = (upper + lower) / 2
        wide, along = sizes.labels[way]
        bearing = min(
            (rank for rank in between if rank % 2),
            key=lambda rank: (taken.get(rank, 0.0), abs(rank - middle)),
        )
        taken[bearing] = taken.get(bearing, 0.0) + wide
        places = []
        for rank in between:
            has_label = rank == bearing and along > 0
            half = max(wide if has_label else 0.0, sizes.lines[way]) / 2
            places.append(len(grid.vertices))
            grid.vertices.append(
                Vertex(rank, half, half, along if has_label else 0.0, way=way, is_label=has_label)
            )
        chain.places = [source, *places, target]
        grid.chains.append(chain)
        if chain.is_level:
            grid.segments += [(source, places[0]), (target, places[0])]
        else:
            grid.segments += list(pairwise(chain.places))


def _place(grid: Grid) -> None:
    """Positions across the course: every place near its neighbours, none on another."""
    near: list[list[tuple[int, float]]] = [[] for _ in grid.vertices]
    for above, below in grid.segments:
        inner = grid.vertices[above].station is None and grid.vertices[below].station is None
        weight = _INNER if inner else _OUTER
        near[above].append((below, weight))
        near[below].append((above, weight))
    distances = [_distances(grid, rank) for rank in grid.ranks]
    for rank, apart in zip(grid.ranks, distances, strict=True):
        whole = sum(apart)
        _settle(grid, rank, [-whole / 2] * len(rank), [1.0] * len(rank), apart)
    for turn in range(2 * _ROUNDS):
        down = turn % 2 == 0
        # At first only from one side, so that places can wander; then from both.
        one_sided = turn < _ROUNDS
        steps = range(len(grid.ranks)) if down else range(len(grid.ranks) - 1, -1, -1)
        for at in steps:
            rank = grid.ranks[at]
            wishes, weights = [], []
            for n in rank:
                wish, weight = _wish(grid, near[n], grid.vertices[n], down if one_sided else None)
                wishes.append(wish)
                weights.append(weight)
            _settle(grid, rank, wishes, weights, distances[at])


def _wish(
    grid: Grid, near: Sequence[tuple[int, float]], vertex: Vertex, down: bool | None
) -> tuple[float, float]:
    """Where a place would like to be and how much: the weighted mean of its neighbours."""
    total = weight = 0.0
    for other, pull in near:
        if down is not None and (grid.vertices[other].rank < vertex.rank) != down:
            continue
        total += grid.vertices[other].at * pull
        weight += pull
    return (total / weight, weight) if weight else (vertex.at, 0.1)


def _distances(grid: Grid, rank: Sequence[int]) -> list[float]:
    apart = []
    for first, second in pairwise(rank):
        a, b = grid.vertices[first], grid.vertices[second]
        both = a.station is not None and b.station is not None
        apart.append(a.after + b.before + (_STATION_GAP if both else _GAP))
    return apart


def _settle(
    grid: Grid, rank: Sequence[int], wishes: Sequence[float], weights: Sequence[float],
    apart: Sequence[float],
) -> None:
    for n, at in zip(rank, spread(wishes, weights, apart), strict=True):
        grid.vertices[n].at = at
