# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Drawings as SVG with attributes only; beside each stands a table that says the same.

Nothing is told by colour alone: lines differ in their dashes, marks in their shape, and every mark
bears its number.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from math import cos, pi, sin

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from stellwerk.cases.choices import Sector
from stellwerk.cases.models import NetworkTie
from stellwerk.cases.rules.assessments import NeedCourse

# The chart of needs: 0 at the foot, 4 at the head.
_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _STEP = 340, 176, 44, 24, 30, 29

# The network card: its middle, the radius of each ring, where sectors are named.
_ACROSS, _DOWN, _RINGS, _RIM = 360, 256, (84, 144, 204), 222
_INNER = 46


def need_chart(area: str, course: NeedCourse) -> SafeString:
    """Both needs over the assessments of one life area."""
    count = len(course.points)
    wide = _WIDTH - _LEFT - _RIGHT

    def at(index: int) -> float:
        return _LEFT + (wide * index / (count - 1) if count > 1 else wide / 2)

    manager = [(at(i), point.need) for i, point in enumerate(course.points)]
    client = [(at(i), point.client_need) for i, point in enumerate(course.points)]
    label = _("Need in %(area)s over %(n)s assessments; the table beside it says the same.") % {
        "area": area, "n": count,
    }
    parts = [
        f'<svg class="app-drawing app-drawing--needs" role="img" aria-label="{escape(label)}" '
        f'viewBox="0 0 {_WIDTH} {_HEIGHT}" focusable="false">',
        *(_grid_line(level) for level in range(5)),
        _line(manager, "manager", _circle, above=True),
        _line(client, "client", _square, above=False),
        "</svg>",
    ]
    return mark_safe("".join(parts))  # noqa: S308 - numbers and one escaped label


def _height(level: int) -> int:
    return _TOP + (4 - level) * _STEP


def _grid_line(level: int) -> str:
    y = _height(level)
    return (
        f'<line class="app-drawing__grid" x1="{_LEFT - 20}" y1="{y}" x2="{_WIDTH - 8}" y2="{y}"/>'
        f'<text class="app-drawing__text" x="6" y="{y + 5}">{level}</text>'
    )


def _circle(x: float, y: float) -> str:
    return f'<circle class="app-drawing__mark" cx="{x:.0f}" cy="{y:.0f}" r="6"/>'


def _square(x: float, y: float) -> str:
    return (
        f'<rect class="app-drawing__mark app-drawing__mark--open" x="{x - 6:.0f}" '
        f'y="{y - 6:.0f}" width="12" height="12"/>'
    )


def _line(
    points: Sequence[tuple[float, int | None]], kind: str, mark: Callable[[float, float], str],
    *, above: bool,
) -> str:
    """Rated points with their mark and number; the line runs over what was not rated."""
    # Both on one spot would hide each other: one stands a little to the left, one to the right.
    shift = -5 if above else 5
    rated = [(x + shift, _height(level), level) for x, level in points if level is not None]
    path = " ".join(f"{x:.0f},{y}" for x, y, _level in rated)
    drawn = [f'<polyline class="app-drawing__line app-drawing__line--{kind}" points="{path}"/>']
    for x, y, level in rated:
        drawn.append(mark(x, y))
        beside = y - 11 if above else y + 22
        drawn.append(
            f'<text class="app-drawing__text" text-anchor="middle" x="{x:.0f}" y="{beside}">'
            f"{level}</text>"
        )
    return "".join(drawn)


@dataclass(frozen=True)
class Numbered:
    """Somebody on the card with the number that drawing and table share."""

    number: int
    tie: NetworkTie

    @property
    def sign(self) -> str:
        """The effect as text: +2, 0, −1, or a question mark while nobody has rated it."""
        return signed(self.tie.effect)


def signed(value: int | None) -> str:
    """A number that bears its sign; a question mark for none, 0 is 0."""
    if value is None:
        return "?"
    return f"{value:+d}".replace("-", "−") if value else "0"


def numbered(ties: Sequence[NetworkTie]) -> list[Numbered]:
    """In the order of sectors and rings."""
    order = {sector.value: place for place, sector in enumerate(Sector)}
    rows = sorted(ties, key=lambda tie: (order.get(tie.sector, 99), tie.closeness))
    return [Numbered(n, tie) for n, tie in enumerate(rows, start=1)]


