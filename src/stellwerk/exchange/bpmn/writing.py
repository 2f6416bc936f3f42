# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The plan of a chain as a BPMN 2.0 file of our own: pool, lanes, process and diagram."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.dom.minidom import getDOMImplementation

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker, refuse_if
from stellwerk.exchange.bpmn import elements as words
from stellwerk.exchange.bpmn.document import Document, Element, serialised
from stellwerk.exchange.bpmn.drawing import Box, draw
from stellwerk.exchange.bpmn.own import (
    lane_name,
    made,
    mark_folded,
    model_element,
    prefix_in,
    put_own,
)
from stellwerk.networks.rules.plans import ChainPlan, StationKind, StationPlan

_ID = re.compile(r"[A-Za-z0-9_-]+")


@dataclass
class Drawing:
    """What is to be written: nodes with their lane, flows between them."""

    nodes: dict[str, StationPlan] = field(default_factory=dict)
    #: element id of the gateway -> element id of its step
    gateways: dict[str, str] = field(default_factory=dict)
    #: source id, target id, condition, whether the condition decides
    flows: list[tuple[str, str, str, bool]] = field(default_factory=list)
    lanes: list[str] = field(default_factory=list)

    def order(self) -> list[str]:
        """Elements in the order of the plan, each gateway behind its step."""
        behind = {step: gateway for gateway, step in self.gateways.items()}
        return [one for node in self.nodes for one in (node, behind.get(node)) if one]


def write_bpmn(plan: ChainPlan, names: Mapping[str, str] | None = None) -> bytes:
    """A complete file. ``names``: name by key of the directory, for the lanes."""
    refuse_if(faults_of(plan))
    drawing = _planned(plan, names or {})
    document = _new_document()
    _head(document)
    process = _process(document, plan, drawing, names or {})
    root = document.documentElement
    root.appendChild(_collaboration(document, plan))
    root.appendChild(process)
    root.appendChild(_diagram(document, drawing, names or {}))
    return serialised(document)


def faults_of(plan: ChainPlan) -> list[Blocker]:
    """What would make the model contradict itself."""
    kinds = {station.key: station.kind for station in plan.stations}
    counted = Counter(station.key for station in plan.stations)
    found = [
        Blocker("bpmn_key_twice", _("The key “%(key)s” stands twice.") % {"key": key})
        for key, count in counted.items()
        if count > 1
    ]
    names = {station.key: station.name for station in plan.stations}
    for link in plan.links:
        if link.source not in kinds or link.target not in kinds:
            found.append(Blocker("bpmn_link", _("A way leads to a station that is missing.")))
        elif kinds[link.source] == StationKind.END:
            said = _("A way leads on from the end “%(name)s”.") % {"name": names[link.source]}
            found.append(Blocker("bpmn_link", said))
        elif kinds[link.target] == StationKind.START:
            said = _("A way leads back to the start “%(name)s”.") % {"name": names[link.target]}
            found.append(Blocker("bpmn_link", said))
    if not plan.stations:
        found.append(Blocker("bpmn_empty", _("The chain has no stations.")))
    return found


def element_id(key: str, taken: set[str]) -> str:
    """An id that XML allows and nobody has."""
    made_id = f"station_{key}" if _ID.fullmatch(key) else "station"
    number, found = 2, made_id
    while found in taken:
        found, number = f"{made_id}_{number}", number + 1
    taken.add(found)
    return found


def _planned(plan: ChainPlan, names: Mapping[str, str]) -> Drawing:
    drawing = Drawing()
    taken: set[str] = set()
    ids = {station.key: element_id(station.key, taken) for station in plan.stations}
    ways: dict[str, int] = defaultdict(int)
    for link in plan.links:
        ways[link.source] += 1
    leaves = dict(ids)
    for station in plan.stations:
        drawing.nodes[ids[station.key]] = station
        lane = lane_name(station, names)
        if lane not in drawing.lanes:
            drawing.lanes.append(lane)
        if ways[station.key] > 1 and station.kind != StationKind.DECISION:
            gateway = element_id(f"{station.key}_ways_on", taken)
            drawing.gateways[gateway] = ids[station.key]
            leaves[station.key] = gateway
            drawing.flows.append((ids[station.key], gateway, "", False))
    for link in plan.links:
        decides = bool(link.condition) and ways[link.source] > 1
        drawing.flows.append((leaves[link.source], ids[link.target], link.condition, decides))
    return drawing


