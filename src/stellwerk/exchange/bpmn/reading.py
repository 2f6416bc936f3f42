# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A BPMN file as the plan of a chain."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stellwerk.base.refusal import Refusal
from stellwerk.exchange.bpmn import elements as words
from stellwerk.exchange.bpmn.checking import Checking, check_model, condition_of, filled_processes
from stellwerk.exchange.bpmn.document import (
    Element,
    Opened,
    children,
    id_of,
    in_one_line,
    open_document,
    text_of,
)
from stellwerk.exchange.bpmn.own import fields_of, free_key, is_folded, own_key
from stellwerk.networks.rules.plans import ChainPlan, LinkPlan, StationKind, StationPlan

#: What a chain's tables take; the file keeps longer words whole.
LONGEST_NAME, LONGEST_CONDITION = 120, 160


@dataclass(frozen=True)
class ReadChain:
    """A model that a chain can hold whole; ``notes`` say what stays in the file."""

    plan: ChainPlan
    notes: tuple[str, ...] = ()


class Flow(NamedTuple):
    """A sequence flow between two element ids."""

    element: Element
    source: str
    target: str
    condition: str


@dataclass(frozen=True)
class Model:
    """The one process of a file, checked. ``stations`` by element id, in the file's order."""

    opened: Opened
    process: Element
    nodes: dict[str, Element]
    stations: dict[str, StationPlan]
    flows: tuple[Flow, ...]
    #: Gateways that stand for several ways out of one step: element id -> element id of the step.
    folded: dict[str, str]
    name: str


def read_bpmn(content: bytes, organisations: Mapping[str, str] | None = None) -> ReadChain:
    """``organisations``: key by name of the directory. Raises `Refusal` naming every obstacle."""
    model = open_model(content, organisations or {})
    return ReadChain(plan_of_model(model), tuple(_notes(model)))


def open_model(content: bytes, organisations: Mapping[str, str]) -> Model:
    opened = open_document(content)
    checking = Checking(opened)
    check_model(checking)
    checking.refuse()
    processes = filled_processes(opened.root)
    if not processes:
        raise Refusal("bpmn_empty", _("The model contains no process."))
    process = processes[0]
    nodes = {id_of(e): e for e in children(process) if e.localName in words.KINDS}
    flows = tuple(
        Flow(e, e.getAttribute("sourceRef"), e.getAttribute("targetRef"), condition_of(e))
        for e in children(process, "sequenceFlow")
    )
    folded = _folded(nodes, flows)
    keys = {name.casefold(): key for name, key in organisations.items()}
    stations = _stations(opened, process, {k: v for k, v in nodes.items() if k not in folded}, keys)
    return Model(opened, process, nodes, stations, flows, folded, _name(opened, process))


def plan_of_model(model: Model) -> ChainPlan:
    """Stations in the file's order if we wrote it, otherwise along the flows.

    Several flows between the same two elements are one way with all their conditions.
    """
    ways: dict[tuple[str, str], list[str]] = {}
    for source, target, condition in chain_links(model):
        ways.setdefault((source, target), []).append(condition)
    links = tuple(
        LinkPlan(model.stations[source].key, model.stations[target].key, joined(conditions))
        for (source, target), conditions in ways.items()
    )
    order = list(model.stations)
    if not any(own_key(element) for element in model.nodes.values()):
        order = _along(model, order)
    return ChainPlan(model.name, tuple(model.stations[one] for one in order), links)


def joined(conditions: Sequence[str]) -> str:
    """Alternatives as one condition; words that are too long for a chain are cut visibly."""
    return cut(" / ".join(one for one in conditions if one), LONGEST_CONDITION)


def cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def chain_links(model: Model) -> list[tuple[str, str, str]]:
    """Ways between element ids, the folded gateways taken out."""
    links = []
    for flow in model.flows:
        if flow.target in model.folded:
            continue
        source = model.folded.get(flow.source, flow.source)
        links.append((source, flow.target, flow.condition))
    return links


def _folded(nodes: dict[str, Element], flows: tuple[Flow, ...]) -> dict[str, str]:
    """Own gateways that still hang on exactly one step; any other is a decision of its own."""
    found: dict[str, str] = {}
    for key, element in nodes.items():
        coming = [flow for flow in flows if flow.target == key]
        plain = len(coming) == 1 and not coming[0].condition and is_folded(element)
        if not plain or is_folded(nodes[coming[0].source]):
            continue
        alone = sum(flow.source == coming[0].source for flow in flows) == 1
        if alone and any(flow.source == key for flow in flows):
            found[key] = coming[0].source
    return found


