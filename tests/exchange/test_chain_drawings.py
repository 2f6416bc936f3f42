# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""An agreed chain as a drawing: every station and way speaks, nothing is inline."""

from xml.etree import ElementTree as ET

from defusedxml.ElementTree import fromstring
from django.utils.translation import override

from stellwerk.exchange.process_maps.chains import Deviation, draw_plan
from stellwerk.networks.rules.plans import ChainPlan, LinkPlan, StationKind, StationPlan

SVG = "{http://www.w3.org/2000/svg}"
PLAN = ChainPlan(
    "Zugang <Kurs>",
    (
        StationPlan("a", "Beginn", StationKind.START),
        StationPlan("b", "Schein & Antrag", organisation="Jobcenter", max_days=14),
        StationPlan("c", "Weiter?", StationKind.DECISION),
        StationPlan("d", "Kurs", StationKind.END),
    ),
    (
        LinkPlan("a", "b"), LinkPlan("b", "c"), LinkPlan("c", "d", "wenn bewilligt"),
        LinkPlan("c", "b", "wenn Unterlagen fehlen"), LinkPlan("d", "nowhere"),
    ),
)


def drawn(**more: object) -> ET.Element:
    with override("de"):
        return fromstring(draw_plan(PLAN, **more))  # type: ignore[arg-type]


def spoken(root: ET.Element) -> list[str]:
    return [
        part.attrib["aria-label"] for part in root
        if part.tag in (f"{SVG}a", f"{SVG}g")
    ]


def test_every_station_and_way_is_a_stop_with_its_sentence() -> None:
    root = drawn()
    assert root.attrib["aria-label"] == (
        "Kette „Zugang <Kurs>“; die Liste daneben sagt dasselbe."
    )
    assert spoken(root) == [
        "Beginn",
        "Beginn → Schein & Antrag",
        "Schein & Antrag, Jobcenter, höchstens 14 Tage",
        "Schein & Antrag → Weiter?",
        "Weiter?",
        "Weiter? → Kurs: wenn bewilligt",
        "Weiter? → Schein & Antrag: wenn Unterlagen fehlen",
        "Kurs",
    ]
    stops = [part for part in root if part.tag in (f"{SVG}a", f"{SVG}g")]
    assert all(part.attrib.get("tabindex") == "0" for part in stops)
    assert "style" not in {name for part in root.iter() for name in part.attrib}


def test_stations_lead_to_where_they_are_kept() -> None:
    root = drawn(address_of=lambda station: f"/s/{station.key}?a=1&b=2")
    links = [part.attrib["href"] for part in root.iter(f"{SVG}a")]
    assert links == [f"/s/{key}?a=1&b=2" for key in "abcd"]


def test_what_cases_did_otherwise_is_drawn_into_it() -> None:
    root = drawn(deviations=[Deviation("a", "d", 7), Deviation("a", "gone", 1)])
    assert "Nicht vereinbart: Beginn → Kurs, 7-mal" in spoken(root)
    assert len([p for p in root if "deviation" in p.attrib.get("class", "")]) == 1
