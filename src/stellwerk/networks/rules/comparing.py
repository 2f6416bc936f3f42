# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Two maps side by side: two periods, or two groups. What one of them lacks stays missing."""

from dataclasses import dataclass

from stellwerk.networks.rules.maps import Edge, ProcessMap


@dataclass(frozen=True)
class Side:
    """An edge in one of the two maps; ``share`` of all neighbours of that map."""

    count: int
    share: float
    mean_s: float | None
    median_s: float | None
    p90_s: float | None


@dataclass(frozen=True)
class EdgeDifference:
    """An edge in both maps; None: it was not taken there, so nothing can be said of its time."""

    source: str
    target: str
    first: Side | None
    second: Side | None

    @property
    def count_difference(self) -> int:
        """More (or fewer) times in the second map. Not taken is taken no time."""
        return (self.second.count if self.second else 0) - (self.first.count if self.first else 0)

    @property
    def share_difference(self) -> float:
        return (self.second.share if self.second else 0.0) - (
            self.first.share if self.first else 0.0
        )

    @property
    def mean_difference_s(self) -> float | None:
        if self.first is None or self.second is None:
            return None
        return _difference(self.first.mean_s, self.second.mean_s)

    @property
    def median_difference_s(self) -> float | None:
        if self.first is None or self.second is None:
            return None
        return _difference(self.first.median_s, self.second.median_s)


@dataclass(frozen=True)
class Comparison:
    """Edges of both maps: first those that carry most in either of them."""

    first_cases: int
    second_cases: int
    edges: tuple[EdgeDifference, ...]
    is_estimated: bool


def compare(first: ProcessMap, second: ProcessMap) -> Comparison:
    """Edge by edge, by the names of the activities."""
    sides = [_sides(found) for found in (first, second)]
    pairs = [
        EdgeDifference(*edge, sides[0].get(edge), sides[1].get(edge))
        for edge in {**sides[0], **sides[1]}
    ]
    pairs.sort(key=lambda pair: (-_weight(pair), pair.source, pair.target))
    return Comparison(
        first.cases, second.cases, tuple(pairs), first.is_estimated or second.is_estimated
    )


def _sides(found: ProcessMap) -> dict[tuple[str, str], Side]:
    total = sum(edge.count for edge in found.edges)
    return {(edge.source, edge.target): _side(edge, total) for edge in found.edges}


def _side(edge: Edge, total: int) -> Side:
    return Side(edge.count, edge.count / total, edge.mean_s, edge.median_s, edge.p90_s)


def _weight(pair: EdgeDifference) -> float:
    return max(side.share for side in (pair.first, pair.second) if side)


def _difference(first: float | None, second: float | None) -> float | None:
    return None if first is None or second is None else second - first
