# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The calendar and its address for a program of one's own."""

import re
from datetime import UTC, date, datetime, timedelta
from unittest import mock
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar

from stellwerk.base.context import acting
from stellwerk.cases.actions import course, plan
from stellwerk.cases.actions.calendar import revoke_feed
from stellwerk.cases.models import CalendarFeed
from stellwerk.cases.queries.calendar import CalendarEntry
from stellwerk.directory.models import Membership
from stellwerk.web.cases.calendar import CalendarWriter
from tests.cases.casts import new_case, term
from tests.web.test_cases_pages import counted

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
PAGE = "cases:calendar"


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def signed_in(client, cast):
    client.force_login(cast.manager.user)
    return client


def soon(hours=1):
    return (timezone.now() + timedelta(hours=hours)).replace(microsecond=0)


def with_appointment(cast, who, name, hours=1, **more):
    member = getattr(cast, who)
    case = new_case(member.actor, member.user, family_name=name)
    with acting(member.actor):
        course.plan_appointment(
            actor=member.actor, case=case, starts_at=soon(hours), kind="home_visit",
            place="Hinterhofweg", note="Vertraulich", **more,
        )
    return case


def text_of(client, **query):
    return client.get(reverse(PAGE), query).content.decode()


@pytest.mark.parametrize("view", ["month", "week", "list", "unsinn"])
def test_every_view_shows_what_is_mine_and_nothing_else(signed_in, cast, view):
    with_appointment(cast, "manager", "Meinekind")
    with_appointment(cast, "colleague", "Kollegenkind")
    with_appointment(cast, "foreign_manager", "Fremdenkind")
    page = text_of(signed_in, view=view, on=timezone.localdate().isoformat())
    assert "Meinekind" in page
    assert "Kollegenkind" not in page
    assert "Fremdenkind" not in page
    assert "Hinterhofweg" not in page


def test_a_lead_may_look_at_the_whole_team_and_nobody_else(client, cast):
    with_appointment(cast, "colleague", "Kollegenkind")
    client.force_login(cast.lead.user)
    assert "Kollegenkind" not in text_of(client, view="list")
    assert "Kollegenkind" in text_of(client, view="list", team="1")
    client.force_login(cast.manager.user)
    assert "Kollegenkind" not in text_of(client, view="list", team="1")


def test_dates_of_goals_and_measures_stand_there(signed_in, cast):
    case = new_case(cast.manager.actor, cast.manager.user, family_name="Fristenkind")
    today = timezone.localdate()
    with acting(cast.manager.actor):
        plan.add_goal(
            actor=cast.manager.actor, case=case,
            values={"text": "Ein Ziel", "due_on": today, "life_area": term("life_area", "work")},
        )
        plan.add_measure(
            actor=cast.manager.actor, case=case,
            values={"title": "Ein Antrag", "due_on": today + timedelta(days=1)},
        )
    page = text_of(signed_in, view="list")
    assert page.count("Fristenkind") == 2
    assert "Ziel fällig" in page
    assert "Maßnahme fällig" in page


def test_an_entry_says_when_what_and_of_whom_and_nothing_slips_through():
    at = datetime(2026, 7, 1, 22, 5, 59, tzinfo=UTC)
    case, row = uuid4(), uuid4()
    with timezone.override("Europe/Berlin"), translation.override("de"):
        entries = [
            CalendarEntry("appointment", case, "F-1", row, row, at=at, until=at, name='<b>"&',
                          detail="home_visit", outcome="cancelled_by_us"),
            CalendarEntry("goal", case, "F-<2>", row, row, on=date(2026, 7, 1)),
            CalendarEntry("conference", case, "F-3", row, row, at=at, outcome="cancelled"),
        ]
        first, second, third = CalendarWriter().entries(entries).split("<li ")[1:]
    assert "00:05–00:05" in first
    assert f'/faelle/{case}/">&lt;b&gt;&quot;&amp;</a>' in first
    assert "Hausbesuch · abgesagt" in first
    assert "app-calendar__entry--off" in first
    assert "F-&lt;2&gt;" in second
    assert "app-calendar__time" not in second
    assert "Fallkonferenz · abgesagt" in third


def test_a_day_far_away_and_a_wrong_one_are_answered(signed_in):
    for on in ("0001-01-01", "9999-12-31", "2026-02-30", "", "x"):
        for view in ("month", "week", "list"):
            assert signed_in.get(reverse(PAGE), {"on": on, "view": view}).status_code == 200


