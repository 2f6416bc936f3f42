# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Agreed chains through the pages: drafted, edited by keyboard, agreed on, compared."""

import re
from datetime import date
from html import unescape
from itertools import pairwise

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from stellwerk.base.context import acting
from stellwerk.networks.actions.chains import add_chain, agree_version, new_version, next_draft
from stellwerk.networks.actions.log import recorded_log
from stellwerk.networks.choices import LogKind
from stellwerk.networks.models import ChainVersion, EventLog, ServiceChain
from stellwerk.networks.queries.chains import plan_of, stations_of
from stellwerk.networks.rules.plans import ChainPlan, LinkPlan, StationPlan
from tests.web.test_cases_pages import counted, fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def keeper(client, cast):
    client.force_login(cast.lead.user)
    return client


@pytest.fixture
def chain(cast):
    with acting(cast.lead.actor) as actor:
        yield add_chain(actor=actor, name="Zugang zum Kurs", keeper_id=cast.home.pk)


def draft(cast, chain):
    return next_draft(actor=cast.lead.actor, chain=chain)


def page_of(client, name, *arguments):
    return unescape(client.get(reverse(f"networks:{name}", args=arguments)).content.decode())


def station_named(version, name):
    return next(row for row in stations_of(version) if row.name == name)


def test_a_chain_grows_from_nothing_to_agreed(keeper, cast):
    sent = {"name": "Zugang zum Kurs", "keeper": str(cast.home.pk)}
    keeper.post(reverse("networks:chain_new"), sent)
    made = ServiceChain.objects.get()
    assert "Noch ist nichts vereinbart" in page_of(keeper, "chain", made.pk)
    keeper.post(reverse("networks:chain_draft", args=[made.pk]))
    version = ChainVersion.objects.get()
    assert "Nichts steht im Weg" in page_of(keeper, "chain_version", version.pk)
    address = reverse("networks:station_new", args=[version.pk]) + "?nach=start"
    form = fields_of(keeper.get(address))
    assert form["before"] == str(station_named(version, "Start").pk), "it follows its neighbour"
    sent = {
        **form, "name": "Einstufungstest", "kind": "step", "max_days": "14", "way_1": "on",
        "between": "on",
    }
    answer = keeper.post(address, sent)
    assert answer.status_code == 302, answer.content.decode()
    assert answer.url.endswith("#station-einstufungstest")
    plan = plan_of(version)
    assert [s.name for s in plan.stations] == ["Start", "Einstufungstest", "Ende"]
    assert {(w.source, w.target) for w in plan.links} == {
        ("start", "einstufungstest"), ("einstufungstest", "end")
    }
    address = reverse("networks:chain_agree", args=[version.pk])
    sent = {**fields_of(keeper.get(address)), "valid_from": "2026-01-01", "basis": "Beschluss 7"}
    assert keeper.post(address, sent).status_code == 302
    page = page_of(keeper, "chain", made.pk)
    assert "gilt seit" in page
    assert "höchstens 14 Tage" in page
    answer = keeper.get(reverse("networks:station", args=[stations_of(version)[0].pk]))
    assert answer.status_code == 404, "what is agreed on has no page for editing"


def test_what_stands_in_the_way_is_all_shown(keeper, cast, chain):
    version = draft(cast, chain)
    address = reverse("networks:station_new", args=[version.pk])
    sent = {"name": "Verloren", "kind": "step"}
    assert keeper.post(address, sent).status_code == 302
    page = page_of(keeper, "chain_version", version.pk)
    assert "führt kein Weg zu „Verloren“" in page
    assert "Von „Verloren“ führt kein Weg zu einem Ende" in page
    address = reverse("networks:chain_agree", args=[version.pk])
    sent = {**fields_of(keeper.get(address)), "valid_from": "2026-01-01"}
    answer = keeper.post(address, sent)
    assert answer.status_code == 422
    assert "zu einem Ende" in unescape(answer.content.decode())


def test_names_of_people_do_not_enter_a_station(keeper, cast, chain):
    version = draft(cast, chain)
    sent = {"name": "Test", "kind": "step", "standard": "Anruf bei amt@stadt.example"}
    answer = keeper.post(reverse("networks:station_new", args=[version.pk]), sent)
    assert answer.status_code == 422
    assert "E-Mail-Adresse führt zu einer Person" in answer.content.decode()


def test_two_editors_hear_of_each_other(keeper, cast, chain):
    version = draft(cast, chain)
    address = reverse("networks:station", args=[station_named(version, "Start").pk])
    mine, theirs = fields_of(keeper.get(address)), fields_of(keeper.get(address))
    sent = {**theirs, "kind": "start", "name": "Erstgespräch"}
    assert keeper.post(address, sent).status_code == 302
    answer = keeper.post(address, {**mine, "kind": "start", "name": "Zugang"})
    assert answer.status_code == 422
    page = unescape(answer.content.decode())
    assert "Inzwischen gespeichert: Erstgespräch" in page
    assert 'value="Zugang"' in page, "what was entered is kept"
    again = keeper.post(address, {**fields_of(answer), "kind": "start", "name": "Zugang"})
    assert again.status_code == 302, "saving again is a decision"
    assert plan_of(version).stations[0].name == "Zugang"


def test_a_draft_changed_meanwhile_is_not_agreed_on_unseen(keeper, cast, chain):
    version = draft(cast, chain)
    address = reverse("networks:chain_agree", args=[version.pk])
    seen = {**fields_of(keeper.get(address)), "valid_from": "2026-01-01"}
    station = station_named(version, "Start")
    keeper.post(reverse("networks:station_move", args=[station.pk]), {"to": "down"})
    assert keeper.post(address, seen).status_code == 422


