# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Chains as BPMN 2.0 and back: nothing is lost, nothing is held that a chain cannot hold."""

import os
import random
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from stellwerk.base.refusal import Refusal
from stellwerk.exchange.bpmn import elements as words
from stellwerk.exchange.bpmn import export_chain, read_bpmn, write_bpmn, write_map
from stellwerk.exchange.bpmn.merging import comparable
from stellwerk.networks.rules.maps import Edge, ProcessMap
from stellwerk.networks.rules.plans import ChainPlan, LinkPlan, StationKind, StationPlan
from tests.exchange.bpmn.support import KEYS, NAMES, assert_sound, model, plans, tag

FLOW = '<b:sequenceFlow id="{0}" sourceRef="{1}" targetRef="{2}"/>'
SIMPLE = (
    '<b:startEvent id="s" name="Los"/><b:userTask id="t" name="Antrag\n prüfen" tool:colour="red">'
    "<b:documentation>Binnen einer Woche.</b:documentation>"
    "<b:extensionElements><tool:x y='1'>bleibt</tool:x></b:extensionElements></b:userTask>"
    '<b:endEvent id="e"/><!-- bleibt -->'
    + FLOW.format("f1", "s", "t")
    + FLOW.format("f2", "t", "e")
)


@given(plans())
@settings(max_examples=60, deadline=None)
def test_chain_bpmn_chain(plan: ChainPlan) -> None:
    content = write_bpmn(plan, NAMES)
    assert_sound(content)
    assert comparable(read_bpmn(content, KEYS).plan) == comparable(plan)
    assert export_chain(plan, content, NAMES) == content


@given(plans(), plans())
@settings(max_examples=40, deadline=None)
def test_any_change_merged_into_any_file(before: ChainPlan, after: ChainPlan) -> None:
    """Two chains that share some keys: the file of the one becomes the other."""
    merged = export_chain(after, write_bpmn(before, NAMES), NAMES)
    assert comparable(read_bpmn(merged, KEYS).plan) == comparable(after)
    root = ElementTree.fromstring(merged)  # noqa: S314
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    drawn = {e.get("bpmnElement") for e in root.iter() if e.get("bpmnElement")}
    nodes = [e for e in root.find(tag("process")) if e.tag.split("}")[1] in words.KINDS]
    assert {e.get("id") for e in nodes} <= drawn
    assert drawn <= {*ids}
    for node in nodes:
        parts = [part.tag.split("}")[1] for part in node]
        order = ["documentation", "extensionElements", "incoming", "outgoing"]
        assert parts == sorted(parts, key=order.index)
    flows = {e.get("id"): e for e in root.iter(tag("sequenceFlow"))}
    for node in nodes:
        for flow in node.findall(tag("incoming")):
            assert flows[flow.text].get("targetRef") == node.get("id")
        for flow in node.findall(tag("outgoing")):
            assert flows[flow.text].get("sourceRef") == node.get("id")


@pytest.mark.parametrize("ways", [0, 1, 2])
def test_a_step_with_several_ways_becomes_a_decision(ways: int) -> None:
    """The gateway that was drawn for the step goes; the step's own element decides now."""
    first, *others = (
        StationPlan(key=f"s{n}", name=f"Station {n}", kind=StationKind.STEP) for n in range(3)
    )
    links = tuple(LinkPlan("s0", one.key, "falls ja") for one in others)
    before = ChainPlan(name="Kette", stations=(first, *others), links=links)
    decision = replace(first, kind=StationKind.DECISION)
    after = replace(before, stations=(decision, *others), links=links[:ways])
    merged = export_chain(after, write_bpmn(before, NAMES), NAMES)
    assert_sound(merged)
    assert comparable(read_bpmn(merged, KEYS).plan) == comparable(after)
    assert merged.count(b"exclusiveGateway id") == 1


def test_a_foreign_file_comes_back_byte_for_byte_and_changes_touch_nothing_else() -> None:
    content = model(SIMPLE)
    read = read_bpmn(content)
    assert [s.name for s in read.plan.stations][:2] == ["Los", "Antrag prüfen"]
    assert read.plan.stations[1].standard == "Binnen einer Woche."
    assert any("userTask" in note for note in read.notes)
    assert export_chain(read.plan, content) == content

    station = replace(read.plan.stations[1], max_days=7, organisation="Amt")
    changed = replace(
        read.plan,
        stations=(
            read.plan.stations[0],
            station,
            StationPlan("neu", "Neu"),
            read.plan.stations[2],
        ),
        links=(*read.plan.links, LinkPlan("t", "neu", "wenn nötig"), LinkPlan("neu", "e")),
    )
    merged = export_chain(changed, content)
    for kept in (
        b"<!-- bleibt -->",
        b"bleibt</tool:x>",
        b'tool:colour="red"',
        b"<b:userTask",
        b"<b:documentation>Binnen einer Woche.",
        b"Antrag&#10; pr",
    ):
        assert (kept in merged) or (kept == b"Antrag&#10; pr" and b"Antrag  pr" in merged)
    assert comparable(read_bpmn(merged).plan) == comparable(changed)
    back = export_chain(read.plan, merged)
    assert comparable(read_bpmn(back).plan) == comparable(read.plan)


