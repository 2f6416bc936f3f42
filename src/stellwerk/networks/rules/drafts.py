# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A first draft of a chain from what was observed: stations and ways that are usual."""

from collections import deque
from collections.abc import Mapping

from stellwerk.networks.rules.maps import ProcessMap
from stellwerk.networks.rules.plans import ChainPlan, LinkPlan, StationKind, StationPlan

START, END = "start", "end"


def plan_of_map(
    found: ProcessMap,
    name: str,
    *,
    share: float = 0.05,
    keys: Mapping[str, str] | None = None,
    words: tuple[str, str] = ("Start", "End"),
) -> ChainPlan:
    """Stations are activities, responsible is who did it most often.

    ``share``: ways that fewer than this part of all courses took are left out, but every
    activity that stays keeps its most frequent way in and out, so that nothing hangs loose.
    ``keys``: activity key of the catalogue by name; ``words``: names of start and end.
    """
    if not found.activities:
        return ChainPlan(name)
    ways = _ways(found)
    least = share * max(found.cases, 1)
    kept = {way for way, count in ways.items() if count >= least}
    stay = {one for way in kept for one in way}
    for one in sorted(stay - {START, END}):
        entering = [way for way in ways if way[1] == one and way[0] in stay and way[0] != one]
        leaving = [way for way in ways if way[0] == one and way[1] in stay and way[1] != one]
        for choices in (entering, leaving):
            if choices:
                kept.add(max(choices, key=lambda way: (ways[way], way)))
    reached = _reached(kept, START) & _reached({(b, a) for a, b in kept}, END)
    # Nothing is usual: everything is shown rather than an empty model.
    if not reached - {START, END}:
        kept, reached = set(ways), {one for way in ways for one in way}
    return _plan(found, name, {w for w in kept if set(w) <= reached}, keys or {}, words)


def _ways(found: ProcessMap) -> dict[tuple[str, str], int]:
    ways = {(f"a:{edge.source}", f"a:{edge.target}"): edge.count for edge in found.edges}
    ways |= {(START, f"a:{activity}"): count for activity, count in found.start.items()}
    ways |= {(f"a:{activity}", END): count for activity, count in found.end.items()}
    return ways


def _reached(ways: set[tuple[str, str]], first: str) -> set[str]:
    following: dict[str, list[str]] = {}
    for source, target in ways:
        following.setdefault(source, []).append(target)
    seen, queue = {first}, deque([first])
    while queue:
        for target in following.get(queue.popleft(), []):
            if target not in seen:
                seen.add(target)
                queue.append(target)
    return seen


def _plan(
    found: ProcessMap,
    name: str,
    ways: set[tuple[str, str]],
    keys: Mapping[str, str],
    words: tuple[str, str],
) -> ChainPlan:
    shown = {one for way in ways for one in way} - {START, END}
    ordered = [a for a in found.activities if f"a:{a}" in shown]
    numbered = {f"a:{a}": f"a{number + 1}" for number, a in enumerate(ordered)}
    numbered |= {START: START, END: END}
    stations = [StationPlan(START, words[0], StationKind.START)]
    for activity in ordered:
        stations.append(
            StationPlan(
                numbered[f"a:{activity}"],
                activity,
                organisation=_performer(found, activity),
                activity_key=keys.get(activity, ""),
            )
        )
    stations.append(StationPlan(END, words[1], StationKind.END))
    place = {station.key: number for number, station in enumerate(stations)}
    links = [LinkPlan(numbered[source], numbered[target]) for source, target in ways]
    links.sort(key=lambda link: (place[link.source], place[link.target]))
    return ChainPlan(name, tuple(stations), tuple(links))


def _performer(found: ProcessMap, activity: str) -> str:
    """Who did it most often; by name where two are equal."""
    counted = found.performers.get(activity, {})
    return min(counted, key=lambda one: (-counted[one], one)) if counted else ""
