# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The weekly digest: numbers, no names, once a week, only to those who want it."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from tests.cases.casts import new_case

from stellwerk.base.context import acting
from stellwerk.cases.actions import transitions
from stellwerk.cases.actions.digest import wish_digest
from stellwerk.cases.models import DigestWish
from stellwerk.cases.rules.digest import Digest, week_of
from stellwerk.jobs.digest import send_digests, text_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def to(member):
    return [letter for letter in mail.outbox if letter.to == [member.user.email]]


def waiting(cast):
    """A case long silent, one unassigned, one hand-over to the colleague."""
    case = new_case(cast.manager.actor, cast.manager.user, given_name="Zilpzalp")
    new_case(cast.lead.actor, None, given_name="Niemandskind")
    with acting(cast.manager.actor) as actor:
        transitions.propose_hand_over(
            actor=actor, case=case, to_user=cast.colleague.user, message="Zilpzalp braucht Ruhe",
            answer_by=TODAY,
        )
    return case


def test_everybody_gets_her_own_numbers_and_a_lead_what_nobody_carries(cast):
    waiting(cast)
    assert send_digests(TODAY) == 4
    (hers,) = to(cast.manager)
    assert "1 Fall lange ohne Kontakt" in hers.body
    assert "niemand führt" not in hers.body
    (asked,) = to(cast.colleague)
    assert "1 Übergabe wartet auf Ihre Antwort" in asked.body
    assert "lange ohne" not in asked.body
    # who stands in for her has her cases before her as well
    assert "1 Fall lange ohne Kontakt" in to(cast.substitute)[0].body
    assert "1 Fall, den niemand führt" in to(cast.lead)[0].body
    assert not to(cast.foreign_manager)
    assert not to(cast.coordinator)


def test_no_name_no_number_no_word_of_a_case_is_in_a_mail(cast):
    case = waiting(cast)
    send_digests(TODAY)
    text = "".join(
        f"{letter.subject}{letter.body}{letter.extra_headers}" for letter in mail.outbox
    )
    for secret in ("Zilpzalp", "Yıldız", "Niemandskind", case.case_key, str(case.pk)):
        assert secret not in text


def test_once_a_week_whatever_happens(cast):
    waiting(cast)
    monday = TODAY - timedelta(days=TODAY.weekday())
    assert send_digests(monday) == 4
    assert send_digests(monday) == 0
    assert send_digests(monday + timedelta(days=6)) == 0
    assert send_digests(monday + timedelta(days=7)) == 4


def test_who_does_not_want_it_gets_none_and_may_want_it_again(cast, client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    waiting(cast)
    client.force_login(cast.manager.user)
    assert client.post(reverse("cases:digest"), {}).status_code == 302
    assert "checked" not in client.get(reverse("cases:digest")).content.decode()
    assert send_digests(TODAY) == 3
    assert not to(cast.manager)
    with acting(cast.manager.actor) as actor:
        wish_digest(actor=actor, is_wanted=True)
        assert DigestWish.objects.get(user=cast.manager.user).is_wanted
    assert send_digests(TODAY) == 1


def test_a_mail_server_that_is_away_stops_nothing(cast, monkeypatch):
    waiting(cast)

    def fail(*args, **more):
        raise ConnectionRefusedError

    monkeypatch.setattr("stellwerk.jobs.digest.send_mail", fail)
    assert send_digests(TODAY) == 0


def test_nothing_to_say_is_not_said(cast):
    assert send_digests(TODAY) == 0
    assert not mail.outbox


def test_the_command_says_how_many(cast):
    waiting(cast)
    out = StringIO()
    call_command("weekly_digest", stdout=out)
    assert "4" in out.getvalue()


def test_the_year_has_weeks_of_its_own():
    assert week_of(date(2027, 1, 1)) == "2026-W53"
    assert week_of(date(2026, 11, 22)) == "2026-W47"


def test_noughts_are_left_out_of_the_text():
    text = text_of(Digest(cases=3, overdue=2, unassigned=0), "Stelle")
    assert [line for line in text.splitlines() if line.startswith("- ")] == [
        "- 2 Fälle mit etwas Überfälligem"
    ]
