# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""On which layer a station stands: along the main course, few on one layer."""

from collections.abc import Sequence
from math import ceil, sqrt

#: source, target, weight; no loops
Arc = tuple[int, int, float]


def course_order(count: int, arcs: Sequence[Arc], positions: Sequence[float | None]) -> list[int]:
    """The stations in the order of the courses.

    By their median places where all are known; otherwise so that little weight runs against it
    (sources first, sinks last, then whoever gives most more than it takes).
    """
    if count and all(place is not None for place in positions):
        return sorted(range(count), key=lambda n: (positions[n] or 0.0, n))
    given, taken = _neighbours(count, arcs)
    left = set(range(count))
    first: list[int] = []
    last: list[int] = []
    while left:
        sinks = [n for n in sorted(left) if not any(m in left for m in given[n])]
        sources = [n for n in sorted(left) if not any(m in left for m in taken[n])]
        if sources:
            first += sources
            left.difference_update(sources)
        elif sinks:
            last = sinks + last
            left.difference_update(sinks)
        else:
            best = max(
                sorted(left),
                key=lambda n: sum(w for m, w in given[n].items() if m in left)
                - sum(w for m, w in taken[n].items() if m in left),
            )
            first.append(best)
            left.discard(best)
    return first + last


def _neighbours(
    count: int, arcs: Sequence[Arc]
) -> tuple[list[dict[int, float]], list[dict[int, float]]]:
    given: list[dict[int, float]] = [{} for _ in range(count)]
    taken: list[dict[int, float]] = [{} for _ in range(count)]
    for source, target, weight in arcs:
        given[source][target] = given[source].get(target, 0.0) + weight
        taken[target][source] = taken[target].get(source, 0.0) + weight
    return given, taken


def layers(count: int, arcs: Sequence[Arc], positions: Sequence[float | None]) -> list[int]:
    """The layer of each station.

    Each stands below the one from which most come to it and above the one to which most go on;
    other ways may run level or back, so that many ways do not make the drawing endlessly long.
    """
    linked = {n for arc in arcs for n in arc[:2]}
    order = course_order(count, arcs, positions)
    above, below = _backbone(order, arcs)
    most = max(5, ceil(sqrt(count)))
    layer = [0] * count
    filled: dict[int, int] = {}
    for n in order:
        if n not in linked:
            continue
        at = max((layer[m] + 1 for m in above[n]), default=0)
        while filled.get(at, 0) >= most:
            at += 1
        layer[n] = at
        filled[at] = filled.get(at, 0) + 1
    for n in reversed(order):
        if n not in linked or above[n] or not below[n]:
            continue
        nearer = min(layer[m] for m in below[n]) - 1
        while nearer > layer[n] and filled.get(nearer, 0) >= most:
            nearer -= 1
        if nearer > layer[n]:
            filled[layer[n]] -= 1
            layer[n] = nearer
            filled[nearer] = filled.get(nearer, 0) + 1
    _lone(layer, [n for n in order if n not in linked], max(filled, default=-1) + 1, most)
    used = {at: new for new, at in enumerate(sorted(set(layer)))}
    return [used[at] for at in layer]


def _backbone(order: Sequence[int], arcs: Sequence[Arc]) -> tuple[list[set[int]], list[set[int]]]:
    """For each station its main predecessors and successors along the order."""
    place = {n: at for at, n in enumerate(order)}
    into: dict[int, Arc] = {}
    out: dict[int, Arc] = {}
    for arc in arcs:
        source, target, weight = arc
        if place[source] >= place[target]:
            continue
        if target not in into or weight > into[target][2]:
            into[target] = arc
        if source not in out or weight > out[source][2]:
            out[source] = arc
    above: list[set[int]] = [set() for _ in order]
    below: list[set[int]] = [set() for _ in order]
    for source, target, _weight in {*into.values(), *out.values()}:
        above[target].add(source)
        below[source].add(target)
    return above, below


def _lone(layer: list[int], lone: Sequence[int], start: int, most: int) -> None:
    """Stations without any way stand in rows of their own at the end."""
    for place, n in enumerate(lone):
        layer[n] = start + place // most
