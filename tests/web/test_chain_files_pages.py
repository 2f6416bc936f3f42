# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Chains as BPMN files and played through, on their pages."""

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from stellwerk.base.context import acting
from stellwerk.networks.actions.chains import add_chain, new_version
from stellwerk.networks.models import ChainFile, ChainVersion, ServiceChain
from stellwerk.networks.queries.chains import plan_of
from stellwerk.networks.rules.plans import ChainPlan, LinkPlan, StationKind, StationPlan
from stellwerk.networks.rules.simulation_inputs import (
    Observed,
    Settings,
    Turned,
    duration_of,
    observe,
    scenario_of,
    shares_of,
)
from stellwerk.networks.rules.simulation_runs import Range
from stellwerk.web.networks.forms.simulation import SimulationForm
from stellwerk.web.networks.ranges import ResultRow
from tests.exchange.bpmn.support import model
from tests.exchange.bpmn.test_bpmn import SIMPLE

PLAN = ChainPlan(
    "Kurs",
    (
        StationPlan("los", "Los", StationKind.START),
        StationPlan("antrag", "Antrag", activity_key="entitlement_requested", max_days=10),
        StationPlan("geht", "Geht es?", StationKind.DECISION),
        StationPlan("schein", "Schein", activity_key="entitlement_issued", max_days=20),
        StationPlan("ende", "Ende", StationKind.END),
    ),
    (
        LinkPlan("los", "antrag"), LinkPlan("antrag", "geht"), LinkPlan("geht", "schein", "ja"),
        LinkPlan("geht", "antrag", "nein"), LinkPlan("schein", "ende"),
    ),
)