def test_lanes_are_organisations_by_name_and_innermost() -> None:
    lanes = (
        '<b:laneSet id="ls"><b:lane id="l1" name="Außen"><b:childLaneSet id="c">'
        '<b:lane id="l2" name="jobcenter"><b:flowNodeRef>t</b:flowNodeRef></b:lane>'
        '<b:lane id="l3" name="BAMF"><b:flowNodeRef>s</b:flowNodeRef></b:lane>'
        "</b:childLaneSet></b:lane></b:laneSet>"
    )
    read = read_bpmn(model(lanes + SIMPLE), KEYS)
    found = {s.key: (s.organisation_key, s.organisation) for s in read.plan.stations}
    assert found == {"s": ("", "BAMF"), "t": ("jobcenter", ""), "e": ("", "")}
    assert any("BAMF" in note for note in read.notes)


HELD = {*words.KINDS, "sequenceFlow", "laneSet", "lane", "participant", "process"}


@pytest.mark.parametrize("name", sorted(set(words.REFUSED) - HELD))
def test_what_a_chain_cannot_hold_is_refused_by_name(name: str) -> None:
    """Every element of the list, in the process, at a node and at the root."""
    if name.endswith(("EventDefinition", "DefinitionRef")):
        inside = f'<b:startEvent id="x" name="Wecker"><b:{name} id="q"/></b:startEvent>'
    elif name.endswith("Characteristics"):
        inside = f'<b:task id="x" name="Wecker"><b:{name} id="q"/></b:task>'
    elif name == "participantMultiplicity":
        pool = f'<b:participant id="q" name="Wecker"><b:{name}/></b:participant>'
        _assert_refused(model(SIMPLE, f'<b:collaboration id="c">{pool}</b:collaboration>'), name)
        return
    else:
        inside = f'<b:{name} id="q" name="Wecker"/>'
    _assert_refused(model(SIMPLE + "\n" + inside), name)


def _assert_names_all(refusal: Refusal) -> None:
    assert refusal.code == "bpmn_not_held"
    assert all(re.search(r"(line|Zeile) \d+", b.message) for b in refusal.blockers)


