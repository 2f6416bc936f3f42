# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Stations and ways become a drawing (layered layout); pure geometry, tested by geometry."""

from collections.abc import Callable, Sequence

from stellwerk.networks.rules.layout.grid import Chain, Grid, Sizes, grid_of
from stellwerk.networks.rules.layout.measuring import (
    SMALL_LINE,
    SMALL_SIZE,
    TITLE_LINE,
    TITLE_SIZE,
    text_width,
    wrapped,
)
from stellwerk.networks.rules.layout.shapes import (
    Box,
    Direction,
    Layout,
    PlacedStation,
    PlacedWay,
    Point,
    Station,
    Way,
)
from stellwerk.networks.rules.layout.spreading import spread

# Pixels: the margin of the drawing, inside a station, its narrowest and its widest text.
MARGIN, PADDING, NARROWEST, WIDEST = 16.0, 10.0, 76.0, 164.0
LABEL_HEIGHT, LABEL_PADDING = 20.0, 5.0
MARK_HEIGHT = 20.0
# A loop beside its station; the straight piece in front of a station that holds the arrow head.
LOOP, LOOP_STEP, STUB = 26.0, 28.0, 16.0
_PORT = 16.0


def arrange(
    stations: Sequence[Station], ways: Sequence[Way], *, direction: Direction = Direction.DOWN
) -> Layout:
    """Place everything. Ways that name an unknown station are a mistake (``KeyError``)."""
    return _Drawing(stations, ways, direction).layout()


def label_box(text: str) -> tuple[float, float]:
    """Width and height of a label; nothing for no text."""
    return (text_width(text) + 2 * LABEL_PADDING, LABEL_HEIGHT) if text else (0.0, 0.0)


def fitting(
    stations: Sequence[Station], ways: Sequence[Way], wide: float, high: float
) -> Layout:
    """The direction in which more of the drawing fits on a sheet of this shape."""
    both = [arrange(stations, ways, direction=direction) for direction in Direction]
    return min(both, key=lambda drawn: max(drawn.width / wide, drawn.height / high))


