# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The simulation against what queueing theory knows exactly."""

from math import factorial
from time import monotonic

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stellwerk.networks.rules.plans import ChainPlan, LinkPlan, StationKind, StationPlan
from stellwerk.networks.rules.simulation import (
    Duration,
    Place,
    Scenario,
    Spread,
    TooLongError,
    in_system,
    loose_ends,
    play,
)
from stellwerk.networks.rules.simulation_inputs import (
    Observed,
    share_faults,
    shares_of,
    shares_with,
)
from stellwerk.networks.rules.simulation_runs import MOST_STEPS, Budget, simulate, simulate_both

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


# ── inputs that would keep a machine busy ────────────────────────────────────────────────────


@pytest.mark.parametrize("places", [None, 1])
def test_circles_that_take_too_long_are_refused_at_once(places) -> None:
    stations = {
        "a": Place("a", Duration(Spread.FIXED, 1.0), places), "b": Place("b"), "end": Place("end"),
    }
    ways = {"a": [("b", 1.0)], "b": [("a", 1 - 1e-9), ("end", 1e-9)]}
    begun = monotonic()
    with pytest.raises(TooLongError) as refused:
        simulate(Scenario("a", stations, ways))
    assert refused.value.station in ("a", "b")
    assert monotonic() - begun < 3, "within the first run"


def circle(out: float) -> Scenario:
    ways = {"a": [("a", 1 - out), ("end", out)]}
    return Scenario("a", {"a": Place("a"), "end": Place("end")}, ways, arrivals=250, warm_up=50)


def test_what_passes_in_one_run_but_not_in_all_is_refused_after_the_first() -> None:
    long, short = circle(0.01), circle(0.5)
    assert play(long, seed=(1, 0)).steps > 20_000, "one run is within its bound"
    for sides in ((long, long), (short, long), (long, short)):
        begun = monotonic()
        with pytest.raises(TooLongError) as refused:
            simulate_both(*sides)
        assert refused.value.station == "a"
        assert monotonic() - begun < 3
    before, after = simulate_both(short, circle(0.4), runs=20)
    assert (before, after) == (simulate(short, runs=20), simulate(circle(0.4), runs=20))


def test_both_sides_of_a_question_share_one_budget() -> None:
    now, then = circle(0.5), circle(0.4)
    needed = [play(side, seed=(1, 0)).steps for side in (now, then)]
    simulate_both(now, then, runs=1, steps=sum(needed))
    with pytest.raises(TooLongError):
        simulate_both(now, then, runs=1, steps=sum(needed) - 1)
    with pytest.raises(TooLongError):
        simulate(now, runs=2, budget=Budget(needed[0]))
    straight = [f"s{number}" for number in range(29)]
    assert len(straight) * 250 * 200 * 2 < MOST_STEPS, "a long chain without a circle is played"


def forked(*targets: str) -> ChainPlan:
    """A beginning, a decision with these ways, an end."""
    stations = [
        StationPlan("s", "S", StationKind.START), StationPlan("e", "E", StationKind.END),
        StationPlan("d", "D", StationKind.DECISION),
    ]
    stations += [StationPlan(one, one, activity_key=one) for one in targets]
    links = [LinkPlan("s", "d")]
    links += [LinkPlan("d", one) for one in targets] + [LinkPlan(one, "e") for one in targets]
    return ChainPlan("x", tuple(stations), tuple(links))


def seen(**counts: int) -> Observed:
    found = Observed(courses=sum(counts.values()))
    for name, count in counts.items():
        found.ways["", name] += count
    return found


def test_what_is_said_holds_and_the_others_share_the_rest() -> None:
    plan, log = forked("a", "b", "c"), seen(a=60, b=20, c=20)
    shares = shares_with(plan, log, {("d", "a"): 50.0})
    assert [shares["d", one] for one in "abc"] == pytest.approx([0.5, 0.25, 0.25])
    # only the one that is said was ever observed: the others share alike
    shares = shares_with(plan, seen(a=9), {("d", "a"): 40.0})
    assert [shares["d", one] for one in "abc"] == pytest.approx([0.4, 0.3, 0.3])
    # all are said: they stand to each other as they were said
    shares = shares_with(plan, log, {("d", "a"): 20.0, ("d", "b"): 20.0, ("d", "c"): 10.0})
    assert [shares["d", one] for one in "abc"] == pytest.approx([0.4, 0.4, 0.2])
    assert shares_with(plan, log, {}) == shares_of(plan, log)


def test_shares_that_add_up_to_nothing_or_too_much_are_named() -> None:
    plan = forked("a", "b")
    assert share_faults(plan, {("d", "a"): 0.0, ("d", "b"): 0.0}) == {"d": 0.0}
    assert share_faults(plan, {("d", "a"): 90.0, ("d", "b"): 20.0}) == {"d": 110.0}
    assert share_faults(plan, {("d", "a"): 0.0}) == {}
    assert share_faults(plan, {("d", "a"): 33.4, ("d", "b"): 66.7}) == {}
    assert share_faults(plan, {}) == {}


@given(
    counts=st.fixed_dictionaries({one: st.integers(0, 5) for one in "abcf"}),
    said=st.dictionaries(st.sampled_from("abcf"), st.floats(0, 40)),
)
def test_shares_of_a_decision_always_add_up_to_one(counts, said) -> None:
    plan = forked(*"abcf")
    told = {("d", one): share for one, share in said.items()}
    if not share_faults(plan, told):
        shares = shares_with(plan, seen(**counts), told)
        assert sum(shares["d", one] for one in "abcf") == pytest.approx(1)