def network_card(rows: Sequence[Numbered]) -> SafeString:
    """Rings are closeness, sectors parts of life; square = by profession, circle = private."""
    label = _("Network card with %(n)s entries; the table below says the same.") % {"n": len(rows)}
    parts = [
        f'<svg class="app-drawing app-drawing--card" role="img" aria-label="{escape(label)}" '
        f'viewBox="0 0 {2 * _ACROSS} {2 * _DOWN}" focusable="false">',
        *(
            f'<circle class="app-drawing__ring" cx="{_ACROSS}" cy="{_DOWN}" r="{radius}"/>'
            for radius in (_INNER - 12, *_RINGS)
        ),
        *(_sector(place, sector) for place, sector in enumerate(Sector)),
        f'<text class="app-drawing__text" text-anchor="middle" x="{_ACROSS}" y="{_DOWN + 6}">'
        f"{escape(_('Person'))}</text>",
        *(_place(rows)),
        "</svg>",
    ]
    return mark_safe("".join(parts))  # noqa: S308 - numbers and escaped words


def _spot(angle: float, radius: float) -> tuple[float, float]:
    return _ACROSS + radius * cos(angle), _DOWN + radius * sin(angle)


def _sector(place: int, sector: Sector) -> str:
    """The border of a sector and its name at the rim."""
    wide = 2 * pi / len(Sector)
    edge = place * wide - pi / 2
    (x1, y1), (x2, y2) = _spot(edge, _INNER - 12), _spot(edge, _RINGS[-1])
    x, y = _spot(edge + wide / 2, _RIM)
    side = cos(edge + wide / 2)
    anchor = "start" if side > 0.5 else "end" if side < -0.5 else "middle"
    # Long names break after their first word; those above the middle grow upwards.
    lines = str(sector.label).split(" ", 1)
    spans = "".join(
        f'<tspan x="{x:.0f}" dy="{0 if n == 0 else 20}">{escape(line)}</tspan>'
        for n, line in enumerate(lines)
    )
    up = 20 if y < _DOWN and len(lines) > 1 else 0
    return (
        f'<line class="app-drawing__grid" x1="{x1:.0f}" y1="{y1:.0f}" x2="{x2:.0f}" y2="{y2:.0f}"/>'
        f'<text class="app-drawing__name" text-anchor="{anchor}" y="{y - up + 5:.0f}">{spans}'
        "</text>"
    )


def _place(rows: Sequence[Numbered]) -> list[str]:
    """Those of one sector and ring share its arc evenly."""
    wide = 2 * pi / len(Sector)
    groups: dict[tuple[int, int], list[Numbered]] = {}
    order = {sector.value: place for place, sector in enumerate(Sector)}
    for row in rows:
        groups.setdefault((order.get(row.tie.sector, 0), row.tie.closeness), []).append(row)
    drawn = []
    for (place, ring), members in groups.items():
        outer = _RINGS[ring - 1]
        inner = _RINGS[ring - 2] if ring > 1 else _INNER
        for n, row in enumerate(members):
            angle = place * wide - pi / 2 + wide * (n + 1) / (len(members) + 1)
            drawn.append(_mark(row, *_spot(angle, (inner + outer) / 2)))
    return drawn


def _mark(row: Numbered, x: float, y: float) -> str:
    effect = row.tie.effect
    tone = "open" if effect is None else "good" if effect > 0 else "bad" if effect < 0 else "plain"
    css = f"app-drawing__tie app-drawing__tie--{tone}"
    shape = (
        f'<rect class="{css}" x="{x - 17:.0f}" y="{y - 17:.0f}" width="34" height="34" rx="3"/>'
        if row.tie.is_formal
        else f'<circle class="{css}" cx="{x:.0f}" cy="{y:.0f}" r="19"/>'
    )
    return (
        f"{shape}"
        f'<text class="app-drawing__number" text-anchor="middle" x="{x:.0f}" y="{y - 1:.0f}">'
        f"{row.number}</text>"
        f'<text class="app-drawing__sign" text-anchor="middle" x="{x:.0f}" y="{y + 13:.0f}">'
        f"{escape(row.sign)}</text>"
    )
