# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A changed chain back into the file it came from: only what was changed is touched there."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from stellwerk.base.refusal import refuse_if
from stellwerk.exchange.bpmn import elements as words
from stellwerk.exchange.bpmn.checking import condition_of
from stellwerk.exchange.bpmn.diagram import Diagram
from stellwerk.exchange.bpmn.document import (
    Element,
    children,
    id_of,
    in_one_line,
    serialised,
    text_of,
)
from stellwerk.exchange.bpmn.own import (
    lane_name,
    mark_folded,
    model_element,
    own_key,
    put_own,
)
from stellwerk.exchange.bpmn.reading import (
    Flow,
    Model,
    joined,
    lane_names,
    open_model,
    plan_of_model,
)
from stellwerk.exchange.bpmn.writing import (
    documentation_of,
    element_id,
    faults_of,
    flow_element,
    node_element,
    reference,
    write_bpmn,
)
from stellwerk.networks.rules.plans import ChainPlan, StationKind, StationPlan


def export_chain(
    plan: ChainPlan, original: bytes = b"", names: Mapping[str, str] | None = None
) -> bytes:
    """The chain as BPMN; into the file it came from, byte for byte if nothing was changed.

    ``names``: name by key of the directory.
    """
    names = names or {}
    if not original:
        return write_bpmn(plan, names)
    model = open_model(original, {name: key for key, name in names.items()})
    if comparable(plan) == comparable(plan_of_model(model)):
        return original
    refuse_if(faults_of(plan))
    return _Merge(model, plan, names).done()


def comparable(plan: ChainPlan) -> tuple[object, ...]:
    """A plan by what it says: the order of ways says nothing, line ends neither."""
    stations = tuple(_comparable(station) for station in plan.stations)
    return plan.name, stations, Counter(plan.links)


def _comparable(station: StationPlan) -> StationPlan:
    texts: dict[str, Any] = {
        name: value.replace("\r\n", "\n").strip()
        for name, value in vars(station).items()
        if isinstance(value, str) and name != "kind"
    }
    if station.organisation_key:
        texts["organisation"] = ""
    return replace(station, **texts)