def test_the_calendar_costs_the_same_for_one_and_for_many(signed_in, cast):
    with_appointment(cast, "manager", "Eins")
    address = reverse(PAGE) + "?view=list"
    signed_in.get(address)
    few = counted(signed_in, address)
    for number in range(5):
        with_appointment(cast, "manager", f"Weitere{number}", hours=2 + number)
    assert counted(signed_in, address) == few


# ── the address ──────────────────────────────────────────────────────────────────────────────


def new_address(client):
    page = client.post(reverse("cases:calendar_feed")).content.decode()
    return re.search(r"http://testserver(/kalender/abo/[\w-]+/termine\.ics)", page).group(1)


def test_the_feed_says_when_and_of_what_kind_and_nothing_more(signed_in, client, cast):
    case = with_appointment(cast, "manager", "Geheimname", ends_at=soon(2))
    address = new_address(signed_in)
    signed_in.logout()
    answer = signed_in.get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    text = answer.content.decode()
    for hidden in ("Geheimname", "Mohamed", case.case_key, "Hinterhofweg", "Vertraulich",
                   str(case.pk), cast.home.name):
        assert hidden not in text
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert "Hausbesuch" in str(event["summary"])
    assert event["dtstart"].dt == soon(1).replace(second=event["dtstart"].dt.second)


def test_each_fetch_stands_in_the_log(signed_in, cast):
    case = with_appointment(cast, "manager", "Protokollkind")
    address = new_address(signed_in)
    signed_in.logout()
    with connections["owner"].cursor() as cursor:
        counting = (
            "SELECT count(*) FROM audit_event WHERE kind = 'calendar_feed' AND verb = 'listed' "
            "AND %s = ANY(subjects)"
        )
        cursor.execute(counting, [case.pk])
        before = cursor.fetchone()[0]
    signed_in.get(address)
    with acting(cast.officer.actor), connections["default"].cursor() as cursor:
        cursor.execute(counting, [case.pk])
        assert cursor.fetchone()[0] == before + 1


def _bare(page, address):
    text = page.content.decode().replace(address, "*")
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)


def test_wrong_revoked_and_without_role_are_the_same_404(signed_in, cast):
    address = new_address(signed_in)
    made_up = reverse("cases:feed", args=["falsch"])
    wrong = signed_in.get(made_up)
    assert wrong.status_code == 404
    with acting(cast.manager.actor):
        revoke_feed(actor=cast.manager.actor)
    revoked = signed_in.get(address)
    assert revoked.status_code == 404
    assert _bare(revoked, address) == _bare(wrong, made_up)
    second = new_address(signed_in)
    assert signed_in.get(second).status_code == 200
    assert signed_in.get(address).status_code == 404
    Membership.objects.filter(user=cast.manager.user).update(
        valid_until=timezone.localdate() - timedelta(days=1)
    )
    signed_in.logout()
    assert signed_in.get(second).status_code == 404


def test_the_log_never_holds_the_key(signed_in, caplog):
    """Django writes down the address of what it refuses: wrong methods, forgeries, accidents."""
    address = new_address(signed_in)
    secret = address.split("/")[3]
    stranger = Client(enforce_csrf_checks=True, raise_request_exception=False)
    with caplog.at_level("DEBUG"):
        assert stranger.options(address).status_code == 405
        assert stranger.post(address).status_code in (403, 405)
        assert signed_in.post(address).status_code == 405
        assert signed_in.get(f"/kalender/abo/{secret}").status_code == 404
        with mock.patch("stellwerk.web.cases.views.calendar.feed_by_secret", side_effect=OSError):
            assert stranger.get(address).status_code == 500
    assert caplog.text.count("/kalender/abo/*") >= 5
    assert secret not in caplog.text


def test_only_a_fingerprint_is_kept(signed_in, cast):
    secret = new_address(signed_in).split("/")[3]
    kept = CalendarFeed.objects.get()
    assert secret not in kept.secret_hash
    assert secret not in signed_in.get(reverse("cases:calendar_feed")).content.decode()
    assert signed_in.post(reverse("cases:calendar_feed_revoke")).status_code == 302
    assert "keine Adresse" in signed_in.get(reverse("cases:calendar_feed")).content.decode()
