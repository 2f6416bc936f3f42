# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A chain's version made ready for holding courses against it.

The log sees only stations with an activity. What it cannot see (a decision, a start in words) is
looked through: a way that leads through unseen stations counts as direct.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from stellwerk.networks.choices import StationKind
from stellwerk.networks.rules.plans import ChainPlan, StationPlan


@dataclass(frozen=True)
class Frame:
    """Stations that the log sees, by number in the order of the list; ``len(stations)`` is the
    place before the start.

    ``onward[s]`` are the stations that may directly follow ``s``; ``between[s][t]`` those that a
    shortest way from ``s`` to ``t`` passes, None where no way leads. ``exits`` are the stations
    with which a course may end.
    """

    stations: tuple[StationPlan, ...]
    onward: tuple[frozenset[int], ...]
    between: tuple[tuple[tuple[int, ...] | None, ...], ...]
    exits: frozenset[int]

    @property
    def before_start(self) -> int:
        return len(self.stations)

    @property
    def entries(self) -> frozenset[int]:
        """Stations with which a course may begin."""
        return self.onward[self.before_start]


def frame_of(plan: ChainPlan) -> Frame:
    """Make a version ready; a plan that could be agreed on is expected."""
    by_key = {station.key: station for station in plan.stations}
    seen = [station for station in plan.stations if station.activity_key]
    number = {station.key: place for place, station in enumerate(seen)}
    ways: dict[str, list[str]] = {station.key: [] for station in plan.stations}
    for link in plan.links:
        ways[link.source].append(link.target)
    starts = [s.key for s in plan.stations if s.kind == StationKind.START]
    onward, exits = [], set()
    for place, station in enumerate(seen):
        direct, ends = _direct(ways[station.key], ways, number, by_key)
        onward.append(direct)
        if ends or station.kind == StationKind.END:
            exits.add(place)
    onward.append(_direct(starts, ways, number, by_key)[0])
    between = tuple(_between(place, onward) for place in range(len(onward)))
    return Frame(tuple(seen), tuple(onward), between, frozenset(exits))


def _direct(
    first: Iterable[str],
    ways: Mapping[str, Sequence[str]],
    number: Mapping[str, int],
    by_key: Mapping[str, StationPlan],
) -> tuple[frozenset[int], bool]:
    """Seen stations reached through unseen ones alone, and whether an unseen end is reached."""
    waiting, passed = deque(first), set()
    direct, ends = set(), False
    while waiting:
        key = waiting.popleft()
        if key in passed:
            continue
        passed.add(key)
        if key in number:
            direct.add(number[key])
            continue
        ends = ends or by_key[key].kind == StationKind.END
        waiting += ways[key]
    return frozenset(direct), ends


def _between(
    source: int, onward: Sequence[frozenset[int]]
) -> tuple[tuple[int, ...] | None, ...]:
    """For each station what a shortest way from ``source`` passes; earlier stations go first."""
    found: list[tuple[int, ...] | None] = [None] * (len(onward) - 1)
    waiting: deque[tuple[int, tuple[int, ...]]] = deque([(source, ())])
    while waiting:
        here, passed = waiting.popleft()
        for target in sorted(onward[here]):
            if found[target] is None:
                found[target] = passed
                waiting.append((target, (*passed, target)))
    return tuple(found)
