# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What of a model a chain cannot hold: every element by kind, name and line, all at once."""

from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stellwerk.base.refusal import Blocker, Refusal
from stellwerk.exchange.bpmn import elements as words
from stellwerk.exchange.bpmn.document import Element, Opened, children, id_of, in_one_line, text_of

MOST_NAMED = 200


class Checking:
    """Collects what is in the way; `refuse` raises it as one `Refusal` (bpmn_not_held)."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.found: list[tuple[int, Blocker]] = []

    def refused(self, element: Element, kind: str = "") -> None:
        """An element that has no place in a chain."""
        known = words.REFUSED.get(element.localName)
        said = kind or (str(known) if known else _("element of another kind"))
        self._add(element, said)

    def _add(self, element: Element, said: str) -> None:
        line = self.opened.line(element)
        called = _called(element)[:120]
        text = _("%(kind)s “%(name)s” (line %(line)d, %(element)s)") if called else _(
            "%(kind)s without a name (line %(line)d, %(element)s)"
        )
        text %= {"kind": said, "name": called, "line": line, "element": element.localName}
        self.found.append((line, Blocker("bpmn_not_held", text)))

    def refuse(self) -> None:
        if not self.found:
            return
        self.found.sort(key=lambda one: one[0])
        count = len(self.found)
        head = ngettext(
            "The model contains %(count)d element that a chain cannot hold:",
            "The model contains %(count)d elements that a chain cannot hold:",
            count,
        ) % {"count": count}
        blockers = tuple(blocker for _line, blocker in self.found[:MOST_NAMED])
        named = "; ".join(blocker.message for blocker in blockers)
        raise Refusal("bpmn_not_held", f"{head} {named}", blockers=blockers)


def _called(element: Element) -> str:
    """By its name; a nameless part of a flow node by the node."""
    name = in_one_line(element.getAttribute("name"))
    around = element.parentNode
    if not name and around is not None and getattr(around, "localName", "") in words.KINDS:
        name = in_one_line(around.getAttribute("name")) or id_of(around)
    return name or id_of(element)


def check_model(checking: Checking) -> None:
    """Everything of the file outside the one process, and which process that is."""
    root = checking.opened.root
    for child in children(root):
        if child.localName not in words.KEPT_IN_ROOT:
            checking.refused(child)
    for collaboration in children(root, "collaboration"):
        for child in children(collaboration):
            if child.localName not in words.KEPT_IN_COLLABORATION:
                checking.refused(child)
        for number, pool in enumerate(children(collaboration, "participant")):
            if number:
                checking.refused(pool)
            for part in children(pool, "participantMultiplicity"):
                checking.refused(part)
    for number, process in enumerate(filled_processes(root)):
        if number:
            checking.refused(process)
        check_process(checking, process)


def filled_processes(root: Element) -> list[Element]:
    """Processes in which something stands; tools leave empty ones behind."""
    return [
        process
        for process in children(root, "process")
        if any(
            child.localName not in words.KEPT_IN_PROCESS or child.localName == "sequenceFlow"
            for child in children(process)
        )
    ]


def check_process(checking: Checking, process: Element) -> None:
    nodes: dict[str, Element] = {}
    for child in children(process):
        name = child.localName
        if name in words.KINDS:
            nodes[id_of(child)] = child
            _check_node(checking, child)
        elif name not in words.KEPT_IN_PROCESS:
            checking.refused(child)
    flows = children(process, "sequenceFlow")
    refused_ids = {id_of(c) for c in children(process) if c.localName not in words.KINDS}
    _check_flows(checking, flows, nodes, refused_ids)
    _check_alternatives(checking, flows, nodes)


def _check_node(checking: Checking, node: Element) -> None:
    for part in children(node):
        if part.localName not in words.KEPT_IN_NODE:
            checking.refused(part)
    if node.getAttribute("isForCompensation").strip() in ("true", "1"):
        checking.refused(node, _("compensation activity"))


def _check_flows(
    checking: Checking, flows: list[Element], nodes: dict[str, Element], named_already: set[str]
) -> None:
    for flow in flows:
        ends = (flow.getAttribute("sourceRef"), flow.getAttribute("targetRef"))
        if any(end not in nodes and end not in named_already for end in ends):
            checking.refused(flow, _("sequence flow without an element at both ends"))
            continue
        source, target = (nodes.get(end) for end in ends)
        if source is not None and source.localName == "endEvent":
            checking.refused(flow, _("sequence flow that leaves an end"))
        if target is not None and target.localName == "startEvent":
            checking.refused(flow, _("sequence flow that leads to a start"))


def _check_alternatives(
    checking: Checking, flows: list[Element], nodes: dict[str, Element]
) -> None:
    """Several flows without a condition from one task run in parallel, not one of them."""
    leaving: dict[str, list[Element]] = defaultdict(list)
    for flow in flows:
        leaving[flow.getAttribute("sourceRef")].append(flow)
    for source, several in leaving.items():
        node = nodes.get(source)
        if node is None or node.localName == "exclusiveGateway" or len(several) < 2:
            continue
        default = node.getAttribute("default")
        if any(not condition_of(flow) and id_of(flow) != default for flow in several):
            checking.refused(node, _("parallel branching (several flows without a condition)"))


def condition_of(flow: Element) -> str:
    """The words on a flow, else its expression."""
    named = in_one_line(flow.getAttribute("name"))
    if named:
        return named
    return " ".join(in_one_line(text_of(e)) for e in children(flow, "conditionExpression")).strip()
