# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Handing over and referring through the pages."""

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from stellwerk.base.context import acting
from stellwerk.cases.actions import transitions as actions
from stellwerk.cases.models import Case, Transition
from stellwerk.vocabulary.models import Term
from tests.cases.casts import new_case

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


def signed_in(client, member):
    client.force_login(member.user)
    return client


def counted(client, address):
    seen = []

    def count(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        assert client.get(address).status_code == 200
    return len(seen)


def test_a_case_is_handed_over_in_two_pages(client, cast):
    case = new_case(cast.manager.actor, cast.manager.user)
    page = signed_in(client, cast.manager)
    shown = page.get(reverse("cases:transitions", args=[case.pk])).content.decode()
    assert reverse("cases:propose_hand_over", args=[case.pk]) in shown
    asked = page.post(
        reverse("cases:propose_hand_over", args=[case.pk]),
        {"to_user": cast.colleague.user.pk, "answer_by": timezone.localdate().isoformat(),
         "message": "Mittwochs Termin im Jobcenter"},
    )
    assert asked.status_code == 302
    page = signed_in(client, cast.colleague)
    waiting = page.get(reverse("cases:waiting")).content.decode()
    assert "Mittwochs Termin im Jobcenter" in waiting
    assert page.get(reverse("cases:case", args=[case.pk])).status_code == 404
    with acting(cast.manager.actor):
        row = Transition.objects.get(case=case)
    answer = page.post(reverse("cases:transition_accept", args=[row.pk]))
    assert answer.url == reverse("cases:case", args=[case.pk])
    assert page.get(answer.url).status_code == 200
    with acting(cast.manager.actor):
        assert Case.objects.get(pk=case.pk).manager_id == cast.colleague.user.pk


def test_declining_asks_for_a_reason_and_shows_it_in_the_history(client, cast):
    case = new_case(cast.manager.actor, cast.manager.user)
    with acting(cast.manager.actor) as actor:
        row = actions.propose_hand_over(
            actor=actor, case=case, to_user=cast.colleague.user, message="",
            answer_by=timezone.localdate(),
        )
    page = signed_in(client, cast.colleague)
    address = reverse("cases:transition_decline", args=[row.pk])
    assert page.post(address, {"decline_reason": "other"}).status_code == 422
    sent = {"decline_reason": "other", "decline_note": "Ich bin im Urlaub"}
    assert page.post(address, sent).status_code == 302
    page = signed_in(client, cast.manager)
    history = page.get(reverse("cases:transitions", args=[case.pk])).content.decode()
    assert "Ich bin im Urlaub" in history
    assert "abgelehnt" in history


def test_without_a_grant_the_other_team_lead_gets_no_field_for_words(client, cast):
    case = new_case(cast.manager.actor, cast.manager.user)
    with acting(cast.manager.actor) as actor:
        row = actions.propose_referral(
            actor=actor, case=case, to_organisation=cast.neighbour,
            field_of_action=Term.objects.filter(list="field_of_action").first(), message="",
            answer_by=timezone.localdate(),
        )
    page = signed_in(client, cast.foreign_lead)
    waiting = page.get(reverse("cases:waiting")).content.decode()
    assert "anonyme Anfrage" in waiting
    assert case.case_key not in waiting
    form = page.get(reverse("cases:transition_decline", args=[row.pk])).content.decode()
    assert "decline_note" not in form
    assert page.post(reverse("cases:transition_accept", args=[row.pk])).status_code == 302


def test_the_page_of_waiting_costs_the_same_for_one_and_for_many(client, cast):
    def ask(number):
        case = new_case(cast.colleague.actor, cast.colleague.user, given_name=f"K{number}")
        with acting(cast.colleague.actor) as actor:
            actions.propose_hand_over(
                actor=actor, case=case, to_user=cast.manager.user, message="x",
                answer_by=timezone.localdate(),
            )

    ask(0)
    page = signed_in(client, cast.manager)
    page.get(reverse("cases:waiting"))
    first = counted(page, reverse("cases:waiting"))
    for number in range(1, 5):
        ask(number)
    assert counted(page, reverse("cases:waiting")) == first
