# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A service chain played through many times: how does the waiting move if a lever is turned?

Discrete events. Cases arrive at random (a Poisson process), pass the stations along the ways by
their shares, wait in line where all places of a station (or of its organisation) are taken, first
come first served. Times are days. Everything follows from the seed; before and after meet the same
arrivals. It is a model: it says what follows from its inputs, not what will happen.
"""

import heapq
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from random import Random

import numpy as np

ARRIVALS = 500
#: Cases at the beginning that meet an empty chain; they are played but not counted.
WARM_UP = 100
#: A run may take so many steps for each of its cases (and for twenty at least); inputs that let
#: cases circle longer are refused, so that no form keeps a machine busy. What all runs of a
#: question may take together stands beside them (`simulation_runs`).
MOST_MEAN_STEPS = 150
LEAST_CASES = 20
_BLOCK = 512


class TooLongError(ValueError):
    """The cases circle too long; ``station`` is where they pass most often."""

    def __init__(self, station: str) -> None:
        super().__init__(f"the cases circle too long at {station}")
        self.station = station


class Spread(StrEnum):
    """How durations scatter around their mean."""

    OBSERVED = "observed"
    FIXED = "fixed"
    EXPONENTIAL = "exponential"


@dataclass(frozen=True)
class Duration:
    """How long a station takes, in days: observed values, or an assumed mean with its spread."""

    spread: Spread = Spread.FIXED
    mean: float = 0.0
    observed: tuple[float, ...] = ()
    #: Observed values times this: the lever on what was observed.
    scale: float = 1.0

    def sample(self, random: np.random.Generator, size: int) -> list[float]:
        if self.spread == Spread.OBSERVED and self.observed:
            drawn = random.choice(self.observed, size) * self.scale
        elif self.spread == Spread.EXPONENTIAL and self.mean > 0:
            drawn = random.exponential(self.mean, size)
        else:
            drawn = np.full(size, float(self.mean))
        values: list[float] = drawn.tolist()
        return values

    @property
    def expected(self) -> float:
        if self.spread == Spread.OBSERVED and self.observed:
            return sum(self.observed) / len(self.observed) * self.scale
        return self.mean


@dataclass(frozen=True)
class Place:
    """One station in the model. ``places`` at once (None: without limit), shared in a ``pool``."""

    key: str
    duration: Duration = Duration()
    places: int | None = None
    pool: str = ""
    is_skipped: bool = False


@dataclass(frozen=True)
class Scenario:
    """All inputs of a simulation. ``ways``: next stations with their shares; none: the end."""

    start: str
    stations: Mapping[str, Place]
    ways: Mapping[str, Sequence[tuple[str, float]]]
    arrivals_per_week: float = 5.0
    arrivals: int = ARRIVALS
    warm_up: int = WARM_UP


@dataclass
class Run:
    """One play: when each case came and left, how long it stood in line at each station."""

    arrived: list[float] = field(default_factory=list)
    left: list[float] = field(default_factory=list)
    lined: dict[str, list[float]] = field(default_factory=dict)
    #: How often cases came to each station.
    passed: dict[str, int] = field(default_factory=dict)

    @property
    def steps(self) -> int:
        return sum(self.passed.values())

    @property
    def busiest(self) -> str:
        return max(self.passed, key=lambda one: self.passed[one])


def loose_ends(scenario: Scenario) -> list[str]:
    """Stations from which no end is reached: a case would circle for ever."""
    before: dict[str, list[str]] = {key: [] for key in scenario.stations}
    ends = []
    for key in scenario.stations:
        onward = [target for target, share in scenario.ways.get(key, ()) if share > 0]
        for target in onward:
            before[target].append(key)
        if not onward:
            ends.append(key)
    seen, queue = set(ends), deque(ends)
    while queue:
        for source in before[queue.popleft()]:
            if source not in seen:
                seen.add(source)
                queue.append(source)
    return [key for key in scenario.stations if key not in seen]


def is_limited(place: Place) -> bool:
    return place.places is not None and not place.is_skipped


def play(scenario: Scenario, *, seed: tuple[int, int]) -> Run:
    """One run. Only stations with limited places need the order of time between cases."""
    return _Play(scenario, seed).run()


class _Play:
    """The state of one run: who comes when, which place is free from when on."""

    def __init__(self, scenario: Scenario, seed: tuple[int, int]) -> None:
        self.scenario = scenario
        self.result = Run(
            lined={key: [] for key in scenario.stations},
            passed=dict.fromkeys(scenario.stations, 0),
        )
        # One stream for each source of chance: a lever at one station changes no other's luck.
        names = sorted(scenario.stations)
        streams = np.random.SeedSequence(seed).spawn(2 * len(names) + 1)
        self.arrivals = np.random.default_rng(streams[0])
        self.durations = {
            key: _stream(scenario.stations[key].duration, np.random.default_rng(stream))
            for key, stream in zip(names, streams[1:], strict=False)
        }
        self.turns = {
            key: _turns(scenario.ways.get(key, ()), int(stream.generate_state(1)[0]))
            for key, stream in zip(names, streams[len(names) + 1 :], strict=True)
        }
        #: When each place of a desk is free again; a heap, the next one first.
        self.free: dict[str, list[float]] = {}
        for key, place in scenario.stations.items():
            if is_limited(place) and place.places is not None:
                self.free.setdefault(_desk(key, place), [0.0] * place.places)
        #: Who comes when to a station with limited places: (time, entry, case, station).
        self.calendar: list[tuple[float, int, int, str]] = []
        self.entries = 0
        self.steps_left = MOST_MEAN_STEPS * max(scenario.arrivals, LEAST_CASES)

    def run(self) -> Run:
        scenario, calendar = self.scenario, self.calendar
        gaps = self.arrivals.exponential(7 / scenario.arrivals_per_week, scenario.arrivals)
        self.result.arrived = np.cumsum(gaps).tolist()
        self.result.left = [0.0] * scenario.arrivals
        for case, at in enumerate(self.result.arrived):
            self._walk(case, scenario.start, at)
        desks = {key: _desk(key, place) for key, place in scenario.stations.items()}
        while calendar:
            at, _entry, case, key = heapq.heappop(calendar)
            # All come in the order of time: who comes first takes the place that is free first.
            free = self.free[desks[key]]
            begun = max(at, free[0])
            done = begun + next(self.durations[key])
            heapq.heapreplace(free, done)
            if case >= scenario.warm_up:
                self.result.lined[key].append(begun - at)
            following = next(self.turns[key])
            if following is None:
                self.result.left[case] = done
            else:
                self._walk(case, following, done)
        return self.result

    def _walk(self, case: int, key: str, at: float) -> None:
        """On from the entrance of a station as far as no line can form."""
        stations, durations, turns = self.scenario.stations, self.durations, self.turns
        while True:
            place = stations[key]
            self._count(key)
            if not place.is_skipped:
                if place.places is not None:
                    self.entries += 1
                    heapq.heappush(self.calendar, (at, self.entries, case, key))
                    return
                at += next(durations[key])
            following = next(turns[key])
            if following is None:
                break
            key = following
        self.result.left[case] = at

    def _count(self, key: str) -> None:
        self.result.passed[key] += 1
        self.steps_left -= 1
        if self.steps_left < 0:
            raise TooLongError(self.result.busiest)


def _desk(key: str, place: Place) -> str:
    """Who serves: the station itself, or its organisation's common places."""
    return f"pool:{place.pool}" if place.pool else f"station:{key}"


def _stream(duration: Duration, random: np.random.Generator) -> Iterator[float]:
    """Endless durations, drawn in blocks."""
    while True:
        yield from duration.sample(random, _BLOCK)


def _turns(ways: Sequence[tuple[str, float]], seed: int) -> Iterator[str | None]:
    """Endless next stations by their shares; None is the end."""
    possible = [(target, share) for target, share in ways if share > 0]
    if len(possible) < 2:
        only = possible[0][0] if possible else None
        while True:
            yield only
    targets = [target for target, _share in possible]
    weights = [share for _target, share in possible]
    bounds = np.cumsum(weights).tolist()
    random = Random(seed)  # noqa: S311 - chance of a model, nothing secret
    while True:
        yield from random.choices(targets, cum_weights=bounds, k=_BLOCK)


def in_system(run: Run) -> float:
    """Mean number of cases on the way, from the first arrival to the last departure."""
    steps = sorted([(at, 1) for at in run.arrived] + [(at, -1) for at in run.left])
    area, inside = 0.0, 0
    for (at, change), (following, _change) in pairwise(steps):
        inside += change
        area += inside * (following - at)
    return area / (steps[-1][0] - steps[0][0]) if len(steps) > 1 else 0.0
