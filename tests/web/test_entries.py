# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The course of a case writes its moments in local time and in the reader's words."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from stellwerk.base.context import acting
from stellwerk.cases.actions import course
from stellwerk.cases.queries import timeline
from stellwerk.vault.fields import EncryptedTextField
from stellwerk.web.cases.entries import EntryWriter
from tests.cases.casts import admitted_case
from tests.web.test_cases_pages import counted


def test_moments_are_local_and_each_language_has_its_own():
    summer = datetime(2026, 7, 1, 22, 30, 59, tzinfo=UTC)
    with timezone.override("Europe/Berlin"):
        for language, wanted in (("de", "02.07.2026, 00:30"), ("en", "2 Jul 2026, 00:30")):
            with translation.override(language):
                writer = EntryWriter("/x/", may_write=False)
                assert writer._when(summer) == wanted
                assert writer._when(summer.replace(second=0)) == wanted


def test_a_day_stays_a_day():
    with translation.override("de"):
        writer = EntryWriter("/x/", may_write=False)
        assert writer._when(date(2026, 11, 21)) == "21.11.2026"
        assert writer._when(datetime(2026, 11, 21, tzinfo=UTC)).startswith("21.11.2026, ")


# ── on the page ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def case_page(client, cast, settings):
    """The address of a case with 48 contacts on 48 days, and who may look at it."""
    settings.SECOND_FACTOR_REQUIRED = False
    actor = cast.manager.actor
    case = admitted_case(actor, cast.manager.user)
    with acting(actor):
        for number in range(1, 49):
            at = timezone.now() - timedelta(days=number)
            course.record_contact(
                actor=actor, case=case, kind="phone", at=at, note=f"Gesagt-{number:02}."
            )
    client.force_login(cast.manager.user)
    return client, reverse("cases:case", args=[case.pk])


def told(client, address):
    """The numbers of the contacts in the order of the page, and the link to earlier ones."""
    page = client.get(address).content.decode()
    more = re.search(r'href="(\?entries=\d+)#course"', page)
    return [int(n) for n in re.findall(r"Gesagt-(\d+)\.", page)], more and more.group(1)


def test_earlier_entries_are_one_link_away_and_none_is_lost(case_page):
    client, address = case_page
    first, more = told(client, address)
    assert first
    assert first == list(range(1, len(first) + 1))
    assert len(first) <= 15
    found, seen = first, 0
    while more:
        found, more = told(client, address + more)
        assert len(found) > seen
        seen = len(found)
    assert found == list(range(1, 49)), "newest first, none twice, none missing"


def test_only_what_is_shown_is_opened(case_page, monkeypatch):
    client, address = case_page
    opened = []
    unsealed = EncryptedTextField.unsealed

    def counting(self, key, blob, place):
        opened.append(place.split(b":")[0])
        return unsealed(self, key, blob, place)

    monkeypatch.setattr(EncryptedTextField, "unsealed", counting)
    shown, _more = told(client, address + "?entries=45")
    assert opened.count(b"cases_contact.note") == len(shown) < 48


def test_all_entries_cost_as_many_questions_as_few(case_page):
    client, address = case_page
    client.get(address)
    assert counted(client, address) == counted(client, address + "?entries=500")


def test_where_the_page_ends_the_biography_goes_on(case_page, monkeypatch):
    client, address = case_page
    monkeypatch.setattr(timeline, "MOST_ENTRIES", 40)
    page = client.get(address + "?entries=40").content.decode()
    assert "#course" not in page.split('id="course"')[1].split("</section>")[0]
    assert f'href="{address}biografie/">Alle früheren Einträge' in page
