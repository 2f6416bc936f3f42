# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Whoever noted a barrier is told what became of it."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone
from tests.cases.casts import new_case
from tests.web.test_cases_pages import counted

from stellwerk.base.context import acting
from stellwerk.cases.actions.barriers import record_barrier
from stellwerk.cases.models import Barrier
from stellwerk.cases.queries.issue_news import NEWS_DAYS, SAID, issue_news
from stellwerk.networks.actions.bundling import bundle, unbundle
from stellwerk.networks.actions.issues import add_known_issue, take_step
from stellwerk.networks.choices import IssueState
from stellwerk.networks.models import IssueStep

pytestmark = pytest.mark.django_db
SENTENCE = "Zwei Ämter verlangen denselben Nachweis"


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def case(cast):
    return new_case(cast.manager.actor, cast.manager.user)


def noted(cast, case, **more):
    values = {
        "sentence": SENTENCE, "from_office": "A", "to_office": "B", "since": timezone.localdate(),
        **more,
    }
    with acting(cast.manager.actor):
        return record_barrier(actor=cast.manager.actor, case=case, values=values)


def new_issue(cast):
    with acting(cast.lead.actor):
        return add_known_issue(actor=cast.lead.actor, title="Scheine", sentence=SENTENCE)


def accepted(cast, issue, words="Bundesrecht"):
    with acting(cast.lead.actor):
        issue.refresh_from_db()
        take_step(
            actor=cast.lead.actor, issue=issue, version=issue.version, to_state="accepted",
            on=timezone.localdate(), words=words,
        )


def news(member, now=None):
    with acting(member.actor):
        return issue_news(member.user.pk, now or timezone.now())


def test_every_state_is_said_in_plain_words():
    assert set(SAID) == set(IssueState)


def test_who_ticked_a_known_issue_hears_of_its_steps(cast, case):
    issue = new_issue(cast)
    noted(cast, case, sentence="", known_issue=issue)
    accepted(cast, issue)
    (told,) = news(cast.manager)
    assert (told.number, told.sentence) == (issue.number, "")
    assert [step.said for step in told.steps] == [SAID["accepted"], SAID["reported"]]
    assert told.steps[0].words == "Bundesrecht"
    assert not news(cast.lead), "she has noted none herself"
    assert not news(cast.colleague)
    assert not news(cast.foreign_manager)


def test_what_somebody_bundles_meanwhile_is_news_even_of_an_old_issue(cast, case):
    issue = new_issue(cast)
    IssueStep.objects.update(created_at=timezone.now() - timedelta(days=400))
    barrier = noted(cast, case)
    assert not news(cast.manager)
    with acting(cast.lead.actor):
        bundle(
            actor=cast.lead.actor, observation_ids=[barrier.observation_id], issue=issue
        )
    (told,) = news(cast.manager)
    assert told.sentence == SENTENCE
    assert len(told.steps) == 1
    with acting(cast.lead.actor):
        unbundle(actor=cast.lead.actor, issue=issue, observation_ids=[barrier.observation_id])
    assert not news(cast.manager)


def test_after_sixty_days_it_is_no_news(cast, case):
    issue = new_issue(cast)
    noted(cast, case, sentence="", known_issue=issue)
    assert news(cast.manager)
    assert not news(cast.manager, timezone.now() + timedelta(days=NEWS_DAYS + 1))


def test_my_day_says_it_and_costs_the_same_for_one_and_for_many(client, cast, case):
    client.force_login(cast.manager.user)
    address = reverse("cases:today")
    client.get(address)
    before = counted(client, address)
    for _n in range(3):
        noted(cast, case, sentence="", known_issue=new_issue(cast))
    assert counted(client, address) == before
    page = client.get(address).content.decode()
    assert "Was aus Ihren Hemmnissen wurde" in page
    assert "Das Netzwerk hat es aufgegriffen." in page


def test_labels_of_before_are_told_apart_by_their_address(cast, case):
    barrier = noted(cast, case)
    who = import_module("stellwerk.cases.migrations.0092_barrier_by_user").WHO
    with acting(cast.manager.actor):
        for label, expected in (
            (f"Anders <{cast.manager.user.email.upper()}>", cast.manager.user.pk),
            (cast.manager.user.name, cast.manager.user.pk),
            ("Beispieldaten", None),
            (f"x{cast.manager.user.email}", None),
        ):
            Barrier.objects.filter(pk=barrier.pk).update(by=label, by_user=None)
            with connections["default"].cursor() as cursor:
                cursor.execute(who)
            assert Barrier.objects.get(pk=barrier.pk).by_user_id == expected, label
