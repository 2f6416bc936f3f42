# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The course through the offices: noted in one line, corrected and taken back with both days."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from stellwerk.base.context import acting
from stellwerk.base.keys import load_keys
from stellwerk.cases.models import Case
from stellwerk.cases.rules.logging import trace_number
from stellwerk.networks.choices import Precision, Source
from stellwerk.networks.models import Event, Trace
from tests.cases.casts import day, new_case, term
from tests.web.test_cases_pages import counted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def case(cast, client):
    client.force_login(cast.manager.user)
    return new_case(cast.manager.actor, cast.manager.user)


@pytest.fixture
def address(case):
    return reverse("cases:course", args=[case.pk])


def noted(cast, case):
    """All rows that were noted, in the order of writing."""
    with acting(cast.manager.actor):
        key = load_keys([case.pk])[case.pk]
        rows = Event.objects.filter(trace_id=trace_number(key), source=Source.NOTED)
        found = {row.pk: row for row in rows.select_related("activity", "party__organisation")}

    def steps_back(row):
        before = found.get(row.replaces_id)
        return 1 + steps_back(before) if before else 0

    return sorted(found.values(), key=lambda row: (steps_back(row), row.position))


def values(**more):
    return {
        "activity": "Berechtigungsschein ausgestellt", "on": f"{day(10):%Y-%m-%d}",
        "office": "Jobcenter Nord", **more,
    }


def test_what_others_did_stands_in_the_course_with_its_waiting_time(
    cast, case, client, address
):
    assert client.post(address, values()).status_code == 302
    (event,) = noted(cast, case)
    assert (event.activity.key, event.precision) == ("entitlement_issued", Precision.DAY)
    assert event.party.words == "Jobcenter Nord"
    page = client.get(address).content.decode()
    assert "Jobcenter Nord" in page
    assert "90 Tage" in page


def test_an_office_of_the_directory_is_known_by_its_name_and_a_synonym_is_enough(
    cast, case, client, address
):
    words = {"activity": "teilnahmeberechtigung ERTEILT", "office": cast.neighbour.name}
    assert client.post(address, values(**words, at="09:30")).status_code == 302
    (event,) = noted(cast, case)
    assert event.party.organisation_id == cast.neighbour.pk
    assert event.precision == Precision.MINUTE
    assert f"{timezone.localtime(event.at):%H:%M}" == "09:30"


def test_the_usual_legal_sphere_is_taken_unless_another_is_said(cast, case, client, address):
    client.post(address, values(activity="Aufenthaltstitel beantragt"))
    other = term("legal_sphere", "asylg").pk
    client.post(address, values(activity="Aufenthaltstitel beantragt", sphere=other))
    first, second = noted(cast, case)
    assert first.legal_sphere_id == term("legal_sphere", "aufenthg").pk
    assert second.legal_sphere_id == other


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"activity": "Berechtigungsschein"}, "Mehrere Aktivitäten passen"),
        ({"activity": "Mondlandung"}, "kennt diese Aktivität nicht"),
        ({"on": ""}, "Dieses Feld"),
        ({"office": ""}, "nennen Sie die Stelle"),
        ({"office": "Frau Yıldız im Amt"}, "ohne eine Person"),
        ({"office": "amt@stadt.example"}, "E-Mail"),
        ({"on": f"{timezone.localdate() + timedelta(days=1):%Y-%m-%d}"}, "in der Zukunft"),
    ],
)
def test_what_is_not_clear_is_asked_and_nothing_is_lost(
    cast, case, client, address, wrong, says
):
    answer = client.post(address, values(**wrong))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not noted(cast, case)


def test_correcting_and_taking_back_leave_the_old_line_struck_out(cast, case, client, address):
    client.post(address, values())
    page = client.get(address).content.decode()
    correct = re.search(r'href="([^"]*/verlauf/\d+/)"', page)[1]
    assert str(noted(cast, case)[0].pk) not in page, "the event's number is nobody's business"
    assert client.get(correct).status_code == 200
    assert client.post(correct, values(on=f"{day(5):%Y-%m-%d}")).status_code == 302
    page = client.get(address).content.decode()
    assert "berichtigt am" in page
    again = re.search(r'href="([^"]*/verlauf/\d+/)"', page)[1]
    assert again != correct
    stale = client.post(correct, values(on=f"{day(4):%Y-%m-%d}"))
    assert stale.status_code in (409, 422), "somebody was quicker"
    assert client.post(f"{again}zuruecknehmen/").status_code == 302
    page = client.get(address).content.decode()
    assert "zurückgenommen am" in page
    assert not re.search(r"/verlauf/\d+/", page), "what was taken back stays taken back"
    assert [row.counts for row in noted(cast, case)] == [False, False, False]


def test_the_course_carries_what_was_said_or_follows(cast, case, client, address):
    groups = reverse("cases:course_groups", args=[case.pk])
    assert client.get(groups).status_code == 200
    family = term("target_group", "families").pk
    with acting(cast.manager.actor):
        version = Case.objects.get(pk=case.pk).version
    sent = {"field_of_action": "", "target_group": family, "version": version}
    assert client.post(groups, sent).status_code == 302
    with acting(cast.manager.actor):
        trace = Trace.objects.get(pk=trace_number(load_keys([case.pk])[case.pk]))
        assert trace.target_group_id == family
    assert client.post(groups, sent).status_code == 422, "opened before somebody else saved"


def test_the_page_costs_the_same_with_many_lines(case, client, address):
    client.post(address, values())
    few = counted(client, address)
    for back in range(11, 21):
        client.post(address, values(on=f"{day(back):%Y-%m-%d}", office=f"Amt {back}"))
    assert counted(client, address) == few


def test_nobody_else_sees_it(cast, case, client, address):
    for who in (cast.colleague, cast.foreign_manager):
        client.force_login(who.user)
        assert client.get(address).status_code == 404
