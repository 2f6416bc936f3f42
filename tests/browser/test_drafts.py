# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Drafts in a real browser: kept while typing and on leaving, and the two of us see each other."""

import pytest
from django.urls import reverse

from stellwerk.directory.choices import Role
from tests.browser.handling import path_of, person_with

pytestmark = pytest.mark.browser
TRIES = 10


@pytest.fixture
def case(site):
    """An open case of the case manager."""
    page = site.page_of(person_with(Role.CASE_MANAGER))
    page.goto(site.address + reverse("cases:list"))
    return path_of(page, "a.app-row-link")


def test_what_is_typed_is_kept_while_typing_and_on_leaving(site, case):
    page = site.page_of(person_with(Role.CASE_MANAGER))
    page.goto(site.address + case + "kontakt/")
    page.fill("textarea[name=note]", "Halb getippt")
    page.get_by_text("Entwurf gesichert um").wait_for()
    page.fill("textarea[name=note]", "Halb getippt, dann weg")
    page.goto(site.address + reverse("cases:today"))
    for _try in range(TRIES):  # what is sent on leaving has no answer to wait for
        page.goto(site.address + case + "kontakt/")
        if page.input_value("textarea[name=note]").endswith("weg"):
            break
    assert page.input_value("textarea[name=note]") == "Halb getippt, dann weg"
    stored = page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    assert "getippt" not in stored
    page.get_by_role("button", name="verwerfen").click()
    page.wait_for_load_state()
    assert page.input_value("textarea[name=note]") == ""
    assert not site.heard()


def test_two_people_in_one_form_see_each_other(site, case):
    first = site.page_of(person_with(Role.CASE_MANAGER))
    with first.expect_response(lambda answer: "/entwurf/" in answer.url):
        first.goto(site.address + case + "kontakt/")
    second = site.page_of(person_with(Role.TEAM_LEAD))
    second.goto(site.address + case + "kontakt/")
    assert "bearbeitet diesen Eintrag seit" in second.locator("#main [data-others]").inner_text()
    first.goto(site.address + reverse("cases:today"))
    for _try in range(TRIES):
        second.reload()
        if not second.locator("#main [data-others]").is_visible():
            break
    assert not second.locator("#main [data-others]").is_visible()
    assert not site.heard()