def test_stations_move_and_go(keeper, cast, chain):
    version = draft(cast, chain)
    for name in ("Beratung", "Test"):
        sent = {"name": name, "kind": "step", "way_0": ""}
        keeper.post(reverse("networks:station_new", args=[version.pk]), sent)
    names = [s.name for s in stations_of(version)]
    assert names == ["Start", "Beratung", "Test", "Ende"], "new ones stand before the last"
    test = station_named(version, "Test")
    keeper.post(reverse("networks:station_move", args=[test.pk]), {"to": "up"})
    assert [s.name for s in stations_of(version)] == ["Start", "Test", "Beratung", "Ende"]
    keeper.post(reverse("networks:station_remove", args=[test.pk]))
    assert [s.position for s in stations_of(version)] == [0, 1, 2]


def test_who_is_taken_out_leaves_no_gap(keeper, cast, chain):
    version = draft(cast, chain)
    start, end = stations_of(version)
    address = reverse("networks:station_new", args=[version.pk])
    sent = {"name": "Test", "kind": "step", "before": str(start.pk), "way_1": "on", "between": "on"}
    keeper.post(address, sent)
    keeper.post(reverse("networks:station_remove", args=[station_named(version, "Test").pk]))
    assert plan_of(version).links == (LinkPlan("start", "end"),)
    assert end.pk == stations_of(version)[1].pk


def agreed(cast, chain, day, *, days, more=()):
    stations = (
        StationPlan("start", "Start", "start", legal_sphere="sgb_2"),
        StationPlan("test", "Test", max_days=days, legal_sphere="aufenthg"),
        *more, StationPlan("end", "Ende", "end"),
    )
    keys = [s.key for s in stations]
    links = tuple(LinkPlan(a, b) for a, b in pairwise(keys))
    made = new_version(
        actor=cast.lead.actor, chain=chain, plan=ChainPlan(chain.name, stations, links)
    )
    return agree_version(actor=cast.lead.actor, chain_version=made, valid_from=day)


def test_two_versions_stand_side_by_side(client, cast, chain):
    one = agreed(cast, chain, date(2026, 1, 1), days=28)
    more = (StationPlan("course", "Kurs"),)
    two = agreed(cast, chain, date(2026, 3, 1), days=14, more=more)
    client.force_login(cast.steering.user)
    page = page_of(client, "chain_compare", one.pk, two.pk)
    assert all(text in page for text in ("28", "14", "Kurs", "neu", "geändert", "Wege weiter"))
    page = page_of(client, "chain_version", two.pk)
    assert "Hier wechselt der Rechtskreis" in page
    assert "Ändern" not in page


def test_the_log_to_hold_against_is_chosen_by_its_name(keeper, cast, chain):
    """The own log has no name of its own; its kind says which it is."""
    recorded_log(cast.home.pk)
    EventLog.objects.create(organisation=cast.home, kind=LogKind.IMPORTED, name="Datei")
    page = page_of(keeper, "chain_conformance", chain.pk)
    offered = re.findall(r"<option[^>]*>([^<]*)</option>", page)
    assert offered == ["aus den eigenen Fällen", "Datei"]


def test_a_draft_is_nobody_elses_business(client, cast, chain):
    version = draft(cast, chain)
    for member in (cast.manager, cast.steering, cast.foreign_lead):
        client.force_login(member.user)
        assert client.get(reverse("networks:chain_version", args=[version.pk])).status_code == 404
        page = page_of(client, "chain", chain.pk)
        assert str(version.pk) not in page


@pytest.mark.parametrize("name", ["chains", "chain", "chain_version"])
def test_more_rows_ask_no_more_questions(keeper, cast, chain, name):
    one = agreed(cast, chain, date(2026, 1, 1), days=28)
    address = reverse(
        f"networks:{name}",
        args={"chains": [], "chain": [chain.pk], "chain_version": [one.pk]}[name],
    )
    keeper.get(address)
    few = counted(keeper, address)
    for number in range(3):
        other = add_chain(actor=cast.lead.actor, name=f"Kette {number}")
        agreed(cast, other, date(2026, 1, 1), days=1)
    more = tuple(StationPlan(f"s{n}", f"Schritt {n}", max_days=n) for n in range(12))
    two = agreed(cast, chain, date(2026, 2, 1), days=1, more=more)
    if name == "chain_version":
        address = reverse("networks:chain_version", args=[two.pk])
    assert counted(keeper, address) <= few


def test_a_model_goes_out_and_comes_back(keeper, cast, chain):
    version = agreed(cast, chain, date(2026, 1, 1), days=28)
    file = keeper.get(reverse("networks:chain_bpmn", args=[version.pk]))
    assert file["Content-Disposition"].endswith('.bpmn"')
    address = reverse("networks:chain_import")
    sent = SimpleUploadedFile("kette.bpmn", file.content)
    assert keeper.post(address, {"file": sent, "chain": str(chain.pk)}).status_code == 302
    again = ChainVersion.objects.get(number=2)
    assert plan_of(again) == plan_of(version)
    back = keeper.get(reverse("networks:chain_bpmn", args=[again.pk]))
    assert back.content == file.content, "the file it came from, byte for byte"
    broken = SimpleUploadedFile("kette.bpmn", b"<definitions>")
    assert keeper.post(address, {"file": broken, "chain": ""}).status_code == 422
