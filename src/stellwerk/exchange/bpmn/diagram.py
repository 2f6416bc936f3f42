# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The diagram of a file that another tool drew: what is new gets a place, the rest stays put."""


from stellwerk.exchange.bpmn import elements as words
from stellwerk.exchange.bpmn.document import Element, Opened, children
from stellwerk.exchange.bpmn.drawing import SIZES, Box, way
from stellwerk.exchange.bpmn.writing import edge, shape
from stellwerk.networks.rules.plans import StationKind

GAP = 40
LANE_HEIGHT = 120


class Diagram:
    """Shapes and edges by the element they draw. Without a diagram nothing is drawn."""

    def __init__(self, opened: Opened) -> None:
        self.document = opened.document
        self.planes = [
            plane
            for diagram in children(opened.root, "BPMNDiagram", namespace=words.DIAGRAM)
            for plane in children(diagram, "BPMNPlane", namespace=words.DIAGRAM)
        ]
        self.drawn: dict[str, list[Element]] = {}
        for plane in self.planes:
            for element in children(plane, "BPMNShape", "BPMNEdge", namespace=words.DIAGRAM):
                name = element.getAttribute("bpmnElement").split(":")[-1]
                self.drawn.setdefault(name, []).append(element)

    def remove(self, of: str) -> None:
        for element in self.drawn.pop(of, []):
            element.parentNode.removeChild(element)

    def box(self, of: str) -> Box | None:
        for element in self.drawn.get(of, []):
            for bounds in children(element, "Bounds", namespace=words.BOUNDS):
                return _box(bounds)
        return None

    def place(self, of: str, kind: StationKind, beside: str, lane: str) -> None:
        """A new node in a column of its own at the right end, at the height of its lane."""
        if not self.planes or of in self.drawn:
            return
        width, height = SIZES[kind]
        around = self.box(lane) or self.box(beside)
        middle = around.y + around.height // 2 if around else GAP + height
        box = Box(self._right_end() + GAP, middle - height // 2, width, height)
        self._add(of, shape(self.document, of, box, is_gateway=kind == StationKind.DECISION))
        self._widen(box.x + width + GAP)

    def place_lane(self, lane: str, pool: str) -> None:
        """A new lane at the bottom of its pool."""
        around = self.box(pool)
        if around is None:
            return
        self._resize(pool, around._replace(height=around.height + LANE_HEIGHT))
        box = Box(around.x + 30, around.y + around.height, around.width - 30, LANE_HEIGHT)
        self._add(lane, shape(self.document, lane, box, is_lane=True))

    def move(self, of: str, lane: str) -> None:
        """A node into the height of another lane."""
        box, around = self.box(of), self.box(lane)
        if box is not None and around is not None:
            self._resize(of, box._replace(y=around.y + (around.height - box.height) // 2))

    def connect(self, of: str, source: str, target: str) -> None:
        """Draw a flow between two nodes, anew if it was drawn before."""
        self.remove(of)
        ends = (self.box(source), self.box(target))
        if self.planes and ends[0] is not None and ends[1] is not None:
            self._add(of, edge(self.document, of, way(ends[0], ends[1])))

    def _add(self, of: str, element: Element) -> None:
        self.drawn.setdefault(of, []).append(element)
        self.planes[0].appendChild(element)

    def _right_end(self) -> int:
        """Right end of everything inside the pools."""
        ends = [
            box.x + box.width
            for of, found in self.drawn.items()
            if (box := self.box(of)) is not None and not _is_band(found[0])
        ]
        return max(ends, default=0)

    def _widen(self, right: int) -> None:
        """Pools and lanes reach as far as their contents."""
        for of, found in self.drawn.items():
            box = self.box(of)
            if box is not None and _is_band(found[0]) and box.x + box.width < right:
                self._resize(of, box._replace(width=right - box.x))

    def _resize(self, of: str, box: Box) -> None:
        for element in self.drawn.get(of, []):
            for bounds in children(element, "Bounds", namespace=words.BOUNDS):
                for name, value in zip(("x", "y", "width", "height"), box, strict=True):
                    bounds.setAttribute(name, str(value))


def _is_band(element: Element) -> bool:
    """Pools and lanes say how they lie."""
    return bool(element.hasAttribute("isHorizontal"))


def _box(bounds: Element) -> Box | None:
    try:
        values = [round(float(bounds.getAttribute(n))) for n in ("x", "y", "width", "height")]
    except (ValueError, OverflowError):
        return None
    return Box(*values)
