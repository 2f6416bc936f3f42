# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Two versions of a chain side by side; where a chain passes into another legal sphere."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from stellwerk.networks.rules.plans import ChainPlan, LinkPlan, StationPlan

#: What is compared of a station, in the order of the page; the key says which station it is.
COMPARED = tuple(
    field.name
    for field in fields(StationPlan)
    if field.name not in {"key", "organisation_key"}
)


@dataclass(frozen=True)
class Change:
    """One detail of a station that differs; for ways both sides are ``(next key, condition)``."""

    field: str
    before: object
    after: object


@dataclass(frozen=True)
class StationChange:
    """One station in two versions; None: it is not in that one."""

    key: str
    before: StationPlan | None
    after: StationPlan | None
    changes: tuple[Change, ...] = ()

    @property
    def kind(self) -> str:
        """"added", "removed", "changed" or "same"."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "changed" if self.changes else "same"

    @property
    def name(self) -> str:
        shown = self.after or self.before
        return shown.name if shown else self.key


@dataclass(frozen=True)
class Crossing:
    """A way on which the legal sphere changes: there responsibilities open anew."""

    source: StationPlan
    target: StationPlan


def compare(before: ChainPlan, after: ChainPlan) -> list[StationChange]:
    """Station by station, in the order of the later version; what is gone stands where it was."""
    old = {station.key: station for station in before.stations}
    new = {station.key: station for station in after.stations}
    order = [station.key for station in after.stations]
    place = 0
    for station in before.stations:
        if station.key in new:
            place = order.index(station.key) + 1
        else:
            order.insert(place, station.key)
            place += 1
    ways_before, ways_after = _ways(before.links), _ways(after.links)
    return [
        StationChange(
            key, old.get(key), new.get(key),
            _changes(old[key], new[key], ways_before.get(key, ()), ways_after.get(key, ()))
            if key in old and key in new
            else (),
        )
        for key in order
    ]


def _ways(links: Iterable[LinkPlan]) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for link in links:
        found.setdefault(link.source, []).append((link.target, link.condition))
    return {key: tuple(sorted(ways)) for key, ways in found.items()}


def _changes(
    before: StationPlan, after: StationPlan, ways_before: object, ways_after: object
) -> tuple[Change, ...]:
    found = [
        Change(name, getattr(before, name), getattr(after, name))
        for name in COMPARED
        if getattr(before, name) != getattr(after, name)
    ]
    if ways_before != ways_after:
        found.append(Change("ways", ways_before, ways_after))
    return tuple(found)


def crossings(plan: ChainPlan) -> list[Crossing]:
    """Ways on which the legal sphere changes, looking through stations without one."""
    by_key = {station.key: station for station in plan.stations}
    onward: dict[str, list[str]] = {}
    for link in plan.links:
        onward.setdefault(link.source, []).append(link.target)
    found = []
    for source in plan.stations:
        if not source.legal_sphere:
            continue
        waiting, seen = list(onward.get(source.key, ())), set()
        while waiting:
            key = waiting.pop(0)
            if key in seen:
                continue
            seen.add(key)
            target = by_key[key]
            if not target.legal_sphere:
                waiting += onward.get(key, ())
            elif target.legal_sphere != source.legal_sphere:
                found.append(Crossing(source, target))
    return found