@pytest.fixture
def keeper(client, cast, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(cast.lead.user)
    return client


def text(answer) -> str:
    return unescape(answer.content.decode())


def sent(content: bytes, **more) -> dict:
    return {"file": SimpleUploadedFile("kurs.bpmn", content), **more}


@pytest.mark.django_db
def test_a_file_becomes_a_draft_and_comes_back_byte_for_byte(keeper, cast):
    content = model(SIMPLE)
    answer = keeper.post(reverse("networks:chain_import"), sent(content), follow=True)
    assert "als Entwurf eingelesen" in text(answer)
    assert "userTask" in text(answer)
    version = ChainVersion.objects.get()
    assert version.chain.name == "Kurs"
    assert version.is_draft
    address = reverse("networks:chain_bpmn", args=[version.pk])
    given = keeper.get(address)
    assert given.content == content
    assert 'filename="kurs-1.bpmn"' in given["Content-Disposition"]
    again = keeper.post(
        reverse("networks:chain_import"), sent(content, chain=str(version.chain_id))
    )
    assert again.status_code == 422
    assert ChainFile.objects.count() == 1


@pytest.mark.django_db
def test_what_a_chain_cannot_hold_is_named_and_nothing_is_written(keeper, cast):
    content = model(SIMPLE + '\n<b:parallelGateway id="g" name="Gabel"/>\n<b:dataStore id="d"/>')
    answer = keeper.post(reverse("networks:chain_import"), sent(content))
    assert answer.status_code == 422
    assert "paralleles Gateway „Gabel“" in text(answer)
    assert "dataStore" in text(answer)
    assert not ServiceChain.objects.exists()
    assert keeper.post(reverse("networks:chain_import"), sent(b"")).status_code == 422
    bomb = b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'
    assert keeper.post(reverse("networks:chain_import"), sent(bomb)).status_code == 422


@pytest.mark.django_db
def test_a_lever_is_turned_and_the_address_holds_everything(keeper, cast):
    with acting(cast.lead.actor) as actor:
        chain = add_chain(actor=actor, name="Kurs", keeper_id=cast.home.pk)
        version = new_version(actor=actor, chain=chain, plan=_without_activities())
    address = reverse("networks:simulate", args=[version.pk])
    first = text(keeper.get(address))
    assert "Modellrechnung, keine Vorhersage" in first
    assert "alle Dauern sind angenommen".lower() in first.lower()
    asked = {"per_week": "3", "spread": "fixed", "seed": "5", "d0": "10", "d1": "20", "dt1": "2",
             "p0": "9", "w1": "0", "w0": "100"}
    result = keeper.get(address, asked)
    said = text(result)
    assert "Ergebnis der Modellrechnung" in said
    assert ">30,0<" in said
    assert ">12,0<" in said
    assert ">-18,0<" in said
    assert "<svg" in said
    assert "Anstehen: Antrag" in said
    table = said[said.index("<svg class=\"app-ranges") : said.index("<form method=\"get\"")]
    assert table in text(keeper.get(address, asked))
    circle = keeper.get(address, {**asked, "w0": "0", "w1": "100"})
    assert "für immer im Kreis" in text(circle)
    assert keeper.get(address, {"seed": "x"}).status_code == 200
    long = keeper.get(address, {**asked, "w0": "1", "w1": "99", "p0": ""})
    assert "laufen zu lange im Kreis" in text(long)
    small = keeper.get(address, {**asked, "w0": "0.001", "w1": ""})
    assert "mindestens 1 Prozent" in text(small)
    much = keeper.get(address, {**asked, "w0": "70", "w1": "70"})
    assert "mehr als 100 Prozent" in text(much)
    rest = keeper.get(address, {**asked, "w0": "60", "w1": ""})
    assert "Ergebnis der Modellrechnung" in text(rest)
    assert keeper.get(address, {**asked, "p0": "99999999"}).status_code == 200


def test_the_difference_is_told_as_its_column_rounds_it():
    """No sign before a nothing, and none before a tenth that nobody sees."""
    for then, difference in ((30.04, "0.0"), (29.96, "0.0"), (31.5, "1.5"), (29.0, "-1.0")):
        row = ResultRow("Mittel", Range(0.0, 30.0, 40.0), Range(0.0, then, 40.0))
        assert str(row.difference) == difference


def _without_activities() -> ChainPlan:
    stations = tuple(
        StationPlan(s.key, s.name, s.kind, max_days=s.max_days) for s in PLAN.stations
    )
    return ChainPlan(PLAN.name, stations, PLAN.links)


def course(number: int, *steps: tuple[str, int]) -> list[tuple[int, str, datetime]]:
    start = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(days=7 * number)
    return [(number, activity, start + timedelta(days=day)) for activity, day in steps]


def test_inputs_come_from_the_log_and_decisions_leave_no_trace():
    asked, given = "entitlement_requested", "entitlement_issued"
    events = [
        *course(1, (asked, 0), ("beside", 1), (given, 4)),
        *course(2, (asked, 0), (asked, 6), (given, 14)),
        *course(3, (asked, 0)),
    ]
    found = observe(events, {asked, given})
    assert found.courses == 3
    assert found.days[given] == [4.0, 8.0]
    assert found.per_week == 1.5
    shares = shares_of(PLAN, found)
    assert shares["geht", "schein"] == pytest.approx(2 / 3)
    assert shares["geht", "antrag"] == pytest.approx(1 / 3)
    assert shares["los", "antrag"] == 1
    turned = Settings(2.0, stations={"schein": Turned(days=3.0, places=2)})
    scenario = scenario_of(PLAN, found, turned)
    assert scenario.stations["schein"].duration.expected == pytest.approx(3.0)
    assert scenario.stations["schein"].places == 2
    assert duration_of(PLAN, "antrag", Observed(), turned).expected == 10


@pytest.mark.django_db
def test_the_plan_of_the_tables_is_the_plan_of_the_file(cast):
    with acting(cast.lead.actor) as actor:
        chain = add_chain(actor=actor, name="Kurs", keeper_id=cast.home.pk)
        version = new_version(actor=actor, chain=chain, plan=_without_activities())
        assert plan_of(version).links == PLAN.links


def test_waiting_in_line_is_not_counted_twice():
    """Observed days hold it: with limited places the days of the work alone have to be said."""
    observed = observe(
        course(1, ("asked", 0), ("issued", 12)), {"asked", "issued"}
    )
    stations = (
        StationPlan("a", "Antrag", activity_key="asked"),
        StationPlan("b", "Schein", activity_key="issued"),
    )
    plan = ChainPlan("Kurs", stations, (LinkPlan("a", "b"),))
    asked = {"per_week": "3", "spread": "fixed", "seed": "5"}

    def form(**more):
        return SimulationForm({**asked, **more}, plan=plan, observed=observed)

    assert form().is_valid()
    assert form(p0="2").is_valid(), "nothing was observed there"
    refused = form(p1="2")
    assert not refused.is_valid()
    assert "d1" in refused.errors
    assert list(form(pt1="2").errors) == ["dt1"], "now there are no places"
    assert form(p1="2", d1="3").is_valid()
