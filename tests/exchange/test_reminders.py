# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Reminders: only where office and client agreed, once, and with nothing of the case in them."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from stellwerk.base.context import acting
from stellwerk.base.keys import attach_key, load_keys, open_keys
from stellwerk.cases.actions import course
from stellwerk.cases.actions.people import change_contact_data
from stellwerk.cases.actions.reminders import set_reminder_wish
from stellwerk.cases.actions.settings import change_settings
from stellwerk.cases.models import Appointment, Reminder, ReminderWish
from stellwerk.exchange import reminders
from stellwerk.exchange.reminder_texts import TEXTS, reminder_text
from tests.cases.casts import new_case
from tests.web.test_cases_pages import fields_of

ON = {"reminders.email": True, "reminders.office_phone": "05971 939-0"}


def at_nine(days: int) -> datetime:
    day = timezone.localtime() + timedelta(days=days)
    return day.replace(hour=9, minute=0, second=0, microsecond=0)


@pytest.fixture
def case(cast):
    """A client with an address and an appointment tomorrow."""
    actor = cast.manager.actor
    found = new_case(actor, cast.manager.user, family_name="Erinnerlich")
    with acting(actor):
        person = found.person
        attach_key([person], load_keys([person.pk])[person.pk])
        change_contact_data(
            actor=actor, person=person, version=person.version,
            values={"email": "client@post.example", "phone": "0170 1", "address": ""},
        )
        course.plan_appointment(
            actor=actor, case=found, starts_at=at_nine(1), kind="office", place="Raum 3",
            note="Vertraulich",
        )
    return found


def wished(cast, case, **more):
    values = {
        "by_email": True, "by_text_message": False, "language": "uk",
        "agreed_on": timezone.localdate(), **more,
    }
    with acting(cast.manager.actor):
        wish = ReminderWish.objects.filter(person=case.person).first()
        set_reminder_wish(
            actor=cast.manager.actor, person=case.person, values=values,
            version=wish.version if wish else None,
        )


def decided(cast, **values):
    with acting(cast.lead.actor):
        change_settings(actor=cast.lead.actor, values={**ON, **values})


def run(cast):
    return reminders.remind(cast.home, timezone.now())


def test_every_language_of_papers_has_its_sentences():
    assert " ".join(sorted(TEXTS)) == "ar bg de de-plain en fa fr ro ru tr uk"
    for key in TEXTS:
        subject, body = reminder_text(key, at_nine(1), "05971 1")
        assert subject
        assert f"{at_nine(1):%d.%m.%Y}" in body
        assert "05971 1" in body
        assert "{" not in body
        assert "05971" not in reminder_text(key, at_nine(1), "")[1]


@pytest.mark.django_db
def test_nothing_is_sent_until_office_and_client_agree(cast, case):
    assert run(cast) == (0, 0)
    decided(cast)
    assert run(cast) == (0, 0), "the client has not been asked"
    wished(cast, case)
    decided(cast, **{"reminders.email": False})
    assert run(cast) == (0, 0), "the office has switched it off"
    assert not mail.outbox


@pytest.mark.django_db
def test_a_reminder_goes_out_once_and_says_nothing_of_the_case(cast, case):
    decided(cast)
    wished(cast, case)
    assert run(cast) == (1, 0)
    assert run(cast) == (0, 0), "a second run finds it done"
    (sent,) = mail.outbox
    assert sent.to == ["client@post.example"]
    assert "зустріч" in sent.body
    assert "05971 939-0" in sent.body
    for hidden in ("Erinnerlich", "Mohamed", case.case_key, "Vertraulich", "Raum 3",
                   cast.home.name, str(case.pk)):
        assert hidden not in f"{sent.subject} {sent.body}"


@pytest.mark.django_db
def test_only_what_is_near_enough_and_moved_ones_again(cast, case):
    actor = cast.manager.actor
    decided(cast)
    wished(cast, case)
    with acting(actor):
        far = course.plan_appointment(
            actor=actor, case=case, starts_at=at_nine(3), kind="phone"
        )
    assert run(cast) == (1, 0)
    with acting(actor):
        course.change_appointment(
            actor=actor, case=case, appointment=far, version=1,
            starts_at=at_nine(1) + timedelta(hours=2), kind="phone", outcome="planned", note=None,
        )
    assert run(cast) == (1, 0)
    assert len(mail.outbox) == 2


