# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A case conference from the list of guests to minutes and measures."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from stellwerk.base.context import acting
from stellwerk.base.keys import attach_key, load_keys
from stellwerk.base.refusal import Conflict, Refusal
from stellwerk.cases.actions import conferences as deeds
from stellwerk.cases.actions.sharing import grant_access
from stellwerk.cases.choices import FieldGroup, GuestState
from stellwerk.cases.models import CaseConference, ConferenceGuest, Measure
from stellwerk.cases.queries.conferences import conference_view
from stellwerk.cases.rules.conferences import conference_blockers
from tests.cases.casts import admitted_case
from tests.web.test_cases_pages import counted, fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def signed_in(client, cast):
    client.force_login(cast.manager.user)
    return client


@pytest.fixture
def case(cast):
    return admitted_case(cast.manager.actor, cast.manager.user, family_name="Tischlein")


def ahead(days=3):
    return timezone.now() + timedelta(days=days)


def planned(cast, case, place="Rathaus, Raum 1", **guest):
    """A conference with one guest of the neighbouring organisation."""
    actor = cast.manager.actor
    values = {"starts_at": ahead(), "place": place, "agenda": "Vertrauliche Punkte"}
    row = deeds.plan_conference(actor=actor, case=case, values=values)
    deeds.add_guest(
        actor=actor, case=case, conference=row,
        values={"name": "Inge Sieveking", "provider": cast.neighbour,
                "email": "sieveking@stelle.example", **guest},
    )
    return row


def seen(cast, case, row):
    with acting(cast.manager.actor):
        return conference_view(case, FieldGroup(2047), row.pk)


def test_a_conference_has_a_beginning_and_was_held_after_it():
    now = timezone.now()
    assert conference_blockers(None, None, "planned", now)
    begin = ahead()
    assert conference_blockers(begin, begin, "planned", now)[0].field == "ends_at"
    assert conference_blockers(ahead(), None, "held", now)
    assert not conference_blockers(ahead(), None, "planned", now)


def test_the_invitation_says_when_and_where_and_nothing_of_the_case(signed_in, cast, case):
    with acting(cast.manager.actor):
        row = planned(cast, case)
    answer = signed_in.post(reverse("cases:invite_conference", args=[case.pk, row.pk]))
    assert answer.status_code == 302
    (sent,) = mail.outbox
    name, content, _kind = sent.attachments[0]
    whole = f"{sent.subject} {sent.body} {content}"
    for hidden in ("Tischlein", "Mohamed", case.case_key, "Vertrauliche", "Sieveking",
                   str(case.pk), str(row.pk)):
        assert hidden not in whole
    assert "Rathaus, Raum 1" in sent.body
    assert name.endswith(".ics")
    assert seen(cast, case, row).guests[0].guest.state == GuestState.INVITED
    again = signed_in.post(reverse("cases:invite_conference", args=[case.pk, row.pk]))
    assert again.status_code == 409, "nobody is left"
    assert len(mail.outbox) == 1


def test_a_place_that_names_the_client_is_not_sent(signed_in, cast, case):
    with acting(cast.manager.actor):
        row = planned(cast, case, place="bei Familie Tischlein")
    answer = signed_in.post(reverse("cases:invite_conference", args=[case.pk, row.pk]))
    assert answer.status_code == 409
    assert not mail.outbox


def test_a_mail_server_that_is_away_invites_nobody(signed_in, cast, case, monkeypatch):
    with acting(cast.manager.actor):
        row = planned(cast, case)

    def broken(self):
        raise ConnectionRefusedError

    monkeypatch.setattr("stellwerk.exchange.conference_mail.EmailMessage.send", broken)
    answer = signed_in.post(reverse("cases:invite_conference", args=[case.pk, row.pk]))
    assert answer.status_code == 409
    assert seen(cast, case, row).guests[0].guest.state == GuestState.NAMED


def test_an_office_without_consent_is_pointed_out_until_it_has_one(signed_in, cast, case):
    with acting(cast.manager.actor):
        row = planned(cast, case)
        assert conference_view(case, FieldGroup(2047), row.pk).outside
    address = reverse("cases:conference", args=[case.pk, row.pk])
    assert "Ohne gültige Einwilligung" in signed_in.get(address).content.decode()
    with acting(cast.manager.actor):
        grant_access(
            actor=cast.manager.actor, case=case, organisation=cast.neighbour,
            scope=int(FieldGroup.PLAN), basis="consent", note="mündlich",
            until=timezone.localdate() + timedelta(days=30),
        )
    assert "Ohne gültige Einwilligung" not in signed_in.get(address).content.decode()
    signed_in.force_login(cast.partner.user)
    page = signed_in.get(address)
    assert "Vertrauliche Punkte" in page.content.decode(), "the consent reaches the plan"
    assert "Ändern, Protokoll" not in page.content.decode()


def test_results_become_measures_and_the_minutes_a_paper(signed_in, cast, case):
    with acting(cast.manager.actor):
        row = planned(cast, case)
    address = reverse("cases:conference_measure", args=[case.pk, row.pk])
    sent = {
        **fields_of(signed_in.get(address)), "title": "Antrag stellen", "state": "planned",
        "provider": cast.neighbour.pk, "due_on": "2026-12-24",
    }
    assert signed_in.post(address, sent).status_code == 302
    with acting(cast.manager.actor):
        made = Measure.objects.filter(case=case, provider=cast.neighbour).get()
        assert made.due_on.isoformat() == "2026-12-24"
    assert [m.pk for m in seen(cast, case, row).measures] == [made.pk]
    paper = signed_in.get(reverse("cases:conference_minutes", args=[case.pk, row.pk]))
    assert paper.content.startswith(b"%PDF")
    assert "protokoll-" in paper["Content-Disposition"]


def test_who_came_is_one_click_and_nobody_overwrites_it_unseen(signed_in, cast, case):
    with acting(cast.manager.actor):
        row = planned(cast, case)
        guest = ConferenceGuest.objects.get()
    address = reverse("cases:guest_state", args=[case.pk, guest.pk])
    assert signed_in.post(address, {"state": "attended", "version": 1}).status_code == 302
    assert seen(cast, case, row).guests[0].guest.state == "attended"
    assert signed_in.post(address, {"state": "excused", "version": 1}).status_code == 409
    assert signed_in.post(address, {"state": "off", "version": 2}).status_code == 302
    assert not seen(cast, case, row).guests


def test_two_editors_of_one_conference_see_each_other(cast, case):
    actor = cast.manager.actor
    with acting(actor):
        row = planned(cast, case)
        attach_key([row, case], load_keys([case.pk])[case.pk])
        values = {"starts_at": row.starts_at, "minutes": "Erster"}
        deeds.change_conference(
            actor=actor, case=case, conference=row, version=1, values=values
        )
        with pytest.raises(Conflict):
            deeds.change_conference(
                actor=actor, case=case, conference=row, version=1,
                values={**values, "minutes": "Zweiter"},
            )
        with pytest.raises(Refusal):
            deeds.change_conference(
                actor=actor, case=case, conference=row, version=2,
                values={**values, "state": "held"},
            )
        assert CaseConference.objects.get().state == "planned"


def test_the_list_costs_the_same_for_one_and_for_many(signed_in, cast, case):
    address = reverse("cases:conferences", args=[case.pk])
    with acting(cast.manager.actor):
        planned(cast, case)
    signed_in.get(address)
    few = counted(signed_in, address)
    with acting(cast.manager.actor):
        for _number in range(4):
            planned(cast, case)
    assert counted(signed_in, address) == few
