# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Positions of a model that has none: a grid, one band per lane, one column per step of the way."""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from stellwerk.networks.rules.plans import StationKind


class Box(NamedTuple):
    x: int
    y: int
    width: int
    height: int


SIZES = {
    StationKind.START: (36, 36),
    StationKind.END: (36, 36),
    StationKind.DECISION: (50, 50),
    StationKind.STEP: (120, 80),
}
COLUMN, ROW, LEFT, TOP, HEADING = 180, 120, 60, 40, 30


@dataclass(frozen=True)
class Drawn:
    """Boxes by node and by lane, the pool around them, bends by flow (in its order)."""

    nodes: dict[str, Box]
    lanes: tuple[Box, ...]
    pool: Box
    ways: tuple[tuple[tuple[int, int], ...], ...]


def draw(
    nodes: Sequence[tuple[str, StationKind, int]], flows: Sequence[tuple[str, str]], lanes: int
) -> Drawn:
    """``nodes``: id, kind and number of the lane; ``flows``: source and target id."""
    columns = _columns([node for node, _kind, _lane in nodes], flows)
    cells: dict[tuple[int, int], list[str]] = defaultdict(list)
    for node, _kind, lane in nodes:
        cells[lane, columns[node]].append(node)
    heights = [
        ROW * max([1, *(len(cell) for (where, _), cell in cells.items() if where == lane)])
        for lane in range(lanes)
    ]
    kinds = {node: kind for node, kind, _lane in nodes}
    boxes: dict[str, Box] = {}
    for (lane, column), cell in cells.items():
        top = TOP + sum(heights[:lane])
        for row, node in enumerate(cell):
            boxes[node] = _centred(kinds[node], column, top + row * ROW)
    width = LEFT + COLUMN * (max(columns.values(), default=0) + 1)
    bands, at = [], TOP
    for height in heights:
        bands.append(Box(LEFT + HEADING, at, width, height))
        at += height
    pool = Box(LEFT, TOP, width + HEADING, sum(heights) or ROW)
    ways = tuple(way(boxes[source], boxes[target]) for source, target in flows)
    return Drawn(boxes, tuple(bands), pool, ways)


def _centred(kind: StationKind, column: int, top: int) -> Box:
    width, height = SIZES[kind]
    middle = LEFT + HEADING + COLUMN // 2 + column * COLUMN
    return Box(middle - width // 2, top + (ROW - height) // 2, width, height)


def _columns(nodes: Sequence[str], flows: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Steps from the beginning; what is only reached by itself begins again on the left."""
    following: dict[str, list[str]] = defaultdict(list)
    for source, target in flows:
        following[source].append(target)
    entered = {target for source, target in flows if source != target}
    found: dict[str, int] = {}
    for first in (*(n for n in nodes if n not in entered), *nodes):
        if first in found:
            continue
        found[first] = 0
        queue = deque([first])
        while queue:
            node = queue.popleft()
            for target in following[node]:
                if target not in found:
                    found[target] = found[node] + 1
                    queue.append(target)
    return found


def way(source: Box, target: Box) -> tuple[tuple[int, int], ...]:
    """Bends between two boxes: forward at the sides, backward below both."""
    right = (source.x + source.width, source.y + source.height // 2)
    left = (target.x, target.y + target.height // 2)
    if left[0] > right[0]:
        if left[1] == right[1]:
            return (right, left)
        bend = left[0] - 25
        return (right, (bend, right[1]), (bend, left[1]), left)
    below = max(source.y + source.height, target.y + target.height) + 15
    down = (source.x + source.width // 2, source.y + source.height)
    up = (target.x + target.width // 2, target.y + target.height)
    if source == target:
        up = (target.x + target.width // 4, target.y + target.height)
    return (down, (down[0], below), (up[0], below), up)
