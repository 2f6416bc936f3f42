# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The client's booklet: only what was chosen, never a note, every print in the log."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from stellwerk.access.visible import open_case
from stellwerk.audit.models import Event
from stellwerk.base.context import acting
from stellwerk.base.keys import attach_key, load_keys
from stellwerk.cases.actions import course
from stellwerk.cases.choices import BookletPart
from stellwerk.exchange.papers import BOOKLET, paper_html
from stellwerk.exchange.papers.phrases import catalogue
from stellwerk.web.cases.bookletpage import booklet_context
from tests.cases.casts import admitted_case
from tests.web.test_legal_pages import one_factor, signed_in, two_papers

__all__ = ["one_factor", "signed_in"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    case = admitted_case(cast.manager.actor, cast.manager.user)
    two_papers(cast, case)
    with acting(cast.manager.actor):
        attach_key([case], load_keys([case.pk])[case.pk])
        now = timezone.now()
        course.record_contact(
            actor=cast.manager.actor, case=case, at=now - timedelta(days=3), kind="phone",
            note="Nur für uns notiert",
        )
        course.plan_appointment(
            actor=cast.manager.actor, case=case, starts_at=now + timedelta(days=3), kind="office"
        )
    return case


def paper_of(cast, case, parts, language="de") -> str:
    with acting(cast.manager.actor):
        opened = open_case(cast.manager.actor, case.pk)
        return paper_html(BOOKLET, language, booklet_context(opened, [opened.case], parts))


def test_each_part_has_its_heading():
    assert all(f"booklet.{part}" in catalogue("de") for part in BookletPart.values)


def test_only_what_was_chosen_is_in_it(cast, case):
    goals = paper_of(cast, case, ["goals"])
    assert "Meine Ziele" in goals
    assert "Eine Wohnung finden" in goals
    assert "Meine Berechtigungen" not in goals
    whole = paper_of(cast, case, BookletPart.values)
    for words in ("Berechtigungsschein Integrationskurs", "Wohnberechtigungsschein", "04.05.1990",
                  "Mein Weg", "Meine nächsten Termine", str(cast.manager.user.name)):
        assert words in whole, words
    assert "Nur für uns notiert" not in whole


def test_headings_come_in_her_language_and_the_record_stays_german(cast, case):
    text = paper_of(cast, case, ["goals"], "uk")
    assert 'lang="uk"' in text
    assert "Мої цілі" in text
    assert text.count("Eine Wohnung finden") == 2


def test_every_print_is_in_the_log_and_nothing_is_chosen_beforehand(
    signed_in, cast, case, monkeypatch
):
    address = reverse("cases:booklet", args=[case.pk])
    form = signed_in.get(address).content.decode()
    assert 'name="parts"' in form
    assert " checked" not in form.split("<form")[-1]
    assert signed_in.post(address, {"language": "de"}).status_code == 422
    monkeypatch.setattr(
        "stellwerk.web.cases.views.booklet.paper_pdf", lambda *given: b"%PDF-1.7 probe"
    )
    answer = signed_in.post(address, {"parts": ["goals", "plan"], "language": "ar"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    with acting(cast.manager.actor):
        noted = Event.objects.get(kind="booklet")
    assert (noted.verb, noted.fields, noted.note) == ("exported", ["goals", "plan"], "ar")
    assert noted.subjects == [case.pk]


def test_the_biography_prints_as_pdf(signed_in, case):
    """Written for real once: the same paper with one part."""
    address = reverse("cases:booklet", args=[case.pk])
    answer = signed_in.post(address, {"parts": ["way"], "language": "de"})
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