def _new_document() -> Document:
    return getDOMImplementation().createDocument(words.MODEL, "bpmn:definitions", None)


def _head(document: Document) -> None:
    root = document.documentElement
    for prefix, namespace in (
        ("bpmn", words.MODEL), ("bpmndi", words.DIAGRAM), ("dc", words.BOUNDS),
        ("di", words.LINES), ("xsi", words.XSI), ("chain", words.OWN),
    ):
        root.setAttribute(f"xmlns:{prefix}", namespace)
    root.setAttribute("id", "definitions")
    root.setAttribute("targetNamespace", words.OWN)
    root.setAttribute("exporter", "Stellwerk")


def _collaboration(document: Document, plan: ChainPlan) -> Element:
    collaboration = model_element(document, "collaboration")
    collaboration.setAttribute("id", "collaboration")
    pool = model_element(document, "participant")
    pool.setAttribute("id", "pool")
    pool.setAttribute("name", plan.name)
    pool.setAttribute("processRef", "process")
    collaboration.appendChild(pool)
    return collaboration


def _process(
    document: Document, plan: ChainPlan, drawing: Drawing, names: Mapping[str, str]
) -> Element:
    process = model_element(document, "process")
    process.setAttribute("id", "process")
    process.setAttribute("name", plan.name)
    process.setAttribute("isExecutable", "false")
    process.appendChild(_lanes(document, drawing, names))
    for node in drawing.order():
        if node in drawing.gateways:
            element = model_element(document, "exclusiveGateway")
            element.setAttribute("id", node)
            mark_folded(document, element)
        else:
            element = node_element(document, node, drawing.nodes[node], names)
        for number, (_source, target, _condition, _decides) in enumerate(drawing.flows):
            if target == node:
                element.appendChild(reference(document, "incoming", f"way_{number + 1}"))
        for number, (source, _target, _condition, _decides) in enumerate(drawing.flows):
            if source == node:
                element.appendChild(reference(document, "outgoing", f"way_{number + 1}"))
        process.appendChild(element)
    for number, (source, target, condition, decides) in enumerate(drawing.flows):
        process.appendChild(
            flow_element(document, f"way_{number + 1}", source, target, condition, decides)
        )
    return process


def node_element(
    document: Document, node: str, station: StationPlan, names: Mapping[str, str]
) -> Element:
    """A station with its words: for people in the documentation, exact in our extension."""
    element = model_element(document, words.ELEMENT_OF[station.kind])
    element.setAttribute("id", node)
    element.setAttribute("name", station.name)
    said = documentation_of(station)
    if said:
        text = model_element(document, "documentation")
        text.appendChild(document.createTextNode(said))
        element.appendChild(text)
    put_own(document, element, station, names)
    return element


def documentation_of(station: StationPlan) -> str:
    """The fields as sentences that every other tool shows."""
    rows = (
        (_("Trigger"), station.trigger),
        (_("Agreed quality"), station.standard),
        (_("At most (days)"), "" if station.max_days is None else str(station.max_days)),
        (_("Handed over"), station.handed_over),
        (_("Feedback"), station.feedback),
        (_("Otherwise"), station.fallback),
        (_("Legal basis"), station.legal_basis),
        (_("Offers"), station.offers),
    )
    return "\n".join(f"{label}: {value}" for label, value in rows if value)