class _Drawing:
    """One drawing in the making. u runs along the course, v across."""

    def __init__(
        self, stations: Sequence[Station], ways: Sequence[Way], direction: Direction
    ) -> None:
        self.stations, self.ways = stations, ways
        self.direction = direction
        self.is_down = direction == Direction.DOWN
        self.index = {station.key: n for n, station in enumerate(stations)}
        ends = [(self.index[way.source], self.index[way.target]) for way in ways]
        self.loops: dict[int, list[int]] = {}
        for n, (source, target) in enumerate(ends):
            if source == target:
                self.loops.setdefault(source, []).append(n)
        self.plain = [n for n, (source, target) in enumerate(ends) if source != target]
        self.texts = [texts(station) for station in stations]
        self.boxes = [self._box_size(n) for n in range(len(stations))]
        self.ends = ends

    # sizes

    def _box_size(self, n: int) -> tuple[float, float]:
        """Width and height of a station's box; loops may widen it."""
        title, details = self.texts[n]
        station = self.stations[n]
        marks = [text_width(mark) + 18 for mark in (station.begins, station.ends) if mark]
        wide = max(
            [text_width(line, TITLE_SIZE) for line in title]
            + [text_width(line) for line in details]
            + marks,
            default=0.0,
        )
        high = len(title) * TITLE_LINE + len(details) * SMALL_LINE + len(marks) * MARK_HEIGHT
        width, height = max(NARROWEST, wide + 2 * PADDING), high + 2 * PADDING
        loops = self.loops.get(n, [])
        if self.is_down:
            return width, max(height, LOOP_STEP * len(loops))
        slots = sum(max(LOOP_STEP, label_box(self.ways[w].label)[0] + 8) for w in loops)
        return max(width, slots), height

    def _loop_room(self, n: int) -> float:
        """What the loops of a station need beside it, across the course."""
        loops = self.loops.get(n, [])
        if not loops:
            return 0.0
        if self.is_down:
            return LOOP + max(label_box(self.ways[w].label)[0] for w in loops)
        return LOOP + LABEL_HEIGHT

    def _sizes(self) -> Sizes:
        stations = []
        for n, (width, height) in enumerate(self.boxes):
            across, along = (width, height) if self.is_down else (height, width)
            stations.append((across / 2, across / 2 + self._loop_room(n), along))
        labels = [label_box(self.ways[n].label) for n in self.plain]
        return Sizes(
            stations,
            labels if self.is_down else [(high, wide) for wide, high in labels],
            [self.ways[n].thickness for n in self.plain],
        )

    # the whole

    def layout(self) -> Layout:
        if not self.stations:
            return Layout(2 * MARGIN, 2 * MARGIN, self.direction)
        self.grid = grid_of(
            [self.ends[n] for n in self.plain],
            [self.ways[n].weight for n in self.plain],
            [station.position for station in self.stations],
            self._sizes(),
        )
        self._shift()
        self.bands = _bands(self.grid)
        self.ports = _Ports(self.grid, self._half)
        placed = [self._station(n) for n in range(len(self.stations))]
        ways: dict[int, PlacedWay] = {}
        for number, chain in enumerate(self.grid.chains):
            way = self.plain[chain.way]
            ways[way] = self._way(number, chain, self.ways[way])
        for n, loops in self.loops.items():
            for place, way in enumerate(loops):
                ways[way] = self._loop(placed[n].box, place, loops)
        across = max(v.at + v.after for v in self.grid.vertices) + MARGIN
        along = self.bands[-1][1] + MARGIN
        width, height = (across, along) if self.is_down else (along, across)
        return Layout(
            width, height, self.direction, tuple(placed),
            tuple(ways[n] for n in range(len(self.ways))),
        )

    def _half(self, n: int) -> float:
        return self.boxes[n][0 if self.is_down else 1] / 2

    def _shift(self) -> None:
        least = min(v.at - v.before for v in self.grid.vertices)
        for vertex in self.grid.vertices:
            vertex.at += MARGIN - least

    def _point(self, u: float, v: float) -> Point:
        return (v, u) if self.is_down else (u, v)

    def _station(self, n: int) -> PlacedStation:
        vertex = self.grid.vertices[n]
        top, bottom = self.bands[vertex.rank]
        x, y = self._point((top + bottom) / 2, vertex.at)
        width, height = self.boxes[n]
        box = Box(x - width / 2, y - height / 2, width, height)
        return PlacedStation(self.stations[n], box, *self.texts[n])

    # lines

    def _way(self, number: int, chain: Chain, way: Way) -> PlacedWay:
        """From its upper to its lower end, turned round for a way back."""
        first, *inner, last = chain.places
        label = None
        stops: list[tuple[float, float, float]] = []
        for n in inner:
            vertex = self.grid.vertices[n]
            top, bottom = self.bands[vertex.rank]
            stops.append((top, bottom, vertex.at))
            if vertex.is_label:
                label = self._label((top + bottom) / 2, vertex.at, way.label)
        edge, v = self._edge(first, below=True), self.ports.at[(number, 0)]
        _band, start = self.bands[self.grid.vertices[first].rank]
        pieces: list[tuple[Point, ...]] = [(self._point(edge, v),), (self._point(start + STUB, v),)]
        u = start + STUB
        for top, bottom, across in stops:
            pieces += self._over(u, v, top, across)
            if bottom > top and not chain.is_level:
                pieces.append((self._point(bottom, across),))
            u, v = (top if chain.is_level else bottom), across
        goal = self.ports.at[(number, 1)]
        if chain.is_level:
            pieces = self._level(pieces, stops[0], last, goal)
        else:
            begin, _bottom = self.bands[self.grid.vertices[last].rank]
            pieces += self._over(u, v, begin - STUB, goal)
            pieces.append((self._point(self._edge(last, below=False), goal),))
        if chain.is_back:
            pieces = _reversed(pieces)
        line, arrow = _with_arrow(pieces, way.thickness)
        return PlacedWay(way, line, arrow, label, chain.is_back)

    def _level(
        self, pieces: list[tuple[Point, ...]], stop: tuple[float, float, float], last: int,
        goal: float,
    ) -> list[tuple[Point, ...]]:
        """Down into the label's place, out of it, and up into a station of the same layer."""
        top, bottom, across = stop
        # A narrow turn inside the label's own place, so that it touches nothing else.
        turn = (top + bottom) / 2
        pieces.append((self._point(turn, across),))
        pieces.append((self._point(top, across),))
        _band, start = self.bands[self.grid.vertices[last].rank]
        pieces += self._over(top, across, start + STUB, goal)
        pieces.append((self._point(self._edge(last, below=True), goal),))
        return pieces

    def _edge(self, n: int, *, below: bool) -> float:
        """Where the box of a station ends along the course."""
        top, bottom = self.bands[self.grid.vertices[n].rank]
        half = self.boxes[n][1 if self.is_down else 0] / 2
        return (top + bottom) / 2 + (half if below else -half)

    def _over(self, u: float, v: float, to_u: float, to_v: float) -> list[tuple[Point, ...]]:
        """From one rank to the next, within the gap between them."""
        if abs(to_v - v) < 0.5 or abs(to_u - u) < 0.01:
            return [(self._point(to_u, to_v),)]
        middle = (u + to_u) / 2
        return [(self._point(middle, v), self._point(middle, to_v), self._point(to_u, to_v))]

    def _label(self, u: float, v: float, text: str) -> Box:
        x, y = self._point(u, v)
        wide, high = label_box(text)
        return Box(x - wide / 2, y - high / 2, wide, high)

    def _loop(self, box: Box, place: int, loops: Sequence[int]) -> PlacedWay:
        """Out of the station and back into it, on the side where no other line goes."""
        way = self.ways[loops[place]]
        wide, high = label_box(way.label)
        # The curve turns at three quarters of its controls, in front of the label.
        reach = (LOOP - 4 - way.thickness / 2) / 0.75
        if self.is_down:
            x = box.right
            y = box.middle[1] + (place - (len(loops) - 1) / 2) * LOOP_STEP
            pieces = [((x, y - 9),), ((x + reach, y - 12), (x + reach, y + 12), (x, y + 9))]
            label = Box(x + LOOP - 2, y - high / 2, wide, high)
        else:
            slots = [max(LOOP_STEP, label_box(self.ways[w].label)[0] + 8) for w in loops]
            x = box.middle[0] - sum(slots) / 2 + sum(slots[:place]) + slots[place] / 2
            y = box.bottom
            pieces = [((x - 9, y),), ((x - 12, y + reach), (x + 12, y + reach), (x + 9, y))]
            label = Box(x - wide / 2, y + LOOP - 2, wide, high)
        (a, b, tip) = pieces[1]
        dx, dy = (-1.0, 0.0) if self.is_down else (0.0, -1.0)
        length, half = 8.0, 4.5
        arrow = (
            tip,
            (tip[0] - dx * length - dy * half, tip[1] - dy * length - dx * half),
            (tip[0] - dx * length + dy * half, tip[1] - dy * length + dx * half),
        )
        end = (tip[0] - dx * 6, tip[1] - dy * 6)
        return PlacedWay(
            way, (pieces[0], (a, b, end)), arrow, label if way.label else None, is_back=True
        )


