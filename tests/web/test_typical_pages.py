# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The pages of typical cases: drafted, released, seen by others, never leading to anybody."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from stellwerk.base.context import acting
from stellwerk.cases.actions.logging import log_organisation
from stellwerk.networks.actions import typical as actions
from stellwerk.networks.models import StationView, TypicalCase, TypicalRelease, TypicalStation
from tests.cases.casts import new_case
from tests.web.test_cases_pages import counted

pytestmark = pytest.mark.django_db
STATION = {"action": "Zwei Behörden stellen je einen Schein aus.",
           "consequence": "Die Anmeldung verzögert sich.", "rating": "hindering"}


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


def browser(who):
    client = Client()
    client.force_login(who.user)
    return client


def address(name, *args):
    return reverse(f"networks:{name}", args=args)


@pytest.fixture
def five(cast):
    """Five men in the case base."""
    for n in range(5):
        new_case(cast.manager.actor, cast.manager.user, given_name=f"Person{n}", gender="m")


@pytest.fixture
def typical(cast, five):
    with acting(cast.lead.actor):
        return actions.add_typical_case(
            actor=cast.lead.actor, values={"title": "Zwei Scheine", "gender": "m"},
            stations=[STATION, {"action": "Der Kurs beginnt.", "course": "positive"}],
        )


def test_from_the_draft_to_the_group_and_seen_by_another_office(cast, typical):
    lead, partner = browser(cast.lead), browser(cast.partner)
    page = address("typical_case", typical.pk)
    assert partner.get(page).status_code == 404
    shown = lead.get(page).content.decode()
    assert "Einer Freigabe steht nichts im Weg." in shown
    assert "Für die Gruppe freigeben" not in shown, "a draft is checked first"
    for to in ("checked", "released"):
        with acting(cast.lead.actor):
            version = TypicalCase.objects.get(pk=typical.pk).version
        answer = lead.post(address("typical_step", typical.pk), {"to": to, "version": version})
        assert answer.status_code == 302, answer.content.decode()
    seen = partner.get(page).content.decode()
    assert "Die Anmeldung verzögert sich." in seen
    assert "Führt er zu einer Person?" not in seen
    assert "freigeben" not in seen
    with acting(cast.lead.actor):
        station = TypicalStation.objects.filter(typical_case=typical).first()
    view = address("typical_view", typical.pk, station.pk)
    sent = {"words": "Uns fehlt die Rückmeldung des Trägers.", "rating": "hindering", "lever": ""}
    assert partner.post(view, sent).status_code == 302
    assert "Uns fehlt die Rückmeldung" in lead.get(page).content.decode()
    named = {**sent, "words": "Frau Meier rief an", "version": 1}
    assert "führt zu einer Person" in partner.post(view, named).content.decode()
    with acting(cast.lead.actor):
        assert StationView.objects.get().organisation_id == cast.neighbour.pk
        assert TypicalRelease.objects.get().persons == 5
    assert partner.post(view, {"remove": "1"}).status_code == 302
    assert partner.post(address("typical_step", typical.pk), {"to": "draft", "version": 3}
                        ).status_code == 404


def test_a_case_manager_drafts_and_checks_but_does_not_release(cast, typical):
    manager = browser(cast.manager)
    assert manager.post(
        address("typical_step", typical.pk), {"to": "checked", "version": 1}
    ).status_code == 302
    assert "Für die Gruppe freigeben" not in manager.get(
        address("typical_case", typical.pk)
    ).content.decode()
    assert manager.post(
        address("typical_step", typical.pk), {"to": "released", "version": 2}
    ).status_code == 404


def test_the_way_from_own_cases_is_shown_to_those_who_may_go_it(cast):
    page, way = address("typical_cases"), address("typical_case_from")
    for who, status in ((cast.manager, 200), (cast.coordinator, 404)):
        client = browser(who)
        shown = client.get(page).content.decode()
        assert client.get(way).status_code == status
        assert (f'href="{way}"' in shown) == (status == 200)
        assert f'href="{address("typical_case_new")}"' in shown


def test_all_blockers_are_shown(cast, typical):
    with acting(cast.lead.actor):
        actions.change_typical_case(
            actor=cast.lead.actor, typical=typical, version=1,
            values={"title": "Zwei Scheine", "gender": "w", "about": "Bescheid vom 12.06.2017"},
        )
    shown = browser(cast.lead).get(address("typical_case", typical.pk)).content.decode()
    assert "„12.06.2017“ (Tag oder Monat) führt zu einer Person" in shown
    assert "passen nur auf 0 Personen" in shown
    assert "Geschlecht nicht angegeben (5 Personen)" in shown


