# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A map out of the figures of its edges and pairs."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from stellwerk.networks.queries.maps.names import Names
from stellwerk.networks.queries.maps.reading import Followed, Percentiles
from stellwerk.networks.rules.maps import Edge, HandOver, ProcessMap

MILLION = 1_000_000


class _Sum:
    """Figures that add up."""

    __slots__ = ("count", "high", "low", "total")

    def __init__(self) -> None:
        self.count, self.total = 0, 0
        self.low: int | None = None
        self.high: int | None = None

    def add(self, row: Followed) -> None:
        self.count += row.count
        self.total += row.sum_us or 0
        if row.min_us is not None:
            self.low = row.min_us if self.low is None else min(self.low, row.min_us)
        if row.max_us is not None:
            self.high = row.max_us if self.high is None else max(self.high, row.max_us)


def assembled(
    rows: Iterable[Followed], percentiles: Percentiles, *, party: int | None, is_estimated: bool
) -> ProcessMap:
    """The map; ``party``: the one that it was asked for, whose own events alone are counted."""
    figures = list(rows)
    names = Names(
        {code for row in figures for code in (row.before, row.activity)},
        {code for row in figures for code in (row.before_party, row.party)},
    )
    edges: dict[tuple[int, int], _Sum] = defaultdict(_Sum)
    start: Counter[str] = Counter()
    end: Counter[str] = Counter()
    activities: Counter[str] = Counter()
    performers: dict[str, Counter[str]] = defaultdict(Counter)
    for row in figures:
        if row.activity is None:
            end[names.activity(row.before)] += row.count
            continue
        if row.before is None:
            start[names.activity(row.activity)] += row.count
        else:
            edges[row.before, row.activity].add(row)
        if party is None or row.party == party:
            activities[names.activity(row.activity)] += row.count
            if row.party is not None:
                performers[names.activity(row.activity)][names.party(row.party)] += row.count
    handovers, work, unknown = _passed_on(figures, names)
    return ProcessMap(
        cases=start.total(), events=activities.total(), activities=_sorted(activities),
        start=_sorted(start), end=_sorted(end), edges=_edges(edges, percentiles, names),
        variant_count=None, handovers=handovers, work=work, unknown_handovers=unknown,
        performers={name: _sorted(found) for name, found in sorted(performers.items())},
        is_estimated=is_estimated,
    )


def _edges(
    found: dict[tuple[int, int], _Sum], percentiles: Percentiles, names: Names
) -> tuple[Edge, ...]:
    edges = []
    for (before, activity), total in found.items():
        middle, most = percentiles.get((before, activity), (None, None))
        edges.append(
            Edge(
                names.activity(before), names.activity(activity), total.count,
                mean_s=_mean(total), median_s=_seconds(middle), p90_s=_seconds(most),
                min_s=_seconds(total.low), max_s=_seconds(total.high),
            )
        )
    return tuple(sorted(edges, key=lambda edge: (-edge.count, edge.source, edge.target)))


def _passed_on(
    figures: Iterable[Followed], names: Names
) -> tuple[tuple[HandOver, ...], dict[str, int], int]:
    """Hand-overs, work within one organisation, neighbours of whom one is unknown."""
    pairs: dict[tuple[int, int], _Sum] = defaultdict(_Sum)
    work: Counter[str] = Counter()
    unknown = 0
    for row in figures:
        if row.before is None or row.activity is None:
            continue
        if row.before_party is None or row.party is None:
            unknown += row.count
        elif row.before_party == row.party:
            work[names.party(row.party)] += row.count
        else:
            pairs[row.before_party, row.party].add(row)
    found = [
        HandOver(names.party(source), names.party(target), total.count, mean_s=_mean(total))
        for (source, target), total in pairs.items()
    ]
    found.sort(key=lambda pair: (-pair.count, pair.source, pair.target))
    return tuple(found), _sorted(work), unknown


def _sorted(found: Counter[str]) -> dict[str, int]:
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _mean(total: _Sum) -> float | None:
    return total.total / total.count / MILLION if total.count else None


def _seconds(value: float | int | None) -> float | None:
    return None if value is None else value / MILLION