def texts(station: Station) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines of title and details as they stand in the box."""
    title = wrapped(station.title, WIDEST, TITLE_SIZE, 4)
    details = tuple(
        line for text in station.details for line in wrapped(text, WIDEST, SMALL_SIZE, 2)
    )
    return title, details


def _bands(grid: Grid) -> list[tuple[float, float]]:
    """Begin and end of every rank along the course, with room for slanting lines between."""
    slant = [0.0] * (len(grid.ranks) + 1)
    for above, below in grid.segments:
        a, b = grid.vertices[above], grid.vertices[below]
        upper = min(a.rank, b.rank)
        slant[upper] = max(slant[upper], abs(a.at - b.at))
    bands: list[tuple[float, float]] = []
    u = MARGIN
    for at, rank in enumerate(grid.ranks):
        along = max((grid.vertices[n].along for n in rank), default=0.0)
        bands.append((u, u + along))
        u += along + STUB + min(80.0, 8 + slant[at] * 0.13)
    return bands


class _Ports:
    """Where each way leaves and meets its stations: side by side, without crossing there."""

    def __init__(self, grid: Grid, half: Callable[[int], float]) -> None:
        self.at: dict[tuple[int, int], float] = {}
        sides: dict[tuple[int, bool], list[tuple[float, tuple[int, int]]]] = {}
        for number, chain in enumerate(grid.chains):
            first, last = chain.places[0], chain.places[-1]
            after, before = grid.vertices[chain.places[1]].at, grid.vertices[chain.places[-2]].at
            sides.setdefault((first, True), []).append((after, (number, 0)))
            sides.setdefault((last, chain.is_level), []).append((before, (number, 1)))
        for (station, _below), wishes in sides.items():
            wishes.sort()
            middle, reach = grid.vertices[station].at, half(station) - 8
            apart = min(_PORT, 2 * reach / max(1, len(wishes) - 1))
            found = spread(
                [wish for wish, _port in wishes], [1.0] * len(wishes),
                [apart] * (len(wishes) - 1), middle - reach, middle + reach,
            )
            for at, (_wish, port) in zip(found, wishes, strict=True):
                self.at[port] = at


def _reversed(pieces: Sequence[tuple[Point, ...]]) -> list[tuple[Point, ...]]:
    """The same line from its other end."""
    ends = [piece[-1] for piece in pieces]
    turned: list[tuple[Point, ...]] = [(ends[-1],)]
    for at in range(len(pieces) - 1, 0, -1):
        piece = pieces[at]
        goal = ends[at - 1]
        turned.append((piece[1], piece[0], goal) if len(piece) == 3 else (goal,))
    return turned


def _with_arrow(
    pieces: Sequence[tuple[Point, ...]], thickness: float
) -> tuple[tuple[tuple[Point, ...], ...], tuple[Point, Point, Point]]:
    """The line up to its arrow head, and the head; the last piece is straight."""
    tip, before = pieces[-1][-1], pieces[-2][-1]
    length, half = min(STUB - 2, 8 + thickness), 3.5 + thickness * 0.75
    dx, dy = tip[0] - before[0], tip[1] - before[1]
    long = (dx * dx + dy * dy) ** 0.5 or 1.0
    dx, dy = dx / long, dy / long
    base = (tip[0] - dx * length, tip[1] - dy * length)
    arrow = (
        tip, (base[0] - dy * half, base[1] + dx * half), (base[0] + dy * half, base[1] - dx * half),
    )
    end = (tip[0] - dx * (length - 1), tip[1] - dy * (length - 1))
    return (*pieces[:-1], (end,)), arrow