def test_the_editor_works_without_a_script(cast, typical):
    lead = browser(cast.lead)
    new = address("typical_station_new", typical.pk, "actual")
    assert lead.post(new, {"action": ""}).status_code == 422
    assert lead.post(new, {"action": "Zweite", "rating": "helpful"}).status_code == 302
    with acting(cast.lead.actor):
        first, second = TypicalStation.objects.filter(course="actual")
    move = address("typical_station_move", typical.pk, second.pk)
    assert lead.post(move, {"way": "up"}).status_code == 302
    page = lead.get(address("typical_stations", typical.pk)).content.decode()
    assert page.index("Zweite") < page.index("Zwei Behörden")
    edit = address("typical_station", typical.pk, second.pk)
    sent = {"action": "Zweite, neu", "rating": "helpful", "version": second.version}
    assert lead.post(edit, sent).status_code == 302
    assert lead.post(edit, sent).status_code == 422, "somebody was quicker"
    assert lead.post(move, {"way": "remove"}).status_code == 302
    with acting(cast.lead.actor):
        (left,) = TypicalStation.objects.filter(course="actual")
        assert (left.pk, left.position) == (first.pk, 0)


def test_a_draft_from_a_case_says_what_it_took_out(cast, five):
    from stellwerk.base.keys import open_keys
    from stellwerk.cases.actions.plan import add_measure
    from stellwerk.cases.models import TypicalSource

    case = new_case(cast.manager.actor, cast.manager.user, family_name="Haddad")
    with acting(cast.manager.actor):
        open_keys([case])
        add_measure(actor=cast.manager.actor, case=case, values={
            "title": "Kurs für Haddad ab 12.06.2017", "asked_on": date(2017, 6, 1),
            "began_on": date(2018, 6, 1),
            "outcome_reason": "Tel. 05971 939081. Konsequenz: Der Platz war weg.",
        })
    manager = browser(cast.manager)
    page = address("typical_case_from")
    sent = {"cases": [str(case.pk)], "title": "Wartezeit", "called": "Frau H.", "source": "files"}
    shown = manager.post(page, sent)
    text = shown.content.decode()
    assert shown.status_code == 200
    assert "Kurs für Frau H. ab" in text
    assert "etwa 1 Jahr" in text
    assert "Der Platz war weg." in text
    assert "Telefon- oder Aktennummer: „05971 939081“ → [Nummer]" in text
    with acting(cast.manager.actor):
        assert not TypicalCase.objects.exists(), "nothing is kept by looking"
    assert manager.post(page, {**sent, "keep": "1"}).status_code == 302
    with acting(cast.manager.actor):
        made = TypicalCase.objects.get()
        assert (made.source_count, made.state) == (1, "draft")
        assert TypicalSource.objects.get().case_id == case.pk
        words = " ".join(str(list(row.values())) for row in made.stations.values())
    assert "Haddad" not in words
    assert "2017" not in words
    foreign = browser(cast.foreign_manager)
    assert foreign.post(page, sent).status_code == 422, "somebody else's case is no choice"


def test_several_cases_give_what_they_have_in_common_in_the_log(cast, five):
    cases = [new_case(cast.manager.actor, cast.manager.user, days_ago=n) for n in (200, 90)]
    with acting(cast.lead.actor):
        log_organisation(actor=cast.lead.actor, organisation_id=cast.home.pk)
    sent = {"cases": [str(case.pk) for case in cases], "title": "x", "source": "log"}
    shown = browser(cast.manager).post(address("typical_case_from"), sent).content.decode()
    assert "<ol" in shown.split('id="draft"')[1], "both began in the same way"
    assert "Yıldız" not in shown.split('id="draft"')[1]


def test_the_hand_out_is_a_pdf(cast, typical):
    answer = browser(cast.lead).get(address("typical_paper", typical.pk))
    assert answer.content[:5] == b"%PDF-"


def test_the_list_asks_as_much_for_many_as_for_one(cast, typical):
    lead, page = browser(cast.lead), address("typical_cases")
    lead.get(page)
    one = counted(lead, page)
    with acting(cast.lead.actor):
        for n in range(8):
            actions.add_typical_case(
                actor=cast.lead.actor, values={"title": f"Fall {n}"}, stations=[STATION]
            )
    assert counted(lead, page) == one
    assert lead.get(page).content.decode().count("<tr>") == 10
