# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A placed drawing as SVG: attributes and classes only, no style in the markup.

Every station and every way is one stop of the keyboard with a whole sentence. Waiting is told by
text, dash and colour; how often by text and thickness.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from stellwerk.networks.rules.layout import Box, Layout, PlacedStation, PlacedWay, Shape
from stellwerk.networks.rules.layout.arranging import MARK_HEIGHT, PADDING
from stellwerk.networks.rules.layout.measuring import SMALL_LINE, TITLE_LINE, text_width
from stellwerk.networks.rules.layout.shapes import Point


@dataclass(frozen=True)
class Face:
    """How a station or way speaks and where it leads.

    ``tone``: of a way its step of waiting ("1" to "5", "0" unknown) or "deviation", "absent"; of a
    station "", "quiet" or "deviation". ``label`` replaces the label of a way by a text no wider.
    ``is_own``: said in the words of those who keep what is drawn, not in ours.
    """

    spoken: str
    address: str = ""
    tone: str = ""
    label: str | None = None
    thickness: float | None = None
    is_own: bool = False


def draw(
    layout: Layout, *, spoken: str, stations: Mapping[str, Face], ways: Mapping[int, Face],
    style: str = "",
) -> SafeString:
    """The drawing. ``ways`` by their place in the layout; what has no face is not drawn.

    ``style``: rules for a file that stands alone; a page has them in its sheet.
    """
    parts = [
        f'<svg class="app-map" role="group" aria-label="{escape(spoken)}" '
        f'viewBox="0 0 {layout.width:.0f} {layout.height:.0f}" width="{layout.width:.0f}" '
        f'height="{layout.height:.0f}" xmlns="http://www.w3.org/2000/svg">',
        f"<style>{style}</style>" if style else "",
    ]
    leaving: dict[str, list[int]] = {}
    for at, way in enumerate(layout.ways):
        if at in ways:
            leaving.setdefault(way.way.source, []).append(at)
    for placed in in_order(layout):
        key = placed.station.key
        if key in stations:
            parts.append(_station(placed, stations[key]))
        parts += [_way(layout.ways[at], ways[at]) for at in leaving.get(key, ())]
    parts.append("</svg>")
    return mark_safe("".join(parts))  # noqa: S308 - numbers and escaped words


def in_order(layout: Layout) -> list[PlacedStation]:
    """As the course runs: the order in which the keyboard visits the stations."""
    down = layout.direction == "down"
    return sorted(
        layout.stations,
        key=lambda s: s.box.middle[::-1] if down else s.box.middle,
    )


def _focusable(css: str, face: Face, content: str) -> str:
    """A link where there is something to see behind it, else a stop that only speaks."""
    name = escape(face.spoken)
    title = f"<title>{name}</title>"
    own = ' data-own-words=""' if face.is_own else ""
    if face.address:
        address = escape(face.address)
        # The link takes its name from the picture in it, which says all that is written there.
        inner = f'<g role="img" aria-label="{name}">{title}{content}</g>'
        return f'<a class="{css}" href="{address}"{own}>{inner}</a>'
    return (
        f'<g class="{css}" tabindex="0" role="img" aria-label="{name}"{own}>{title}{content}</g>'
    )


def _way(placed: PlacedWay, face: Face) -> str:
    thick = face.thickness or placed.way.thickness
    text = placed.way.label if face.label is None else face.label
    content = (
        f'<path class="app-map__line" d="{_path(placed.line)}" stroke-width="{thick:.1f}"/>'
        f'<path class="app-map__arrow" d="{_closed(placed.arrow)}"/>'
    )
    if placed.label is not None and text:
        content += _label(placed.label, text)
    return _focusable(f"app-map__way app-map__way--{face.tone or 'plain'}", face, content)


def _label(box: Box, text: str) -> str:
    x, y = box.middle
    return (
        f'<rect class="app-map__ground" x="{box.x:.1f}" y="{box.y:.1f}" '
        f'width="{box.width:.1f}" height="{box.height:.1f}" rx="4"/>'
        f'<text class="app-map__text" text-anchor="middle" x="{x:.1f}" y="{y + 4:.1f}">'
        f"{escape(text)}</text>"
    )


def _path(line: Sequence[Sequence[Point]]) -> str:
    parts = [f"M{_at(line[0][0])}"]
    for piece in line[1:]:
        parts.append(("L" if len(piece) == 1 else "C") + " ".join(_at(point) for point in piece))
    return "".join(parts)


def _closed(points: Sequence[Point]) -> str:
    return "M" + "L".join(_at(point) for point in points) + "Z"


def _at(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def _station(placed: PlacedStation, face: Face) -> str:
    station, box = placed.station, placed.box
    x, y = box.middle[0], box.y + PADDING
    parts = [_outline(station.shape, box)]
    high = (
        len(placed.title_lines) * TITLE_LINE + len(placed.detail_lines) * SMALL_LINE
        + MARK_HEIGHT * (bool(station.begins) + bool(station.ends)) + 2 * PADDING
    )
    # A box that loops made taller keeps its text in the middle.
    y += (box.height - high) / 2
    if station.begins:
        parts.append(_mark(x, y, station.begins, is_start=True))
        y += MARK_HEIGHT
    for line in placed.title_lines:
        parts.append(_text("app-map__title", x, y + TITLE_LINE - 4, line))
        y += TITLE_LINE
    for line in placed.detail_lines:
        parts.append(_text("app-map__text", x, y + SMALL_LINE - 4, line))
        y += SMALL_LINE
    if station.ends:
        parts.append(_mark(x, y, station.ends, is_start=False))
    css = f"app-map__station app-map__station--{station.shape.value}"
    if face.tone:
        css += f" app-map__station--{face.tone}"
    return _focusable(css, face, "".join(parts))


def _outline(shape: Shape, box: Box) -> str:
    if shape == Shape.DECISION:
        cut = min(14.0, box.height / 2)
        corners = (
            (box.x + cut, box.y), (box.right - cut, box.y), (box.right, box.middle[1]),
            (box.right - cut, box.bottom), (box.x + cut, box.bottom), (box.x, box.middle[1]),
        )
        return f'<path class="app-map__box" d="{_closed(corners)}"/>'
    round_ = box.height / 2 if shape in (Shape.START, Shape.END) else 8
    return (
        f'<rect class="app-map__box" x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" '
        f'height="{box.height:.1f}" rx="{round_:.1f}"/>'
    )


def _text(css: str, x: float, y: float, text: str) -> str:
    return f'<text class="{css}" text-anchor="middle" x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>'


def _mark(x: float, y: float, text: str, *, is_start: bool) -> str:
    """A triangle for where courses begin, a square for where they end, with the words beside."""
    left = x - text_width(text) / 2 - 8
    top = y + 4
    shape = (
        _closed(((left, top), (left + 9, top + 5), (left, top + 10)))
        if is_start
        else _closed(((left, top), (left + 9, top), (left + 9, top + 9), (left, top + 9)))
    )
    return (
        f'<path class="app-map__mark" d="{shape}"/>'
        f'<text class="app-map__text" x="{left + 14:.1f}" y="{y + 13:.1f}">{escape(text)}</text>'
    )