def _assert_refused(content: bytes, name: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_bpmn(content)
    assert refused.value.code == "bpmn_not_held"
    assert any(name in blocker.message for blocker in refused.value.blockers)
    _assert_names_all(refused.value)


def test_all_obstacles_at_once_in_german_with_name_and_line() -> None:
    inside = (
        SIMPLE + '\n<b:parallelGateway id="g" name="Gabel"/>\n<b:subProcess id="u"/>'
        '\n<b:unheardOf id="z"/>'
    )
    with translation.override("de"), pytest.raises(Refusal) as refused:
        read_bpmn(model(inside))
    said = [blocker.message for blocker in refused.value.blockers]
    assert said[0] == "paralleles Gateway „Gabel“ (Zeile 3, parallelGateway)"
    assert "u" in said[1]
    assert "unheardOf" in said[2]
    assert len(said) == 3
    assert str(refused.value.message).startswith("Das Modell enthält 3 Elemente")


def test_parallel_branching_of_a_task_and_odd_flows_are_refused() -> None:
    tasks = '<b:task id="a"/><b:task id="b"/><b:task id="c"/>'
    split = FLOW.format("f1", "a", "b") + FLOW.format("f2", "a", "c")
    _assert_refused(model(tasks + split), "task")
    labelled = split.replace('"f1"', '"f1" name="ja"').replace('"f2"', '"f2" name="nein"')
    assert len(read_bpmn(model(tasks + labelled)).plan.links) == 2
    _assert_refused(model(tasks + FLOW.format("f", "a", "nowhere")), "sequenceFlow")
    ended = '<b:endEvent id="x"/><b:task id="y"/>' + FLOW.format("f", "x", "y")
    _assert_refused(model(ended), "sequenceFlow")
    _assert_refused(model('<b:task id="k" isForCompensation="true"/>'), "task")


def test_two_processes_and_two_pools_are_refused() -> None:
    further = '<b:process id="p2" name="Zwei"><b:task id="t2"/></b:process>'
    _assert_refused(model(SIMPLE, further), "process")
    pools = '<b:participant id="p1"/><b:participant id="p3" name="Kundin"/>'
    _assert_refused(model(SIMPLE, f'<b:collaboration id="c">{pools}</b:collaboration>'), "particip")


HOSTILE = {
    "file_xml": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>',
    "file_bomb": b"<a>" * 3_000_000,
    "file_too_large": b"<a/>" * 2_000_000,
    "file_empty": b"  \n",
    "file_type": b"<svg/>",
}


@pytest.mark.parametrize("code", HOSTILE)
def test_hostile_files_are_refused_before_they_are_read(code: str) -> None:
    content = HOSTILE[code]
    if code == "file_bomb":
        content = content[: 4 * 2**20]
    with pytest.raises(Refusal) as refused:
        read_bpmn(content)
    assert refused.value.code == code


def test_damaged_files_raise_nothing_but_refusals() -> None:
    content = bytearray(write_bpmn(_loop(), NAMES))
    chance = random.Random(4)
    for _ in range(300):
        broken = bytearray(content)
        for _ in range(chance.randint(1, 4)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            plan = read_bpmn(bytes(broken[: chance.randint(1, len(broken))])).plan
            export_chain(replace(plan, name="anders"), bytes(broken))
        except Refusal:
            pass


def _loop() -> ChainPlan:
    return ChainPlan(
        "Zugang",
        (
            StationPlan("los", "Los", StationKind.START),
            StationPlan("schein", "Schein", organisation_key="jobcenter", max_days=14),
            StationPlan("geht", "Geht es?", StationKind.DECISION, organisation_key="abh"),
            StationPlan("fertig", "Fertig", StationKind.END),
        ),
        (
            LinkPlan("los", "schein"),
            LinkPlan("schein", "geht"),
            LinkPlan("schein", "schein"),
            LinkPlan("geht", "schein", "nein"),
            LinkPlan("geht", "fertig", "ja"),
        ),
    )


def test_words_for_people_stand_in_the_documentation() -> None:
    with translation.override("de"):
        content = write_bpmn(_loop(), NAMES).decode()
    assert "Höchstens (Tage): 14" in content
    assert 'name="Jobcenter"' in content
    assert re.search(r"<bpmn:exclusiveGateway[^>]*id=\"station_schein_ways_on\"", content)


_counts = st.integers(1, 60)


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_discovered_map_is_a_sound_model(data: Any) -> None:
    names = [f"Aktivität {n}" for n in range(data.draw(st.integers(1, 7)))]
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(names))
    edges = data.draw(st.dictionaries(pairs, _counts, max_size=20))
    some = st.dictionaries(st.sampled_from(names), _counts, min_size=1)
    start, end = data.draw(some), data.draw(some)
    found = ProcessMap(
        cases=sum(start.values()),
        events=0,
        activities=dict.fromkeys(names, 1),
        start=start,
        end=end,
        edges=tuple(Edge(a, b, count) for (a, b), count in edges.items()),
        variant_count=1,
        performers={names[0]: {"Jobcenter": 2, "BAMF": 3}},
    )
    share = data.draw(st.sampled_from((0.0, 0.05, 0.5)))
    content = write_map(found, "Karte", share=share)
    assert_sound(content)
    plan = read_bpmn(content).plan
    assert {s.name for s in plan.stations} - {"Start", "End", "Beginn", "Ende"} <= set(names)
    if share == 0:
        inner = [x for x in plan.links if x.source != "start" and x.target != "end"]
        assert len(inner) <= len(edges)


EXAMPLES = os.environ.get("STELLWERK_BPMN_EXAMPLES", "")


def test_official_examples() -> None:
    """Models of the BPMN Model Interchange Working Group, where a folder of them is named."""
    if not EXAMPLES:
        sys.stderr.write("NOT CHECKED: STELLWERK_BPMN_EXAMPLES names no folder of models\n")
        return
    files = sorted(Path(EXAMPLES).rglob("*.bpmn"))
    assert files
    held = 0
    for file in files:
        content = file.read_bytes()
        try:
            plan = read_bpmn(content).plan
        except Refusal as refusal:
            _assert_names_all(refusal)
            continue
        held += 1
        assert export_chain(plan, content) == content
        assert comparable(read_bpmn(write_bpmn(plan)).plan) == comparable(plan)
        first, *others = plan.stations
        changed = replace(plan, stations=(replace(first, name="Anders", max_days=3), *others))
        assert comparable(read_bpmn(export_chain(changed, content)).plan) == comparable(changed)
    assert held
