# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""An agreed chain as a drawing; what later cases did otherwise can be drawn into it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stellwerk.exchange.process_maps.svg import Face, draw
from stellwerk.networks.rules.layout import Direction, Shape, Station, Way, arrange
from stellwerk.networks.rules.plans import ChainPlan, LinkPlan, StationPlan

#: Where a station leads on the page; "" for nowhere.
Address = Callable[[StationPlan], str]


@dataclass(frozen=True)
class Deviation:
    """A way between two stations that the chain does not allow, and how often it was taken."""

    source: str
    target: str
    count: int


def draw_plan(
    plan: ChainPlan, *, address_of: Address | None = None, deviations: Sequence[Deviation] = (),
    direction: Direction = Direction.DOWN, style: str = "",
) -> SafeString:
    """The chain as SVG. Stations keep the order of the list; links to unknown keys are left out."""
    keys = {station.key for station in plan.stations}
    names = {station.key: station.name for station in plan.stations}
    links = [link for link in plan.links if {link.source, link.target} <= keys]
    astray = [row for row in deviations if {row.source, row.target} <= keys]
    ways = [_link(link) for link in links] + [_astray(row) for row in astray]
    layout = arrange(
        [_station(at, station) for at, station in enumerate(plan.stations)], ways,
        direction=direction,
    )
    faces = {
        station.key: Face(_spoken(station), address_of(station) if address_of else "", is_own=True)
        for station in plan.stations
    }
    spoken = [Face(_link_words(link, names), is_own=True) for link in links]
    spoken += [Face(_astray_words(row, names), tone="deviation") for row in astray]
    label = _("Chain \"%(name)s\"; the list beside it says the same.") % {"name": plan.name}
    return draw(layout, spoken=label, stations=faces, ways=dict(enumerate(spoken)), style=style)


def _station(at: int, station: StationPlan) -> Station:
    details = [station.organisation] if station.organisation else []
    if station.max_days is not None:
        details.append(_most(station.max_days))
    shape = Shape(station.kind.value)
    return Station(station.key, station.name, tuple(details), shape=shape, position=float(at))


def _most(days: int) -> str:
    return ngettext("at most %(n)s day", "at most %(n)s days", days) % {"n": days}


def _spoken(station: StationPlan) -> str:
    parts = [station.name, station.organisation]
    if station.max_days is not None:
        parts.append(_most(station.max_days))
    return ", ".join(part for part in parts if part)


def _link(link: LinkPlan) -> Way:
    condition = link.condition.strip()
    short = condition if len(condition) <= 28 else condition[:27].rstrip() + "…"
    return Way(link.source, link.target, short)


def _link_words(link: LinkPlan, names: dict[str, str]) -> str:
    way = f"{names[link.source]} → {names[link.target]}"
    return f"{way}: {link.condition}" if link.condition else way


def _astray(row: Deviation) -> Way:
    # Light: what is not agreed must not decide where the stations stand.
    return Way(row.source, row.target, _times(row.count), weight=0.01)


def _times(count: int) -> str:
    return ngettext("%(n)s time", "%(n)s times", count) % {"n": count}


def _astray_words(row: Deviation, names: dict[str, str]) -> str:
    return _("Not agreed: %(source)s → %(target)s, %(times)s") % {
        "source": names[row.source], "target": names[row.target], "times": _times(row.count),
    }
