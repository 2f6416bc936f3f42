# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What a directly-follows map says on its drawing: words, steps of waiting, thickness."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stellwerk.exchange.process_maps.svg import Face, draw
from stellwerk.networks.rules.choosing import Drawn, counts_of
from stellwerk.networks.rules.layout import (
    Direction,
    Layout,
    PlacedStation,
    Station,
    Way,
    arrange,
    fitting,
    text_width,
    texts,
)
from stellwerk.networks.rules.maps import Edge, ProcessMap
from stellwerk.networks.rules.waiting import Scale, in_words, scale_for, thickness


class Measure(StrEnum):
    """Which figure of the waiting time stands on the map."""

    MEDIAN = "median"
    MEAN = "mean"
    P90 = "p90"
    MOST = "max"


#: Where an edge or an activity leads; "" for nowhere.
EdgeAddress = Callable[[str, str], str]
StationAddress = Callable[[str], str]


@dataclass(frozen=True)
class Plate:
    """What the drawings of one page share: measure, steps of waiting, thickest line, links."""

    measure: Measure
    scale: Scale
    most: int
    edge_address: EdgeAddress | None = None
    station_address: StationAddress | None = None


def plate_for(
    *maps: ProcessMap, measure: Measure = Measure.MEDIAN,
    edge_address: EdgeAddress | None = None, station_address: StationAddress | None = None,
) -> Plate:
    """Steps and thickness that hold for all these maps."""
    edges = [edge for found in maps for edge in found.edges]
    return Plate(
        measure,
        scale_for(measured(edge, measure) for edge in edges),
        max((edge.count for edge in edges), default=0),
        edge_address, station_address,
    )


def measured(edge: Edge, measure: Measure) -> float | None:
    """The chosen figure in seconds; None while it is not known."""
    return {
        Measure.MEDIAN: edge.median_s, Measure.MEAN: edge.mean_s, Measure.P90: edge.p90_s,
        Measure.MOST: edge.max_s,
    }[measure]


def wait_sentence(seconds: float | None, measure: Measure) -> str:
    """"median 12 days", "on average 12 days" …; says so when nothing is known."""
    if seconds is None:
        return _("waiting time unknown")
    text = {
        Measure.MEDIAN: _("median %(time)s"), Measure.MEAN: _("on average %(time)s"),
        Measure.P90: _("9 of 10 within %(time)s"), Measure.MOST: _("at most %(time)s"),
    }[measure]
    return text % {"time": in_words(seconds)}


def edge_sentence(edge: Edge, measure: Measure) -> str:
    """"Application → Decision: 34 times, median 12 days"."""
    wait = wait_sentence(measured(edge, measure), measure)
    return f"{edge.source} → {edge.target}: {_times(edge.count)}, {wait}"


def _times(count: int) -> str:
    return ngettext("%(n)s time", "%(n)s times", count) % {"n": count}


def label_of(edge: Edge, measure: Measure) -> str:
    """Count and waiting time; the count alone while nothing is known of the time."""
    seconds = measured(edge, measure)
    return f"{edge.count} · {in_words(seconds)}" if seconds is not None else str(edge.count)


def station_of(found: ProcessMap, name: str) -> Station:
    """An activity with its count, its main organisation, its start and end marks."""
    count = found.activities.get(name)
    details = [_times(count)] if count is not None else [_("elsewhere")]
    performers = found.performers.get(name, {})
    if performers:
        main = min(performers, key=lambda who: (-performers[who], who))
        others = len(performers) - 1
        details.append(f"{main} +{others}" if others else main)
    begins, ends = found.start.get(name, 0), found.end.get(name, 0)
    return Station(
        name, name, tuple(details),
        begins=_("%(n)s begin") % {"n": begins} if begins else "",
        ends=_("%(n)s end") % {"n": ends} if ends else "",
    )


def station_sentence(found: ProcessMap, name: str) -> str:
    if name not in found.activities:
        return _("%(step)s: not a step of the chosen organisation") % {"step": name}
    parts = [_times(found.activities[name])]
    if found.start.get(name):
        parts.append(_("%(n)s courses begin here") % {"n": found.start[name]})
    if found.end.get(name):
        parts.append(_("%(n)s courses end here") % {"n": found.end[name]})
    return f"{name}: {', '.join(parts)}"


