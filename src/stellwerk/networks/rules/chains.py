# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What must hold of an agreed chain: of each station, and of the way through them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker
from stellwerk.networks.choices import (
    LONGEST_DAYS,
    MOST_STATIONS,
    ChainState,
    Standing,
    StationKind,
)
from stellwerk.networks.rules.observing import personal_blockers
from stellwerk.networks.rules.plans import ChainPlan, LinkPlan, StationPlan

#: Free words of a station; none of them may lead to a person.
STATION_TEXTS = (
    "name", "organisation", "trigger", "standard", "handed_over", "feedback", "fallback",
    "legal_basis", "offers",
)


def standing(state: str, valid_from: date | None, next_from: date | None, day: date) -> Standing:
    """Where a version stands on ``day``; ``next_from`` is the day of the next agreed one."""
    if state == ChainState.DRAFT or valid_from is None:
        return Standing.DRAFT
    if next_from is not None and next_from <= day:
        return Standing.SUPERSEDED
    return Standing.COMING if valid_from > day else Standing.IN_FORCE


def chain_blockers(name: str, purpose: str) -> list[Blocker]:
    """A chain has a name, and names nobody."""
    found = []
    if not name.strip():
        found.append(Blocker("name_missing", _("Please give the chain a name."), "name"))
    return [*found, *personal_blockers(name, "name"), *personal_blockers(purpose, "purpose")]


def station_blockers(station: StationPlan) -> list[Blocker]:
    """What must hold of a station already in a draft."""
    found = []
    if not station.name.strip():
        found.append(Blocker("name_missing", _("Please give the station a name."), "name"))
    days = station.max_days
    if days is not None and not 0 <= days <= LONGEST_DAYS:
        found.append(
            Blocker(
                "days",
                _("A maximum duration lies between 0 and %(n)s days.") % {"n": LONGEST_DAYS},
                "max_days",
            )
        )
    for field in STATION_TEXTS:
        found += personal_blockers(getattr(station, field), field)
    return found


def shape_blockers(plan: ChainPlan) -> list[Blocker]:
    """What must hold of a plan as a whole before it can be written down, even as a draft."""
    found = [
        Blocker(each.code, _said(station, each), each.field)
        for station in plan.stations
        for each in station_blockers(station)
    ]
    if len(plan.stations) > MOST_STATIONS:
        found.append(
            Blocker(
                "too_many",
                _("A chain has at most %(n)s stations: split it.") % {"n": MOST_STATIONS},
            )
        )
    counted = Counter(station.key for station in plan.stations)
    for key, times in counted.items():
        if not key or times > 1:
            found.append(
                Blocker(
                    "key", _("The key »%(key)s« belongs to more than one station.") % {"key": key}
                )
            )
    return [*found, *_link_blockers(plan.links, set(counted))]


def _link_blockers(links: Iterable[LinkPlan], keys: Collection[str]) -> list[Blocker]:
    found = []
    seen: set[tuple[str, str]] = set()
    for link in links:
        found += personal_blockers(link.condition, "condition")
        for end in (link.source, link.target):
            if end not in keys:
                found.append(
                    Blocker(
                        "link", _("A way names »%(key)s«, which is no station.") % {"key": end}
                    )
                )
        if (link.source, link.target) in seen:
            text = _("The way from »%(a)s« to »%(b)s« is there twice.")
            found.append(Blocker("link_twice", text % {"a": link.source, "b": link.target}))
        seen.add((link.source, link.target))
    return found


def plan_blockers(plan: ChainPlan) -> list[Blocker]:
    """All that stands in the way of agreeing on a plan; empty means: it can be agreed on."""
    found = shape_blockers(plan)
    if found:
        return found
    return [*_kind_blockers(plan), *_way_blockers(plan), *_activity_blockers(plan)]


def _kind_blockers(plan: ChainPlan) -> list[Blocker]:
    found = []
    starts = [s for s in plan.stations if s.kind == StationKind.START]
    if len(starts) != 1:
        found.append(
            Blocker(
                "start",
                _("A chain has exactly one start; this one has %(n)s.") % {"n": len(starts)},
            )
        )
    if not any(s.kind == StationKind.END for s in plan.stations):
        found.append(Blocker("end", _("The chain has no end.")))
    here = Counter(link.target for link in plan.links)
    onward = Counter(link.source for link in plan.links)
    for station in plan.stations:
        said = {"name": station.name}
        if station.kind == StationKind.START and here[station.key]:
            found.append(
                Blocker("start_entered", _("A way leads back to the start »%(name)s«.") % said)
            )
        if station.kind == StationKind.END and onward[station.key]:
            found.append(Blocker("end_left", _("A way leads on from the end »%(name)s«.") % said))
        if station.kind == StationKind.DECISION and onward[station.key] < 2:
            found.append(
                Blocker(
                    "decision", _("From the decision »%(name)s« at least two ways lead on.") % said
                )
            )
    return found


def _way_blockers(plan: ChainPlan) -> list[Blocker]:
    """Every station is reached from the start, and from each an end is reached."""
    onward: dict[str, list[str]] = {}
    back: dict[str, list[str]] = {}
    for link in plan.links:
        onward.setdefault(link.source, []).append(link.target)
        back.setdefault(link.target, []).append(link.source)
    starts = [s.key for s in plan.stations if s.kind == StationKind.START]
    ends = [s.key for s in plan.stations if s.kind == StationKind.END]
    reached, ending = reach(starts, onward), reach(ends, back)
    found = []
    for station in plan.stations:
        said = {"name": station.name}
        if starts and station.key not in reached:
            text = _("No way leads from the start to »%(name)s«.")
            found.append(Blocker("unreachable", text % said))
        if ends and station.key not in ending:
            found.append(Blocker("dead_end", _("From »%(name)s« no way leads to an end.") % said))
    return found


def reach(sources: Iterable[str], onward: Mapping[str, Iterable[str]]) -> set[str]:
    """All keys that ways lead to from ``sources``, these included."""
    found = set(sources)
    waiting = list(found)
    while waiting:
        for target in onward.get(waiting.pop(), ()):
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found


def _activity_blockers(plan: ChainPlan) -> list[Blocker]:
    """The log must be able to tell the stations apart."""
    named: dict[str, list[str]] = {}
    for station in plan.stations:
        if station.activity_key:
            named.setdefault(station.activity_key, []).append(station.name)
    text = _("The stations %(names)s share one activity: the log could not tell them apart.")
    return [
        Blocker("activity_twice", text % {"names": ", ".join(f"»{name}«" for name in names)})
        for names in named.values()
        if len(names) > 1
    ]


def day_blockers(valid_from: date | None, last_from: date | None) -> list[Blocker]:
    """The day from which a version holds: never before the one agreed on last."""
    if valid_from is None:
        return [Blocker("day_missing", _("From which day does it hold?"), "valid_from")]
    if last_from is not None and valid_from < last_from:
        text = _("A version cannot hold from an earlier day than the one agreed on before it.")
        return [Blocker("day", text, "valid_from")]
    return []


def _said(station: StationPlan, blocker: Blocker) -> str:
    if not station.name.strip():
        return str(blocker.message)
    return f"»{station.name}«: {blocker.message}"
