# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The simulation against what queueing theory knows exactly."""

from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stellwerk.networks.rules.simulation import (
    Duration,
    Place,
    Scenario,
    Spread,
    in_system,
    loose_ends,
    play,
    simulate,
)

DAY = Spread.EXPONENTIAL


def queue(places: int | None, *, mean: float, per_week: float, arrivals: int = 4_000) -> Scenario:
    desk = Place("desk", Duration(DAY, mean), places)
    return Scenario("desk", {"desk": desk}, {}, per_week, arrivals, warm_up=arrivals // 5)


def wait_of(c: int, arrival: float, service: float) -> float:
    """Mean time in line of M/M/c (Erlang C); rates per day."""
    load = arrival / service
    busy = load / c
    last = load**c / factorial(c) / (1 - busy)
    share = last / (sum(load**k / factorial(k) for k in range(c)) + last)
    return share / (c * service - arrival)


@pytest.mark.parametrize(("places", "mean", "per_week"), [(1, 1.0, 4.9), (2, 2.0, 5.25), (5, 3, 9)])
def test_lines_are_as_long_as_erlang_says(places: int, mean: float, per_week: float) -> None:
    found = simulate(queue(places, mean=mean, per_week=per_week), runs=40, seed=7)
    exact = wait_of(places, per_week / 7, 1 / mean)
    lined = found.lined["desk"]
    assert found.mean.middle == pytest.approx(exact + mean, rel=0.08)
    assert lined.low < exact < lined.high


def test_without_limits_a_case_takes_the_sum_of_the_durations() -> None:
    stations = {
        "a": Place("a", Duration(DAY, 3.0)), "b": Place("b", Duration(Spread.FIXED, 4.0)),
        "c": Place("c", Duration(Spread.OBSERVED, observed=(1.0, 2.0, 9.0), scale=0.5)),
    }
    ways = {"a": [("b", 1.0)], "b": [("c", 3.0)]}
    found = simulate(Scenario("a", stations, ways), runs=60)
    assert found.mean.middle == pytest.approx(3 + 4 + 2, rel=0.03)
    assert found.lined == {}


def test_a_loop_is_gone_through_as_often_as_its_share_says() -> None:
    stations = {"a": Place("a", Duration(Spread.FIXED, 2.0)), "end": Place("end")}
    ways = {"a": [("a", 0.75), ("end", 0.25)]}
    found = simulate(Scenario("a", stations, ways), runs=60)
    assert found.mean.middle == pytest.approx(2.0 / 0.25, rel=0.05)


def test_little_holds_in_every_run() -> None:
    for places in (1, 3, None):
        run = play(queue(places, mean=1.5, per_week=4.0, arrivals=500), seed=(3, 1))
        first, last = min(run.arrived), max(run.left)
        mean = float(np.mean(np.subtract(run.left, run.arrived)))
        rate = len(run.arrived) / (last - first)
        assert in_system(run) == pytest.approx(rate * mean, rel=1e-9)


_places = st.none() | st.integers(1, 3)
_durations = st.builds(Duration, st.just(Spread.FIXED), st.floats(0, 5)) | st.builds(
    Duration, st.just(DAY), st.floats(0, 5)
)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    keys = [f"s{number}" for number in range(draw(st.integers(1, 5)))]
    shared = draw(st.integers(1, 3))
    stations, ways = {}, {}
    for number, key in enumerate(keys):
        pooled = draw(st.booleans())
        stations[key] = Place(
            key, draw(_durations), shared if pooled else draw(_places),
            "amt" if pooled else "", draw(st.booleans()),
        )
        targets = [("out", 0.5), *((one, 0.1) for one in draw(st.sets(st.sampled_from(keys))))]
        ways[key] = [*targets, *([(keys[number + 1], 1.0)] if number + 1 < len(keys) else [])]
    stations["out"] = Place("out")
    return Scenario("s0", stations, ways, draw(st.floats(0.5, 50)), draw(st.integers(1, 60)), 0)


@given(scenarios(), st.integers(0, 2**32 - 1))
@settings(max_examples=80, deadline=None)
def test_nobody_is_lost_and_nobody_leaves_before_arriving(scenario: Scenario, seed: int) -> None:
    run = play(scenario, seed=(seed, 0))
    assert len(run.arrived) == len(run.left) == scenario.arrivals
    assert all(left >= came - 1e-9 for came, left in zip(run.arrived, run.left, strict=True))
    assert all(wait >= -1e-9 for waits in run.lined.values() for wait in waits)
    assert play(scenario, seed=(seed, 0)) == run


def test_more_places_never_make_it_slower_and_the_lever_moves_only_its_station() -> None:
    slow = simulate(queue(1, mean=1.0, per_week=6.0, arrivals=300), runs=30)
    fast = simulate(queue(2, mean=1.0, per_week=6.0, arrivals=300), runs=30)
    assert fast.median.high < slow.median.low
    assert simulate(queue(1, mean=1.0, per_week=6.0, arrivals=300), runs=30) == slow


def test_circles_without_an_end_are_found_before_anything_runs() -> None:
    stations = {key: Place(key) for key in "abc"}
    scenario = Scenario("a", stations, {"a": [("b", 1), ("c", 1)], "b": [("a", 0), ("b", 1)]})
    assert loose_ends(scenario) == ["b"]
    with pytest.raises(ValueError, match="end"):
        simulate(scenario)
