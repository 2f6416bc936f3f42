# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Fewer crossings: each rank is ordered by where its neighbours stand, down and up again."""

from bisect import bisect_left, insort
from collections.abc import Sequence

#: upper vertex, lower vertex
Segment = tuple[int, int]

_SWEEPS = 14
_PATIENCE = 4


def ordered(ranks: Sequence[Sequence[int]], segments: Sequence[Segment]) -> list[list[int]]:
    """The vertices of every rank from first to last; the best of several sweeps."""
    upper: dict[int, list[int]] = {}
    lower: dict[int, list[int]] = {}
    for above, below in segments:
        lower.setdefault(above, []).append(below)
        upper.setdefault(below, []).append(above)
    current = [list(rank) for rank in ranks]
    best, fewest, waited = [list(rank) for rank in current], crossings(current, segments), 0
    for sweep in range(_SWEEPS):
        if fewest == 0 or waited >= _PATIENCE:
            break
        down = sweep % 2 == 0
        steps = range(1, len(current)) if down else range(len(current) - 2, -1, -1)
        for at in steps:
            fixed = current[at - 1 if down else at + 1]
            current[at] = _sorted(current[at], fixed, upper if down else lower)
        count = crossings(current, segments)
        if count < fewest:
            best, fewest, waited = [list(rank) for rank in current], count, 0
        else:
            waited += 1
    return best


def _sorted(rank: list[int], fixed: list[int], neighbours: dict[int, list[int]]) -> list[int]:
    """By the mean place of the neighbours; who has none keeps its place."""
    place = {vertex: at for at, vertex in enumerate(fixed)}
    wanted: dict[int, float] = {}
    for vertex in rank:
        near = [place[n] for n in neighbours.get(vertex, ()) if n in place]
        if near:
            wanted[vertex] = sum(near) / len(near)
    moving = iter(sorted(wanted, key=lambda v: wanted[v]))
    return [next(moving) if vertex in wanted else vertex for vertex in rank]


def crossings(ranks: Sequence[Sequence[int]], segments: Sequence[Segment]) -> int:
    """How many pairs of segments cross."""
    at = {vertex: (r, p) for r, rank in enumerate(ranks) for p, vertex in enumerate(rank)}
    between: dict[int, list[tuple[int, int]]] = {}
    for above, below in segments:
        between.setdefault(at[above][0], []).append((at[above][1], at[below][1]))
    count = 0
    for pairs in between.values():
        seen: list[int] = []
        for _above, below in sorted(pairs):
            place = bisect_left(seen, below + 1)
            count += len(seen) - place
            insort(seen, below)
    return count
