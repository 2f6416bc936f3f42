# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Closing a case, and the sheet that is handed over to the client."""

import pytest
from django.urls import reverse

from stellwerk.base.context import acting
from stellwerk.cases.models import Case, ClientEvaluation
from stellwerk.exchange.papers import LANGUAGES, paper_html, phrase
from stellwerk.web.cases.views.ending import EVALUATION_PAPER, evaluation_words
from tests.cases.casts import admitted_case, day, term

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def case(cast):
    return admitted_case(cast.manager.actor, cast.manager.user)


@pytest.fixture
def manager(client, cast):
    client.force_login(cast.manager.user)
    return client


def test_closing_asks_for_a_reason_per_goal(manager, cast, case):
    address = reverse("cases:close", args=[case.pk])
    page = manager.get(address).content.decode()
    assert "Eine Wohnung finden" in page
    with acting(cast.manager.actor):
        version = Case.objects.get(pk=case.pk).version
    sent = {
        "version": str(version), "closing_kind": "planned", "closed_by": "both",
        "closing_reason": str(term("closing_reason", "contact_lost").pk),
        "closed_on": day(0).isoformat(), "aftercare_on": "", "retention_class": "",
    }
    refused = manager.post(address, sent)
    assert refused.status_code == 422
    assert "warum sie offen bleiben" in refused.content.decode()
    done = manager.post(address, {**sent, "goal_0": "Wartet noch auf Antwort"})
    assert done.status_code == 302, done.content.decode()
    page = manager.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert "Standard der Organisation" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_speaks_the_clients_language_and_says_nothing_of_the_case(
    manager, cast, case, language
):
    address = reverse("cases:evaluation_sheet", args=[case.pk]) + f"?language={language}"
    page = manager.get(address).content.decode()
    words = evaluation_words(language)
    for name in ("title", "understood", "answer_4", "send"):
        assert words[name] in page
    for hidden in ("Yıldız", case.case_key, case.person.client_key, cast.manager.user.name,
                   "Sucht eine Wohnung"):
        assert hidden not in page
    assert page.count("<a ") == 0, "no way leads into the house"
    assert f'dir="{LANGUAGES[language].direction}"' in page


def test_answers_on_the_screen(manager, cast, case):
    address = reverse("cases:evaluation_sheet", args=[case.pk]) + "?language=ar"
    empty = manager.post(address, {})
    assert empty.status_code == 422
    assert phrase("evaluation.mark", "ar") in empty.content.decode()
    done = manager.post(address, {"understood": "4", "say": "0", "remark": "شكرا"})
    assert done.status_code == 302
    thanks = manager.get(done.url).content.decode()
    assert phrase("evaluation.thanks", "ar") in thanks
    page = manager.get(reverse("cases:evaluation", args=[case.pk])).content.decode()
    assert "شكرا" in page
    assert "0 · stimmt gar nicht" in page
    with acting(cast.manager.actor):
        row = ClientEvaluation.objects.get(case=case)
        assert (row.way, row.language, row.say, row.better) == ("screen", "ar", 0, None)


def test_answers_copied_from_paper(manager, cast, case):
    address = reverse("cases:evaluation", args=[case.pk])
    assert manager.post(address, {}).status_code == 422
    sent = {"given_on": day(3).isoformat(), "language": "uk", "better": "2"}
    assert manager.post(address, sent).status_code == 302
    with acting(cast.manager.actor):
        row = ClientEvaluation.objects.get(case=case)
        assert (row.way, row.given_on, row.better) == ("paper", day(3), 2)


def test_the_paper_is_a_file_in_both_languages(manager, case):
    answer = manager.get(reverse("cases:evaluation_paper", args=[case.pk]) + "?language=uk")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")
    context = {"paper_title": "x", "office": "Stelle", "number": "1", "questions": ("say",),
               "answers": ["4", "0"]}
    page = paper_html(EVALUATION_PAPER, "uk", context)
    for language in ("de", "uk"):
        assert phrase("evaluation.say", language) in page.replace("&#x27;", "'")
        assert phrase("evaluation.answer_0", language) in page