def flow_element(
    document: Document, flow: str, source: str, target: str, condition: str, decides: bool
) -> Element:
    element = model_element(document, "sequenceFlow")
    element.setAttribute("id", flow)
    if condition:
        element.setAttribute("name", condition)
    element.setAttribute("sourceRef", source)
    element.setAttribute("targetRef", target)
    if decides:
        expression = model_element(document, "conditionExpression")
        kind = prefix_in(document, words.MODEL, "bpmn") + "tFormalExpression"
        expression.setAttribute(prefix_in(document, words.XSI, "xsi") + "type", kind)
        expression.appendChild(document.createTextNode(condition))
        element.appendChild(expression)
    return element


def reference(document: Document, name: str, to: str) -> Element:
    element = model_element(document, name)
    element.appendChild(document.createTextNode(to))
    return element


def lane_of(drawing: Drawing, node: str, names: Mapping[str, str]) -> str:
    return lane_name(drawing.nodes[drawing.gateways.get(node, node)], names)


def _lanes(document: Document, drawing: Drawing, names: Mapping[str, str]) -> Element:
    lane_set = model_element(document, "laneSet")
    lane_set.setAttribute("id", "lanes")
    for number, called in enumerate(drawing.lanes):
        lane = model_element(document, "lane")
        lane.setAttribute("id", f"lane_{number + 1}")
        if called:
            lane.setAttribute("name", called)
        for node in drawing.order():
            if lane_of(drawing, node, names) == called:
                lane.appendChild(reference(document, "flowNodeRef", node))
        lane_set.appendChild(lane)
    return lane_set


def _diagram(document: Document, drawing: Drawing, names: Mapping[str, str]) -> Element:
    nodes = [
        (
            node,
            StationKind.DECISION if node in drawing.gateways else drawing.nodes[node].kind,
            drawing.lanes.index(lane_of(drawing, node, names)),
        )
        for node in drawing.order()
    ]
    drawn = draw(nodes, [(flow[0], flow[1]) for flow in drawing.flows], len(drawing.lanes))
    diagram = made(document, words.DIAGRAM, "BPMNDiagram", "bpmndi")
    diagram.setAttribute("id", "diagram")
    plane = made(document, words.DIAGRAM, "BPMNPlane", "bpmndi")
    plane.setAttribute("id", "plane")
    plane.setAttribute("bpmnElement", "collaboration")
    diagram.appendChild(plane)
    plane.appendChild(shape(document, "pool", drawn.pool, is_lane=True))
    for number, band in enumerate(drawn.lanes):
        plane.appendChild(shape(document, f"lane_{number + 1}", band, is_lane=True))
    for node, kind, _lane in nodes:
        is_gateway = kind == StationKind.DECISION
        plane.appendChild(shape(document, node, drawn.nodes[node], is_gateway=is_gateway))
    for number, points in enumerate(drawn.ways):
        plane.appendChild(edge(document, f"way_{number + 1}", points))
    return diagram


def shape(
    document: Document, of: str, box: Box, *, is_lane: bool = False, is_gateway: bool = False
) -> Element:
    element = made(document, words.DIAGRAM, "BPMNShape", "bpmndi")
    element.setAttribute("id", f"{of}_shape")
    element.setAttribute("bpmnElement", of)
    if is_lane:
        element.setAttribute("isHorizontal", "true")
    if is_gateway:
        element.setAttribute("isMarkerVisible", "true")
    bounds = made(document, words.BOUNDS, "Bounds", "dc")
    for name, value in zip(("x", "y", "width", "height"), box, strict=True):
        bounds.setAttribute(name, str(value))
    element.appendChild(bounds)
    return element


def edge(document: Document, of: str, points: tuple[tuple[int, int], ...]) -> Element:
    element = made(document, words.DIAGRAM, "BPMNEdge", "bpmndi")
    element.setAttribute("id", f"{of}_edge")
    element.setAttribute("bpmnElement", of)
    for x, y in points:
        point = made(document, words.LINES, "waypoint", "di")
        point.setAttribute("x", str(x))
        point.setAttribute("y", str(y))
        element.appendChild(point)
    return element