class _Merge:
    """One merging; ``ids`` knows the element of every station of the new plan."""

    def __init__(self, model: Model, plan: ChainPlan, names: Mapping[str, str]) -> None:
        self.model, self.plan, self.names = model, plan, names
        self.document = model.opened.document
        self.diagram = Diagram(model.opened)
        self.old = {station.key: station for station in model.stations.values()}
        self.ids = {station.key: one for one, station in model.stations.items()}
        self.elements = dict(model.nodes)
        self.flows = {id_of(flow.element): flow for flow in model.flows}
        self.taken = {
            id_of(e) for e in model.opened.document.getElementsByTagName("*") if id_of(e)
        }
        self.gateways = {step: gateway for gateway, step in model.folded.items()}
        self.touched: set[str] = set()

    def done(self) -> bytes:
        self._rename()
        wanted = {station.key for station in self.plan.stations}
        for key in [key for key in self.ids if key not in wanted]:
            self._remove_station(key)
        for station in self.plan.stations:
            if station.key in self.old:
                self._change_station(station)
            else:
                self._add_station(station)
        self._link()
        self._references()
        self._order()
        return serialised(self.document)

    def _rename(self) -> None:
        plan = plan_of_model(self.model)
        if self.plan.name == plan.name:
            return
        self.model.process.setAttribute("name", self.plan.name)
        for collaboration in children(self.model.opened.root, "collaboration"):
            for pool in children(collaboration, "participant"):
                if in_one_line(pool.getAttribute("name")) == plan.name:
                    pool.setAttribute("name", self.plan.name)

    def _remove_station(self, key: str) -> None:
        element = self.ids.pop(key)
        for flow in [f for f in self.flows.values() if element in (f.source, f.target)]:
            self._remove_flow(flow)
        gateway = self.gateways.pop(element, "")
        for flow in [f for f in self.flows.values() if gateway in (f.source, f.target)]:
            self._remove_flow(flow)
        for gone in (element, gateway):
            if gone:
                self._remove_node(gone)

    def _remove_node(self, gone: str) -> None:
        element = self.elements.pop(gone)
        element.parentNode.removeChild(element)
        self._out_of_lanes(gone)
        self.diagram.remove(gone)

    def _out_of_lanes(self, node: str) -> None:
        for lane in self.model.process.getElementsByTagNameNS(words.MODEL, "flowNodeRef"):
            if text_of(lane).strip() == node:
                lane.parentNode.removeChild(lane)

    def _change_station(self, station: StationPlan) -> None:
        old = self.old[station.key]
        if _comparable(old) == _comparable(station):
            return
        element = self.elements[self.ids[station.key]]
        if old.kind != station.kind:
            element = self._change_kind(element, station.kind)
        if old.name != station.name:
            element.setAttribute("name", station.name)
        self._document(element, old, station)
        put_own(self.document, element, station, self.names)
        if lane_name(old, self.names) != lane_name(station, self.names):
            self._into_lane(self.ids[station.key], station)

    def _change_kind(self, element: Element, kind: StationKind) -> Element:
        """Another element under the same id; its parts move over."""
        made = model_element(self.document, words.ELEMENT_OF[kind])
        for name in ("id", "name"):
            if element.hasAttribute(name):
                made.setAttribute(name, element.getAttribute(name))
        for child in list(element.childNodes):
            made.appendChild(child)
        element.parentNode.replaceChild(made, element)
        self.elements[id_of(made)] = made
        self.touched.add(id_of(made))
        return made

    def _document(self, element: Element, old: StationPlan, new: StationPlan) -> None:
        """The words for people: ours are written anew, another's follow the standard."""
        there = children(element, "documentation")
        text = "\n".join(text_of(e).strip() for e in there).strip()
        if text == documentation_of(old).strip():
            said = documentation_of(new)
        elif text == old.standard.strip() and not own_key(element):
            said = new.standard
        else:
            return
        for gone in there:
            element.removeChild(gone)
        if said:
            made = model_element(self.document, "documentation")
            made.appendChild(self.document.createTextNode(said))
            element.insertBefore(made, element.firstChild)

    def _add_station(self, station: StationPlan) -> None:
        node = element_id(station.key, self.taken)
        self.ids[station.key] = node
        element = node_element(self.document, node, station, self.names)
        self._add_node(node, element)
        before = [link.source for link in self.plan.links if link.target == station.key]
        beside = next((self.ids[key] for key in before if key in self.ids), "")
        lane = self._into_lane(node, station)
        self.diagram.place(node, station.kind, beside, lane)

    def _add_node(self, node: str, element: Element) -> None:
        last = next(reversed(self.elements.values()), None)
        process = self.model.process
        process.insertBefore(element, last.nextSibling if last is not None else None)
        self.elements[node] = element
        self.touched.add(node)

    def _into_lane(self, node: str, station: StationPlan) -> str:
        """Id of the lane; a model without lanes gets none, our extension says who it is."""
        sets = children(self.model.process, "laneSet")
        called = lane_name(station, self.names)
        gateway = self.gateways.get(node, "")
        for one in (node, gateway):
            self._out_of_lanes(one)
        if not sets or not called:
            return ""
        lane = self._lane(sets[0], called)
        for one in (node, gateway):
            if one:
                lane.appendChild(reference(self.document, "flowNodeRef", one))
                self.diagram.move(one, id_of(lane))
        return id_of(lane)

    def _lane(self, lane_set: Element, called: str) -> Element:
        for lane in self.model.process.getElementsByTagNameNS(words.MODEL, "lane"):
            if in_one_line(lane.getAttribute("name")).casefold() == called.casefold():
                found: Element = lane
                return found
        made = model_element(self.document, "lane")
        made.setAttribute("id", element_id("lane", self.taken))
        made.setAttribute("name", called)
        lane_set.appendChild(made)
        self.diagram.place_lane(id_of(made), self._pool())
        return made

    def _pool(self) -> str:
        for collaboration in children(self.model.opened.root, "collaboration"):
            for pool in children(collaboration, "participant"):
                if pool.getAttribute("processRef").split(":")[-1] == id_of(self.model.process):
                    return id_of(pool)
        return ""

    def _link(self) -> None:
        """Ways on of every station whose ways were changed."""
        wanted: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for link in self.plan.links:
            wanted[link.source].append((self.ids[link.target], link.condition))
        for station in self.plan.stations:
            source = self.ids[station.key]
            if station.kind == StationKind.DECISION:
                self._unfold(source)
            there = self._ways_on(source)
            ways = wanted[station.key]
            old = self.old.get(station.key)
            was_decision = old is not None and old.kind == StationKind.DECISION
            is_same = dict(ways) == _by_target(there)
            hangs_loose = source in self.gateways and not ways
            if is_same and not hangs_loose and (not was_decision or old == station):
                continue
            if station.kind != StationKind.DECISION:
                self._gateway(source, station, there, len(ways))
                there = self._ways_on(source)
            self._ways(self.gateways.get(source, source), there, ways)

    def _ways_on(self, source: str) -> list[Flow]:
        leaves = self.gateways.get(source, source)
        return [flow for flow in self.flows.values() if flow.source == leaves]

    def _unfold(self, source: str) -> None:
        """A step that became a decision leads on by itself: its gateway goes, the ways stay."""
        gateway = self.gateways.pop(source, "")
        if not gateway:
            return
        element, default = self.elements[source], self.elements[gateway].getAttribute("default")
        if default:
            element.setAttribute("default", default)
        for name, flow in list(self.flows.items()):
            if flow.target == gateway:
                self._remove_flow(flow)
            elif flow.source == gateway:
                flow.element.setAttribute("sourceRef", source)
                self.flows[name] = flow._replace(source=source)
                self.diagram.connect(name, source, flow.target)
        self.touched.add(source)
        self._remove_node(gateway)

    def _gateway(self, source: str, station: StationPlan, there: list[Flow], ways: int) -> None:
        """Several ways out of a step need a gateway; none at all needs none."""
        gateway = self.gateways.get(source, "")
        if gateway and ways == 0:
            for flow in [f for f in self.flows.values() if gateway in (f.source, f.target)]:
                self._remove_flow(flow)
            self._remove_node(self.gateways.pop(source))
        if gateway or ways < 2:
            return
        gateway = element_id(f"{station.key}_ways_on", self.taken)
        element = model_element(self.document, "exclusiveGateway")
        element.setAttribute("id", gateway)
        mark_folded(self.document, element)
        default = self.elements[source].getAttribute("default")
        if default:
            self.elements[source].removeAttribute("default")
            element.setAttribute("default", default)
        self._add_node(gateway, element)
        lane = lane_names(self.model.process).get(source)
        if lane is not None:
            self.gateways[source] = gateway
            beside = self._into_lane(source, station)
        else:
            beside = ""
        self.gateways[source] = gateway
        self.diagram.place(gateway, StationKind.DECISION, source, beside)
        for flow in there:
            flow.element.setAttribute("sourceRef", gateway)
            self.flows[id_of(flow.element)] = flow._replace(source=gateway)
            self.diagram.connect(id_of(flow.element), gateway, flow.target)
        self.touched.add(source)
        self._add_flow(source, gateway, "", decides=False)

    def _ways(self, source: str, there: list[Flow], ways: list[tuple[str, str]]) -> None:
        """Flows that still lead there stay (with new words); the others go, new ones come."""
        wanted = dict(ways)
        said = _by_target(there)
        for flow in there:
            if flow.target not in wanted:
                self._remove_flow(flow)
        for target, condition in wanted.items():
            several = [flow for flow in there if flow.target == target]
            if not several:
                decides = bool(condition) and len(wanted) > 1
                self._add_flow(source, target, condition, decides=decides)
            elif condition != said[target]:
                self._condition(several[0], condition)
                for flow in several[1:]:
                    self._remove_flow(flow)

    def _condition(self, flow: Flow, condition: str) -> None:
        element = flow.element
        expressions = children(element, "conditionExpression")
        if not in_one_line(element.getAttribute("name")) and condition and expressions:
            for child in list(expressions[0].childNodes):
                expressions[0].removeChild(child)
            expressions[0].appendChild(self.document.createTextNode(condition))
        elif condition:
            element.setAttribute("name", condition)
        else:
            if element.hasAttribute("name"):
                element.removeAttribute("name")
            for expression in expressions:
                element.removeChild(expression)
        self.flows[id_of(element)] = flow._replace(condition=condition_of(element))

    def _remove_flow(self, flow: Flow) -> None:
        name = id_of(flow.element)
        if self.flows.pop(name, None) is None:
            return
        flow.element.parentNode.removeChild(flow.element)
        self.diagram.remove(name)
        self.touched |= {flow.source, flow.target}
        source = self.elements.get(flow.source)
        if source is not None and source.getAttribute("default") == name:
            source.removeAttribute("default")

    def _add_flow(self, source: str, target: str, condition: str, *, decides: bool) -> None:
        name = element_id("way", self.taken)
        element = flow_element(self.document, name, source, target, condition, decides)
        last = next(reversed(self.elements.values()))
        self.model.process.insertBefore(element, last.nextSibling)
        self.flows[name] = Flow(element, source, target, condition)
        self.diagram.connect(name, source, target)
        self.touched |= {source, target}

    def _references(self) -> None:
        """Incoming and outgoing of every node whose flows were changed."""
        for node in self.touched & set(self.elements):
            element = self.elements[node]
            for old in children(element, "incoming", "outgoing"):
                element.removeChild(old)
            first = ("documentation", "extensionElements", "auditing", "monitoring",
                     "categoryValueRef")
            before = [e for e in children(element) if e.localName in first]
            place = before[-1].nextSibling if before else element.firstChild
            for name, index in (("incoming", 2), ("outgoing", 1)):
                for flow_id, flow in self.flows.items():
                    if flow[index] == node:
                        element.insertBefore(reference(self.document, name, flow_id), place)

    def _order(self) -> None:
        """Once our keys stand in the file its order is the chain's order."""
        process = self.model.process
        if not any(own_key(element) for element in self.elements.values()):
            return
        order: list[str] = []
        for station in self.plan.stations:
            node = self.ids[station.key]
            order += [one for one in (node, self.gateways.get(node)) if one]
        there = [id_of(e) for e in children(process) if id_of(e) in self.elements]
        if there == order:
            return
        marker = self.document.createTextNode("\n")
        process.insertBefore(marker, self.elements[there[0]])
        for node in order:
            process.insertBefore(self.elements[node], marker)


def _by_target(flows: list[Flow]) -> dict[str, str]:
    """Conditions by target, as a chain reads them."""
    found: dict[str, list[str]] = defaultdict(list)
    for flow in flows:
        found[flow.target].append(flow.condition)
    return {target: joined(conditions) for target, conditions in found.items()}
