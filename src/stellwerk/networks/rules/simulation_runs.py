# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A scenario played many times, and two of them side by side, within what a page may take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from stellwerk.networks.rules.simulation import (
    Run,
    Scenario,
    TooLongError,
    is_limited,
    loose_ends,
    play,
)

RUNS = 200
#: So many steps one question may take, over all runs of both sides: a few seconds. Thirty stations
#: for each of 250 cases in 200 runs now and then.
MOST_STEPS = 3_000_000


@dataclass(frozen=True)
class Range:
    """What nine of ten runs lie around: 10 %, half, 90 % of the runs."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Outcome:
    """Over all runs: time from start to end, its 90th percentile, and standing in line."""

    runs: int
    cases: int
    median: Range
    mean: Range
    p90: Range
    lined: Mapping[str, Range]


class Budget:
    """The steps that are left for one question, whatever it plays."""

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self.left = steps

    def foresee(self, firsts: Sequence[Run], runs: int) -> None:
        """As the first run of each side, so the others: refuse before they are played."""
        if sum(run.steps for run in firsts) * runs > self.left:
            raise TooLongError(max(firsts, key=lambda run: run.steps).busiest)

    def take(self, run: Run) -> None:
        self.left -= run.steps
        if self.left < 0:
            raise TooLongError(run.busiest)


def simulate_both(
    now: Scenario, then: Scenario, *, runs: int = RUNS, seed: int = 1, steps: int = MOST_STEPS
) -> tuple[Outcome, Outcome]:
    """Both sides of a question from one budget; sides that are the same are played once.

    Raises TooLongError after the first run of each side where all of them would take too long.
    """
    sides = [now] if now == then else [now, then]
    budget = Budget(steps)
    budget.foresee([play(side, seed=(seed, 0)) for side in sides], runs)
    found = [simulate(side, runs=runs, seed=seed, budget=budget) for side in sides]
    return found[0], found[-1]


def simulate(
    scenario: Scenario, *, runs: int = RUNS, seed: int = 1, budget: Budget | None = None
) -> Outcome:
    """Play the scenario ``runs`` times; the same seed gives the same figures.

    Raises TooLongError, in the first run already, where the cases would circle too long, and
    whenever the budget is used up.
    """
    if loose_ends(scenario) or scenario.arrivals_per_week <= 0:
        raise ValueError("a scenario needs arrivals and an end that is reached from everywhere")
    played = []
    for number in range(runs):
        played.append(play(scenario, seed=(seed, number)))
        if budget is not None:
            budget.take(played[-1])
    counted = min(scenario.warm_up, max(scenario.arrivals - 1, 0))
    times = [np.subtract(run.left, run.arrived)[counted:] for run in played]
    lined = {
        key: _range([float(np.mean(run.lined[key])) if run.lined[key] else 0.0 for run in played])
        for key in scenario.stations
        if is_limited(scenario.stations[key])
    }
    return Outcome(
        runs, scenario.arrivals - counted,
        _range([float(np.median(one)) for one in times]),
        _range([float(np.mean(one)) for one in times]),
        _range([float(np.percentile(one, 90)) for one in times]),
        lined,
    )


def _range(values: Sequence[float]) -> Range:
    low, middle, high = np.percentile(values, (10, 50, 90))
    return Range(float(low), float(middle), float(high))