def lay_out(
    found: ProcessMap, drawn: Drawn, plate: Plate, *, direction: Direction | None = None,
    wide: float = 1200, high: float = 900,
) -> Layout:
    """Places for what is drawn; without a direction the one that fits the sheet better."""
    stations = [station_of(found, name) for name in drawn.activities]
    ways = [_way(edge, plate) for edge in drawn.edges]
    if direction is None:
        return fitting(stations, ways, wide, high)
    return arrange(stations, ways, direction=direction)


def _way(edge: Edge, plate: Plate) -> Way:
    return Way(
        edge.source, edge.target, label_of(edge, plate.measure), weight=edge.count,
        thickness=thickness(edge.count, plate.most),
    )


def draw_map(
    layout: Layout, found: ProcessMap, plate: Plate, *, spoken: str, style: str = "",
) -> SafeString:
    """One map on these places. Ways and stations that it does not have are not drawn."""
    edges = {(edge.source, edge.target): edge for edge in found.edges}
    known = counts_of(found)
    ways = {}
    for at, placed in enumerate(layout.ways):
        edge = edges.get((placed.way.source, placed.way.target))
        if edge is not None:
            ways[at] = _face(edge, plate)
    stations = {
        placed.station.key: Face(
            station_sentence(found, placed.station.key),
            plate.station_address(placed.station.key) if plate.station_address else "",
            tone="" if placed.station.key in found.activities else "quiet",
        )
        for placed in layout.stations
        if placed.station.key in known
    }
    own = replace(layout, stations=tuple(_own(placed, found) for placed in layout.stations))
    return draw(own, spoken=spoken, stations=stations, ways=ways, style=style)


def _own(placed: PlacedStation, found: ProcessMap) -> PlacedStation:
    """A station with what this map says of it, in the box it was given."""
    station = station_of(found, placed.station.key)
    if station == placed.station:
        return placed
    lines = texts(station)[1][: len(placed.detail_lines)]
    return replace(placed, station=station, detail_lines=lines)


def _face(edge: Edge, plate: Plate) -> Face:
    seconds = measured(edge, plate.measure)
    return Face(
        edge_sentence(edge, plate.measure),
        plate.edge_address(edge.source, edge.target) if plate.edge_address else "",
        tone=str(plate.scale.step(seconds)),
        label=label_of(edge, plate.measure),
        thickness=thickness(edge.count, plate.most),
    )


def common_layout(
    first: ProcessMap, second: ProcessMap, drawn: Drawn, plate: Plate, *,
    direction: Direction = Direction.DOWN,
) -> Layout:
    """Places that hold for both maps: every text is measured with the wider of its two sides."""
    sides = (first, second)
    stations = [_wider_station([station_of(side, name) for side in sides], first, second)
                for name in drawn.activities]  # fmt: skip
    ways = []
    for edge in drawn.edges:
        own = [e for side in sides for e in side.edges
               if (e.source, e.target) == (edge.source, edge.target)]  # fmt: skip
        label = max((label_of(e, plate.measure) for e in own), key=text_width, default="")
        thick = max((thickness(e.count, plate.most) for e in own), default=1.5)
        ways.append(Way(edge.source, edge.target, label, weight=edge.count, thickness=thick))
    return arrange(stations, ways, direction=direction)


def _wider_station(both: list[Station], first: ProcessMap, second: ProcessMap) -> Station:
    lines = max(len(station.details) for station in both)
    details = tuple(
        max((s.details[n] for s in both if n < len(s.details)), key=text_width)
        for n in range(lines)
    )
    return replace(
        both[0], details=details,
        begins=max((s.begins for s in both), key=text_width),
        ends=max((s.ends for s in both), key=text_width),
    )


def legend(plate: Plate) -> list[tuple[str, str]]:
    """Tone of a way and what it means."""
    return [(str(step), text) for step, text in plate.scale.labels()]


def edge_row(edge: Edge) -> dict[str, str | int]:
    """One row of a table: everything that is known of an edge, in words."""
    return {
        "source": edge.source, "target": edge.target, "count": edge.count,
        "mean": in_words(edge.mean_s), "median": in_words(edge.median_s),
        "p90": in_words(edge.p90_s), "least": in_words(edge.min_s), "most": in_words(edge.max_s),
    }
