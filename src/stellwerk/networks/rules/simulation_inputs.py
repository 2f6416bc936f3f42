# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What a simulation starts from: a plan, what was observed of it, and what somebody changes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from stellwerk.networks.rules.plans import ChainPlan, StationKind
from stellwerk.networks.rules.simulation import Duration, Place, Scenario, Spread

#: Beyond these counts the random choice of values says nothing more.
MOST_VALUES = 2_000
#: Days that a station is assumed to take where neither the log nor the agreement says any.
ASSUMED_DAYS = 7.0
#: A way that is taken at all is taken by one of a hundred; thirds may be said as 33.4.
LEAST_PER_CENT, MOST_PER_CENT = 1.0, 100.5
#: More places than this at one station are no office; leave the field empty instead.
MOST_PLACES = 500
_START, _END = "", ""


@dataclass
class Observed:
    """From courses: days since the station before, by activity; how often which way was taken."""

    courses: int = 0
    per_week: float | None = None
    days: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    #: (activity, next activity) -> courses; "" is the beginning and the end.
    ways: Counter[tuple[str, str]] = field(default_factory=Counter)


@dataclass(frozen=True)
class Turned:
    """One lever: what is different at a station. None and "" leave it as it is."""

    days: float | None = None
    places: int | None = None
    is_skipped: bool = False


@dataclass(frozen=True)
class Settings:
    """What the page sends for one of the two sides."""

    per_week: float
    spread: Spread = Spread.EXPONENTIAL
    stations: Mapping[str, Turned] = field(default_factory=dict)
    #: (source, target) of the plan -> share in per cent; all others as observed.
    shares: Mapping[tuple[str, str], float] = field(default_factory=dict)


def observe(events: Iterable[tuple[int, str, datetime]], known: Iterable[str]) -> Observed:
    """``events``: course, activity, moment, in the order of the courses; others than ``known``
    activities are no stations and are passed over."""
    stations = set(known)
    found = Observed()
    starts: list[datetime] = []
    course, before, since = None, _START, None
    for number, activity, at in events:
        if activity not in stations:
            continue
        if number != course:
            if course is not None:
                found.ways[before, _END] += 1
            course, before, since = number, _START, None
            found.courses += 1
            starts.append(at)
        found.ways[before, activity] += 1
        if since is not None and len(found.days[activity]) < MOST_VALUES:
            found.days[activity].append((at - since).total_seconds() / 86400)
        before, since = activity, at
    if course is not None:
        found.ways[before, _END] += 1
    if len(starts) > 1:
        weeks = (max(starts) - min(starts)).total_seconds() / 86400 / 7
        found.per_week = round(len(starts) / weeks, 2) if weeks >= 1 else None
    return found


def scenario_of(plan: ChainPlan, observed: Observed, settings: Settings) -> Scenario:
    """The plan as a model: every station with its days and places, every way with its share."""
    stations = {}
    for station in plan.stations:
        turned = settings.stations.get(station.key, Turned())
        is_step = station.kind == StationKind.STEP
        stations[station.key] = Place(
            station.key,
            duration_of(plan, station.key, observed, settings) if is_step else Duration(),
            turned.places if is_step else None,
            is_skipped=turned.is_skipped and is_step,
        )
    shares = shares_with(plan, observed, settings.shares)
    ways: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for link in plan.links:
        ways[link.source].append((link.target, shares[link.source, link.target]))
    start = next((s.key for s in plan.stations if s.kind == StationKind.START), "")
    return Scenario(
        start or plan.stations[0].key, stations, ways, settings.per_week, arrivals=250, warm_up=50
    )