def withdrawn(cast, case, _row):
    wished(cast, case, by_email=False)


def other_way(cast, case, _row):
    wished(cast, case, by_email=False, by_text_message=True)


def switched_off(cast, _case, _row):
    decided(cast, **{"reminders.email": False})


def changed(cast, case, row, **more):
    values = {"starts_at": row.starts_at, "kind": "office", "outcome": "planned", **more}
    with acting(cast.manager.actor):
        course.change_appointment(
            actor=cast.manager.actor, case=case, appointment=row, version=row.version, note=None,
            **values,
        )


def cancelled(cast, case, row):
    changed(cast, case, row, outcome="cancelled_by_client")


def moved(cast, case, row):
    changed(cast, case, row, starts_at=at_nine(4))


@pytest.mark.django_db
@pytest.mark.parametrize("happens", [withdrawn, other_way, switched_off, cancelled, moved])
def test_what_changes_during_a_slow_run_is_heeded(cast, case, monkeypatch, happens):
    """The list is made once; each reminder is asked for again just before it goes out."""
    decided(cast)
    wished(cast, case)
    listed = reminders.due_reminders

    def then_it_happens(*asked):
        due = listed(*asked)
        with acting(cast.manager.actor):
            row = Appointment.objects.get(case=case)
            open_keys([row])
        happens(cast, case, row)
        return due

    monkeypatch.setattr(reminders, "due_reminders", then_it_happens)
    assert run(cast) == (0, 0)
    assert not mail.outbox
    with acting(cast.manager.actor):
        assert not Reminder.objects.exists()


@pytest.mark.django_db
def test_what_failed_is_noted_without_an_address_and_shown_to_the_lead(
    cast, case, client, settings, monkeypatch
):
    settings.SECOND_FACTOR_REQUIRED = False
    decided(cast, **{"reminders.text_message": True})
    wished(cast, case, by_text_message=True)

    def broken(*_args, **_more):
        raise ConnectionRefusedError("client@post.example refused")

    monkeypatch.setattr(reminders, "send_mail", broken)
    assert run(cast) == (0, 2), "neither the server nor a provider took it"
    with acting(cast.lead.actor):
        assert set(Reminder.objects.values_list("detail", flat=True)) == {
            "ConnectionRefusedError", "no_adapter",
        }
    client.force_login(cast.lead.user)
    page = client.get(reverse("cases:reminders")).content.decode()
    assert "bitte anrufen" in page
    assert case.case_key in page


class Provider:
    """What a provider's adapter looks like."""

    taken: list[tuple[str, str]] = []

    def send(self, number: str, text: str) -> None:
        self.taken.append((number, text))


@pytest.mark.django_db
def test_a_provider_s_adapter_sends_text_messages(cast, case, settings):
    settings.TEXT_MESSAGES = f"{__name__}.Provider"
    decided(cast, **{"reminders.email": False, "reminders.text_message": True})
    wished(cast, case, by_text_message=True, language="de")
    assert run(cast) == (1, 0)
    assert Provider.taken[0][0] == "0170 1"
    assert "Termin" in Provider.taken[0][1]
    assert not mail.outbox


@pytest.mark.django_db
def test_office_and_client_decide_on_their_pages(cast, case, client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(cast.manager.user)
    address = reverse("cases:reminder_wish", args=[case.pk])
    sent = {**fields_of(client.get(address)), "by_email": "on", "language": "ar"}
    assert client.post(address, sent).status_code == 302
    assert client.get(reverse("cases:reminders")).status_code == 404, "a lead decides"
    client.force_login(cast.lead.user)
    address = reverse("cases:reminders")
    sent = {**fields_of(client.get(address)), "email": "on", "office_phone": "05971 2"}
    assert client.post(address, sent).status_code == 302
    assert run(cast) == (1, 0)
    assert "05971 2" in mail.outbox[0].body