def _stations(
    opened: Opened, process: Element, nodes: dict[str, Element], keys: Mapping[str, str]
) -> dict[str, StationPlan]:
    lanes = lane_names(process)
    has_lanes = bool(children(process, "laneSet"))
    pool = _pool_name(opened, process)
    taken: set[str] = set()
    stations: dict[str, StationPlan] = {}
    for element_id, element in nodes.items():
        key = free_key(own_key(element) or element_id, taken)
        kind = words.KINDS[element.localName]
        own = fields_of(element)
        from_pool = pool if not has_lanes and not own_key(element) else ""
        office = lanes.get(element_id, own.get("lane", from_pool))
        station = StationPlan(
            key=key,
            name=cut(in_one_line(element.getAttribute("name")), LONGEST_NAME) or unnamed(kind),
            kind=kind,
            **_responsible(office, own, keys),
        )
        if not own_key(element):
            station = replace(station, standard=_documentation(element))
        stations[element_id] = _with_own(station, own)
    return stations


def _with_own(station: StationPlan, own: dict[str, str]) -> StationPlan:
    days = own.get("max_days", "")
    if days.isdecimal() and len(days) < 5:
        station = replace(station, max_days=int(days))
    others = ("max_days", "organisation_key", "lane")
    texts: dict[str, Any] = {k: v for k, v in own.items() if k not in others}
    return replace(station, **texts)


def _responsible(office: str, own: dict[str, str], keys: Mapping[str, str]) -> dict[str, Any]:
    """The lane has the last word; our key helps where the directory calls it differently now."""
    key = keys.get(office.casefold(), "")
    known = own.get("organisation_key", "")
    if not key and known in keys.values() and own.get("lane") == office:
        key = known
    return {"organisation_key": key, "organisation": "" if key else cut(office, LONGEST_NAME)}


def unnamed(kind: StationKind) -> str:
    """What an element without a name is called in a chain, where every station has one."""
    return {
        StationKind.START: _("Course begins"),
        StationKind.END: _("Course ends"),
        StationKind.DECISION: _("Fork in the way"),
        StationKind.STEP: _("Step without a name"),
    }[kind]


def lane_names(process: Element) -> dict[str, str]:
    """Name of the innermost lane by element id."""
    found: dict[str, str] = {}
    for lane_set in children(process, "laneSet"):
        _lanes_of(lane_set, found)
    return found


def _lanes_of(lane_set: Element, found: dict[str, str]) -> None:
    for lane in children(lane_set, "lane"):
        for reference in children(lane, "flowNodeRef"):
            found[text_of(reference).strip()] = in_one_line(lane.getAttribute("name"))
        for inner in children(lane, "childLaneSet"):
            _lanes_of(inner, found)


def _pool_name(opened: Opened, process: Element) -> str:
    for collaboration in children(opened.root, "collaboration"):
        for pool in children(collaboration, "participant"):
            if pool.getAttribute("processRef").split(":")[-1] == id_of(process):
                return in_one_line(pool.getAttribute("name"))
    return ""


def _name(opened: Opened, process: Element) -> str:
    return in_one_line(
        process.getAttribute("name")
        or _pool_name(opened, process)
        or opened.root.getAttribute("name")
    )


def _documentation(element: Element) -> str:
    return "\n".join(text_of(e).strip() for e in children(element, "documentation")).strip()


def _along(model: Model, order: list[str]) -> list[str]:
    """Breadth first from the starts; what cannot be reached comes last."""
    following: dict[str, list[str]] = {}
    for source, target, _condition in chain_links(model):
        following.setdefault(source, []).append(target)
    starts = [one for one in order if model.stations[one].kind == StationKind.START]
    entered = {target for targets in following.values() for target in targets}
    queue = deque(starts or [one for one in order if one not in entered])
    seen = dict.fromkeys(queue)
    while queue:
        for target in following.get(queue.popleft(), []):
            if target not in seen:
                seen[target] = None
                queue.append(target)
    return [*seen, *(one for one in order if one not in seen)]


def _notes(model: Model) -> list[str]:
    notes = []
    kinds = {e.localName for e in model.nodes.values()} & words.TASKS - {"task"}
    if kinds:
        notes.append(
            _("Tasks of every kind become steps (%(kinds)s); the kind stays in the file.")
            % {"kinds": ", ".join(sorted(kinds))}
        )
    told = [e for e in children(model.process) if e.localName in words.TOLD]
    if told:
        notes.append(
            ngettext(
                "%(count)d note or grouping of the drawing stays in the file.",
                "%(count)d notes or groupings of the drawing stay in the file.",
                len(told),
            )
            % {"count": len(told)}
        )
    names = [e.getAttribute("name") for e in model.nodes.values()]
    if any(len(in_one_line(name)) > LONGEST_NAME for name in names):
        notes.append(_("Long names are cut in the chain; the file keeps them whole."))
    unknown = sorted({s.organisation for s in model.stations.values() if s.organisation})
    if unknown:
        notes.append(
            _("Not in the directory, kept as words: %(names)s.") % {"names": ", ".join(unknown)}
        )
    return notes
