# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Models for the tests, and what must hold of every BPMN file that we write."""

from xml.etree import ElementTree

from hypothesis import strategies as st

from stellwerk.exchange.bpmn import elements as words
from stellwerk.networks.rules.plans import ChainPlan, LinkPlan, StationKind, StationPlan

NAMES = {"jobcenter": "Jobcenter", "abh": "Ausländerbehörde"}
KEYS = {name: key for key, name in NAMES.items()}

MODEL = (
    '<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" '
    'targetNamespace="urn:t" xmlns:tool="urn:tool">{root}<b:process id="p" name="Kurs">{inside}'
    "</b:process></b:definitions>"
)


def model(inside: str, root: str = "") -> bytes:
    """A model of another tool, with that inside its process."""
    return MODEL.format(inside=inside, root=root).encode()


def tag(name: str, namespace: str = words.MODEL) -> str:
    return f"{{{namespace}}}{name}"


def assert_sound(content: bytes) -> None:
    """Own structural checks in the place of the official schema, and what it cannot say."""
    root = ElementTree.fromstring(content)  # noqa: S314 - we wrote it
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert root.tag == tag("definitions")
    order = ["collaboration", "process", "BPMNDiagram"]
    found = [child.tag.split("}")[1] for child in root if child.tag.split("}")[1] in order]
    assert found == sorted(found, key=order.index)
    process = root.find(tag("process"))
    nodes = {e.get("id"): e for e in process if e.tag.split("}")[1] in words.KINDS}
    flows = {e.get("id"): e for e in process.findall(tag("sequenceFlow"))}
    for flow_id, flow in flows.items():
        source, target = nodes[flow.get("sourceRef")], nodes[flow.get("targetRef")]
        assert flow_id in [e.text for e in source.findall(tag("outgoing"))]
        assert flow_id in [e.text for e in target.findall(tag("incoming"))]
    for node in nodes.values():
        for reference in (*node.findall(tag("incoming")), *node.findall(tag("outgoing"))):
            assert reference.text in flows
        parts = [part.tag.split("}")[1] for part in node]
        wanted = ["documentation", "extensionElements", "incoming", "outgoing"]
        assert parts == sorted(parts, key=wanted.index)
        if node.tag != tag("exclusiveGateway"):
            assert len(node.findall(tag("outgoing"))) <= 1
    in_lanes = [e.text for e in process.iter(tag("flowNodeRef"))]
    assert sorted(in_lanes) == sorted(nodes)
    _assert_drawn(root, {*nodes, *flows, *(e.get("id") for e in process.iter(tag("lane")))})


def _assert_drawn(root: ElementTree.Element, everything: set[str]) -> None:
    """Everything has its shape or edge; no two nodes lie on each other."""
    plane = root.find(f"{tag('BPMNDiagram', words.DIAGRAM)}/{tag('BPMNPlane', words.DIAGRAM)}")
    drawn = [e.get("bpmnElement") for e in plane]
    assert sorted(drawn) == sorted({*everything, "pool"})
    boxes = []
    for shape in plane.findall(tag("BPMNShape", words.DIAGRAM)):
        bounds = shape.find(tag("Bounds", words.BOUNDS))
        x, y, w, h = (float(bounds.get(n)) for n in ("x", "y", "width", "height"))
        assert min(x, y, w, h) > 0
        if not shape.get("isHorizontal"):
            boxes.append((x, y, x + w, y + h))
    for number, a in enumerate(boxes):
        for b in boxes[:number]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
    for edge in plane.findall(tag("BPMNEdge", words.DIAGRAM)):
        assert len(edge.findall(tag("waypoint", words.LINES))) >= 2


_words = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"),
    max_size=20,
).map(lambda text: " ".join(text.split()))
_texts = _words | st.just("Zeile eins\nZeile <zwei> & \"drei\"\n\n – vier")


@st.composite
def plans(draw: st.DrawFn) -> ChainPlan:
    """Any chain that the editor could make, odd ones included."""
    count = draw(st.integers(1, 7))
    stations = []
    for number in range(count):
        known = draw(st.sampled_from(("", "", *NAMES)))
        stations.append(
            StationPlan(
                key=draw(st.sampled_from((f"s{number}", f"Station-{number}", f"9_{number}"))),
                name=draw(_words) or f"Station {number}",
                kind=draw(st.sampled_from(list(StationKind))),
                organisation_key=known,
                organisation="" if known else draw(st.sampled_from(("", "BAMF", "Träger 1 & 2"))),
                activity_key=draw(st.sampled_from(("", "entitlement_issued"))),
                trigger=draw(_texts).strip(),
                standard=draw(_texts).strip(),
                max_days=draw(st.none() | st.integers(0, 900)),
                handed_over=draw(_texts).strip(),
                feedback=draw(_words),
                fallback=draw(_words),
                legal_basis=draw(_words),
                offers=draw(_words),
                legal_sphere=draw(st.sampled_from(("", "sgb_2"))),
            )
        )
    sources = [s.key for s in stations if s.kind != StationKind.END]
    targets = [s.key for s in stations if s.kind != StationKind.START]
    links: list[LinkPlan] = []
    if sources and targets:
        pair = st.tuples(st.sampled_from(sources), st.sampled_from(targets), _words)
        several = st.lists(pair, max_size=12, unique_by=lambda one: one[:2])
        links = [LinkPlan(*one) for one in draw(several)]
    return ChainPlan(draw(_words), tuple(stations), tuple(links))