def duration_of(
    plan: ChainPlan, key: str, observed: Observed, settings: Settings
) -> Duration:
    """Said by hand; else observed; else the agreed maximum or a week, and marked as assumed."""
    station = next(one for one in plan.stations if one.key == key)
    values = observed.days.get(station.activity_key, []) if station.activity_key else []
    said = settings.stations.get(key, Turned()).days
    if values and said is not None and sum(values) > 0:
        return Duration(
            Spread.OBSERVED, observed=tuple(values), scale=said * len(values) / sum(values)
        )
    if said is None and values:
        return Duration(Spread.OBSERVED, observed=tuple(values))
    if said is None and observed.ways[_START, station.activity_key]:
        return Duration(Spread.FIXED, 0.0)
    return Duration(settings.spread, said if said is not None else assumed_days(station.max_days))


def assumed_days(max_days: int | None) -> float:
    return ASSUMED_DAYS if max_days is None else float(max_days)


def shares_of(plan: ChainPlan, observed: Observed) -> dict[tuple[str, str], float]:
    """Share of each way, from 0 to 1: as often as the log saw it, else all alike.

    A decision leaves no trace: what counts is the activity before it and the one behind it.
    """
    onward: dict[str, list[str]] = defaultdict(list)
    back: dict[str, list[str]] = defaultdict(list)
    for link in plan.links:
        onward[link.source].append(link.target)
        back[link.target].append(link.source)
    names = {
        station.key: station.activity_key if station.kind == StationKind.STEP else ""
        for station in plan.stations
    }
    ends = {s.key for s in plan.stations if s.kind == StationKind.END}
    starts = {s.key for s in plan.stations if s.kind == StationKind.START}
    found = {}
    for source, targets in onward.items():
        before = _seen(source, back, names, starts)
        counted = {
            target: sum(
                observed.ways[a, b]
                for a in before
                for b in _seen(target, onward, names, ends)
            )
            for target in targets
        }
        whole = sum(counted.values())
        for target in targets:
            found[source, target] = counted[target] / whole if whole else 1 / len(targets)
    return found


def shares_with(
    plan: ChainPlan, observed: Observed, said: Mapping[tuple[str, str], float]
) -> dict[tuple[str, str], float]:
    """What was said in per cent holds; the other ways of a station share what it leaves over.

    They share it as often as each was seen, all alike where none was. Are all said, they stand to
    each other as they were said.
    """
    shares = shares_of(plan, observed)
    for source, targets in _onward(plan).items():
        open_ways = [target for target in targets if (source, target) not in said]
        told = {t: said[source, t] / 100 for t in targets if (source, t) in said}
        if not told:
            continue
        left = max(0.0, 1 - sum(told.values()))
        whole = sum(shares[source, target] for target in open_ways)
        for target in open_ways:
            part = shares[source, target] / whole if whole else 1 / len(open_ways)
            shares[source, target] = left * part
        total = sum(told.values())
        total = total if not open_ways else max(total, 1.0)
        for target, share in told.items():
            shares[source, target] = share / total if total else 0.0
    return shares


def share_faults(
    plan: ChainPlan, said: Mapping[tuple[str, str], float]
) -> dict[str, float]:
    """Stations whose said shares are no way on, and what they add up to in per cent.

    More than a hundred leaves less than nothing for the others; all of them nothing is no way.
    """
    faults = {}
    for source, targets in _onward(plan).items():
        told = [said[source, target] for target in targets if (source, target) in said]
        total = sum(told)
        if told and (total > MOST_PER_CENT or (len(told) == len(targets) and total <= 0)):
            faults[source] = total
    return faults


def _onward(plan: ChainPlan) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for link in plan.links:
        found[link.source].append(link.target)
    return found


def _seen(
    key: str, following: Mapping[str, Sequence[str]], names: Mapping[str, str], edge: set[str]
) -> set[str]:
    """The nearest activities from a station on; "" where the beginning or the end is nearer."""
    found, passed, queue = set(), {key}, [key]
    while queue:
        one = queue.pop()
        if names[one]:
            found.add(names[one])
            continue
        if one in edge:
            found.add("")
            continue
        for other in following.get(one, ()):
            if other not in passed:
                passed.add(other)
                queue.append(other)
    return found
