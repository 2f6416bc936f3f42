# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Barriers and known issues through the pages."""

import pytest
from django.urls import reverse
from django.utils import timezone

from stellwerk.base.context import acting
from stellwerk.cases.actions.barriers import record_barrier
from stellwerk.cases.models import Barrier
from stellwerk.networks.actions.issues import add_known_issue
from stellwerk.networks.models import KnownIssue, Observation
from tests.cases.casts import new_case
from tests.web.test_cases_pages import counted, fields_of

pytestmark = pytest.mark.django_db
SENTENCE = "Zwei Ämter verlangen denselben Nachweis"


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def signed_in(client, cast):
    client.force_login(cast.manager.user)
    return client


@pytest.fixture
def case(cast):
    return new_case(cast.manager.actor, cast.manager.user)


def test_words_and_interface_are_enough(signed_in, cast, case):
    address = reverse("cases:add_barrier", args=[case.pk])
    form = fields_of(signed_in.get(address))
    sent = {**form, "sentence": SENTENCE, "from_office": "Jobcenter", "to_office": "Wohnungsamt"}
    assert signed_in.post(address, sent).status_code == 302
    with acting(cast.manager.actor):
        assert Barrier.objects.get(case=case).since == timezone.localdate()
        assert Observation.objects.get().kind == "", "nobody has said of what kind it is"
    page = signed_in.get(reverse("cases:barriers", args=[case.pk])).content.decode()
    assert SENTENCE in page
    assert "Jobcenter → Wohnungsamt" in page


def test_the_same_as_a_known_issue_needs_no_sentence(signed_in, cast, case):
    with acting(cast.lead.actor):
        issue = add_known_issue(actor=cast.lead.actor, title="Zwei Scheine", sentence=SENTENCE)
    address = reverse("cases:add_barrier", args=[case.pk])
    assert "Nr. 1 – Zwei Scheine" in signed_in.get(address).content.decode()
    sent = {
        **fields_of(signed_in.get(address)), "known_issue": issue.pk, "from_office": "A-Amt",
        "to_office": "B-Amt",
    }
    assert signed_in.post(address, sent).status_code == 302
    assert SENTENCE in signed_in.get(reverse("cases:barriers", args=[case.pk])).content.decode()
    page = signed_in.get(reverse("networks:issues")).content.decode()
    assert "1 Person · 1 Nennung" in " ".join(page.split())


def test_a_name_is_pointed_out_and_the_input_stays(signed_in, cast, case):
    address = reverse("cases:add_barrier", args=[case.pk])
    sent = {
        **fields_of(signed_in.get(address)), "sentence": "Yıldız wurde abgewiesen",
        "from_office": "A-Amt", "to_office": "B-Amt",
    }
    answer = signed_in.post(address, sent)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "ohne den Namen Yıldız" in text
    assert "Yıldız wurde abgewiesen" in text


def test_correcting_and_erasing(signed_in, cast, case):
    with acting(cast.manager.actor):
        row = record_barrier(
            actor=cast.manager.actor, case=case,
            values={"sentence": SENTENCE, "from_office": "A", "to_office": "B",
                    "since": timezone.localdate(), "note": "Nur hier"},
        )
    address = reverse("cases:edit_barrier", args=[case.pk, row.pk])
    page = signed_in.get(address)
    assert "Nur hier" in page.content.decode()
    sent = fields_of(page, 'novalidate')
    sent |= {"sentence": SENTENCE, "from_office": "A", "to_office": "C", "delay_days": "0"}
    assert signed_in.post(address, sent).status_code == 302
    with acting(cast.manager.actor):
        half = Observation.objects.get()
        assert (half.to_words, half.delay_days) == ("C", 0)
        assert Barrier.objects.get().version == 2
    gone = signed_in.post(
        reverse("cases:remove_barrier", args=[case.pk, row.pk]), {"version": 2}
    )
    assert gone.status_code == 302
    with acting(cast.manager.actor):
        assert not Observation.objects.exists()


def test_the_list_costs_the_same_for_one_and_for_many(signed_in, cast, case):
    def note(number):
        with acting(cast.manager.actor):
            record_barrier(
                actor=cast.manager.actor, case=case,
                values={"sentence": f"{SENTENCE} {number}", "from_office": cast.home.name,
                        "to_office": "B", "since": timezone.localdate()},
            )

    address = reverse("cases:barriers", args=[case.pk])
    note(0)
    signed_in.get(address)
    few = counted(signed_in, address)
    for number in range(1, 6):
        note(number)
    assert counted(signed_in, address) == few


def test_team_leads_keep_the_known_issues_and_everybody_reads_them(client, cast):
    client.force_login(cast.coordinator.user)
    answer = client.post(reverse("networks:issue_new"), {"title": "Titel", "sentence": SENTENCE})
    assert answer.status_code == 302
    issue = KnownIssue.objects.get()
    address = reverse("networks:issue_edit", args=[issue.pk])
    sent = {**fields_of(client.get(address)), "sentence": f"{SENTENCE}.", "kind": "duplicate"}
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 422, "somebody was quicker"
    client.force_login(cast.partner.user)
    page = client.get(reverse("networks:issues")).content.decode()
    assert "Titel" in page
    assert "Eigene Organisation" not in page
    assert client.get(address).status_code == 404
