# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What goes into a drawing and what comes out: boxes and lines in pixels, no colour, no markup."""

from dataclasses import dataclass, field
from enum import StrEnum


class Direction(StrEnum):
    """Where the course runs: from top to bottom, or from left to right."""

    DOWN = "down"
    ACROSS = "across"


class Shape(StrEnum):
    STEP = "step"
    DECISION = "decision"
    START = "start"
    END = "end"


@dataclass(frozen=True)
class Station:
    """A node. ``details`` are short lines below the title; ``begins`` and ``ends`` are the words
    on its start and end marks, empty for none. ``position``: its median place in the courses.
    """

    key: str
    title: str
    details: tuple[str, ...] = ()
    begins: str = ""
    ends: str = ""
    shape: Shape = Shape.STEP
    position: float | None = None


@dataclass(frozen=True)
class Way:
    """A directed line. ``weight`` decides what is the main course, ``thickness`` is in pixels."""

    source: str
    target: str
    label: str = ""
    weight: float = 1.0
    thickness: float = 2.0


@dataclass(frozen=True)
class Box:
    """A rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def meets(self, other: "Box", slack: float = 0.0) -> bool:
        """Whether the two share more than a border."""
        return (
            self.x < other.right - slack
            and other.x < self.right - slack
            and self.y < other.bottom - slack
            and other.y < self.bottom - slack
        )


Point = tuple[float, float]


@dataclass(frozen=True)
class PlacedStation:
    """A station with its box; every text line stands in it, from top to bottom."""

    station: Station
    box: Box
    title_lines: tuple[str, ...]
    detail_lines: tuple[str, ...]


@dataclass(frozen=True)
class PlacedWay:
    """A way with its line, arrow head and the box of its label (none without a label).

    ``line`` alternates between straight pieces and cubic curves: each piece is one point (straight
    to it) or three (two controls and the end); the first piece is where it begins.
    """

    way: Way
    line: tuple[tuple[Point, ...], ...]
    arrow: tuple[Point, Point, Point]
    label: Box | None
    is_back: bool = False

    def sampled(self, steps: int = 8) -> list[Point]:
        """The line as a chain of points."""
        points = [self.line[0][0]]
        for piece in self.line[1:]:
            if len(piece) == 1:
                points.append(piece[0])
                continue
            start, (a, b, end) = points[-1], piece
            for n in range(1, steps + 1):
                t = n / steps
                points.append(_cubic(start, a, b, end, t))
        return points


def _cubic(p: Point, a: Point, b: Point, q: Point, t: float) -> Point:
    s = 1 - t
    return (
        s**3 * p[0] + 3 * s * s * t * a[0] + 3 * s * t * t * b[0] + t**3 * q[0],
        s**3 * p[1] + 3 * s * s * t * a[1] + 3 * s * t * t * b[1] + t**3 * q[1],
    )


@dataclass(frozen=True)
class Layout:
    """A drawing's size and all that stands on it."""

    width: float
    height: float
    direction: Direction
    stations: tuple[PlacedStation, ...] = ()
    ways: tuple[PlacedWay, ...] = field(default=())
