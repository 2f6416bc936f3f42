# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The main ways through a day's work in a real browser, counted where they must be short."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from stellwerk.base.context import acting
from stellwerk.cases.choices import ClosedBy, ClosingKind, Phase
from stellwerk.cases.models import Case, Goal
from stellwerk.directory.choices import Role
from stellwerk.directory.models import User
from stellwerk.directory.queries import actor_for
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.queries import terms
from tests.browser import checks
from tests.browser.handling import person_with, sign_in_with_app
from tests.cases.casts import admitted_case, new_case

pytestmark = pytest.mark.browser

MOST_CLICKS = 3
MANAGERS_CASE = 200  # days: longer without contact than what other tests leave behind


@dataclass
class Hand:
    """A person at the browser whose clicks are counted."""

    site: Any
    page: Any
    clicks: int = 0

    def open(self, name: str, *arguments: Any, query: str = "") -> None:
        self.page.goto(self.site.address + reverse(name, args=arguments) + query)

    def click(self, selector: str) -> None:
        self.clicks += 1
        self.page.locator(selector).click()

    def fill(self, selector: str, text: str) -> None:
        """A field filled counts like a click."""
        self.clicks += 1
        self.page.locator(selector).fill(text)

    @property
    def path(self) -> str:
        return str(self.page.url.removeprefix(self.site.address))

    def said(self) -> str:
        return str(self.page.locator("#messages").inner_text())


@pytest.fixture
def manager(site_database) -> User:
    return person_with(Role.CASE_MANAGER)


@pytest.fixture
def hand(site, manager) -> Iterator[Hand]:
    """The case manager before a window of her own; nothing may be left in the console."""
    page = site.open_as(manager)
    yield Hand(site, page)
    page.context.close()
    assert not site.heard()


def as_manager(user: User) -> Any:
    return actor_for(user, timezone.localdate())


def fresh_case(user: User, name: str, **more: Any) -> Case:
    return new_case(as_manager(user), user, family_name=name, given_name="Amal", **more)


def contact_link(case: Case) -> str:
    return f"main a[href*='{case.pk}/kontakt/']"


# ── (a) a contact in at most three clicks ────────────────────────────────────────────────────


def test_a_contact_from_my_day_stays_on_my_day(hand, manager):
    """Open, choose the kind, save; the page is never left and its filter stays."""
    case = fresh_case(manager, "Dreiklick", days_ago=MANAGERS_CASE)
    hand.open("cases:today", query="?team=0")
    hand.page.evaluate("window.stayed = true")
    hand.click(contact_link(case))
    form = hand.page.locator("dialog[open] form")
    form.wait_for()
    required = form.locator("input[type=datetime-local], input[type=radio]:checked")
    assert [field.input_value() != "" for field in required.all()] == [True, True]
    hand.click("dialog[open] label:has-text('Hausbesuch')")
    hand.page.keyboard.press("Tab")
    form.locator("textarea").type("Wohnung angesehen")
    hand.click("dialog[open] button.kern-btn--primary")
    hand.page.locator("#messages .app-alert--success").wait_for()
    assert hand.clicks <= MOST_CLICKS
    assert hand.page.evaluate("window.stayed") is True
    assert hand.path == reverse("cases:today") + "?team=0"
    assert "notiert" in hand.said()
    assert hand.page.locator("dialog[open]").count() == 0
    assert hand.page.locator("#silent").get_by_text("Dreiklick").count() == 0
    hand.open("cases:case", case.pk)
    course = hand.page.locator("#course").inner_text()
    assert "Wohnung angesehen" in course
    assert "Hausbesuch" in course


def test_a_contact_from_the_list_takes_two_clicks(hand, manager):
    case = fresh_case(manager, "Zweiklick")
    hand.open("cases:list")
    hand.click(contact_link(case))
    hand.click("main form button.kern-btn--primary")
    hand.page.locator("#messages .app-alert--success").wait_for()
    assert hand.clicks <= MOST_CLICKS
    assert "heute" in hand.page.locator(".app-stats").inner_text()


def test_a_contact_on_the_case_page_shows_there_at_once(hand, manager):
    case = fresh_case(manager, "Verlaufsblick")
    hand.open("cases:case", case.pk)
    hand.page.evaluate("window.stayed = true")
    hand.click(contact_link(case))
    hand.page.locator("dialog[open] textarea").type("Rückruf vereinbart")
    hand.click("dialog[open] button.kern-btn--primary")
    hand.page.locator("#course :text('Rückruf vereinbart')").wait_for()
    assert hand.clicks <= MOST_CLICKS
    assert hand.page.evaluate("window.stayed") is True
    assert hand.page.evaluate("document.activeElement.id") == "messages"


def test_the_form_in_the_page_holds_what_every_page_holds(hand, manager):
    case = fresh_case(manager, "Rahmen", days_ago=MANAGERS_CASE)
    findings = []
    for width in (1280, 390):
        hand.page.set_viewport_size({"width": width, "height": 900})
        hand.open("cases:case", case.pk)
        hand.page.locator(contact_link(case)).click()
        hand.page.locator("dialog[open] form").wait_for()
        for scheme in ("light", "dark"):
            hand.page.emulate_media(color_scheme=scheme)
            findings += [f"{width} {scheme}: {text}" for text in checks.axe(hand.page)]
        findings += checks.overflow(hand.page, width)
    assert not findings, "\n".join(findings)


def test_what_was_typed_outlives_a_closed_dialog(hand, manager):
    case = fresh_case(manager, "Abgelenkt")
    hand.open("cases:case", case.pk)
    hand.click(contact_link(case))
    hand.page.locator("dialog[open] textarea").type("Angefangener Satz")
    hand.page.keyboard.press("Escape")
    assert hand.page.locator("dialog[open]").count() == 0
    hand.click(contact_link(case))
    text = hand.page.locator("dialog[open] textarea")
    text.wait_for()
    assert text.input_value() == "Angefangener Satz"


def test_without_scripts_the_same_link_leads_to_a_full_page(site, manager):
    case = fresh_case(manager, "Schriftlos", days_ago=MANAGERS_CASE)
    page = site.open_as(manager, java_script_enabled=False)
    hand = Hand(site, page)
    hand.open("cases:today")
    hand.click(contact_link(case))
    hand.click("main form button.kern-btn--primary")
    page.wait_for_load_state()
    assert (hand.clicks, hand.path) == (2, reverse("cases:today"))
    assert "notiert" in hand.said()
    page.context.close()


# ── (a2) a barrier in at most five interactions ──────────────────────────────────────────────

MOST_INTERACTIONS = 5  # clicks and fields filled, all counted


def note_barrier(hand: Hand, case: Case, root: str) -> None:
    """Open, words, from, to, save: nothing else is needed."""
    hand.click(f".app-title a[href*='{case.pk}/hemmnis/']")
    form = hand.page.locator(f"{root} form:has([name=sentence])")
    form.wait_for()
    hand.fill(f"{root} [name=sentence]", "Zwei Stellen verlangen denselben Nachweis")
    hand.fill(f"{root} [name=from_office]", "Jobcenter")
    hand.fill(f"{root} [name=to_office]", "Wohnungsamt")
    hand.click(f"{root} form:has([name=sentence]) button.kern-btn--primary")
    hand.page.locator("#messages .app-alert--success").wait_for()


def test_a_barrier_from_the_case_page_takes_five_interactions(hand, manager):
    case = fresh_case(manager, "Fünfgriff")
    hand.open("cases:case", case.pk)
    hand.page.evaluate("window.stayed = true")
    note_barrier(hand, case, "dialog[open]")
    assert hand.clicks <= MOST_INTERACTIONS
    assert hand.page.evaluate("window.stayed") is True
    hand.open("cases:barriers", case.pk)
    assert "Jobcenter → Wohnungsamt" in hand.page.locator("main").inner_text()


def test_a_barrier_without_scripts_takes_no_more(site, manager):
    case = fresh_case(manager, "Hemmnislos")
    page = site.open_as(manager, java_script_enabled=False)
    hand = Hand(site, page)
    hand.open("cases:case", case.pk)
    note_barrier(hand, case, "main")
    assert hand.clicks <= MOST_INTERACTIONS
    page.context.close()


def test_the_form_of_a_barrier_holds_what_every_page_holds(hand, manager):
    """In the dialog, at both widths and in both colours; a name is pointed out there at once."""
    case = fresh_case(manager, "Namenswarnung")
    findings = []
    for width in (1280, 390):
        hand.page.set_viewport_size({"width": width, "height": 900})
        hand.open("cases:case", case.pk)
        hand.page.locator(f".app-title a[href*='{case.pk}/hemmnis/']").click()
        hand.page.locator("dialog[open] [name=sentence]").fill("Namenswarnung war dort")
        hand.page.locator("dialog[open] [name=from_office]").fill("Jobcenter")
        hand.page.locator("dialog[open] [name=to_office]").fill("Wohnungsamt")
        hand.page.locator("dialog[open] button.kern-btn--primary").click()
        hand.page.locator("dialog[open] .app-errors").wait_for()
        assert "Namenswarnung" in hand.page.locator("dialog[open] .app-errors").inner_text()
        for scheme in ("light", "dark"):
            hand.page.emulate_media(color_scheme=scheme)
            findings += [f"{width} {scheme}: {text}" for text in checks.axe(hand.page)]
        findings += checks.overflow(hand.page, width)
    assert not findings, "\n".join(findings)


# ── (b) a new case, from the search to the admission ─────────────────────────────────────────


def test_a_new_case_begins_with_the_search_and_meets_its_blockers(hand):
    page = hand.page
    hand.open("cases:list")
    page.click("a:has-text('Neuer Fall')")
    page.fill("main input[name=name]", "Nowhuys")
    page.click("button:has-text('Person suchen')")
    assert "Keine Person mit ähnlichem Namen" in page.locator("#hits").inner_text()
    page.click("button:has-text('Neue Person erfassen')")
    assert page.locator("[name=family_name]").input_value() == "Nowhuys"
    page.fill("[name=given_name]", "Mohamed")
    page.click("button:has-text('Fall anlegen')")
    page.locator("h1:has-text('Nowhuys, Mohamed')").wait_for()
    case = page.url
    _move_on(page, "Klärung")
    admission = page.locator("#next li:has-text('Aufgenommen')")
    assert "Anliegen" in admission.inner_text(), "the blocker stands beside the step"
    admission.locator("a").click()
    assert "Das steht noch im Weg" in page.locator("main").inner_text()
    page.click("button.kern-btn--primary")
    page.locator(".app-errors").wait_for()
    assert "Anliegen" in page.locator(".app-errors").inner_text(), "and after the attempt"
    page.goto(case)
    page.click("a:has-text('Anliegen notieren')")
    page.fill("textarea[name=concern]", "Sucht eine größere Wohnung")
    page.click("main form button.kern-btn--primary")
    page.locator("#next li:has-text('Aufgenommen') a").click()
    for answer in page.locator("main form input[value=met]").all():
        answer.check()
    page.fill("main textarea[name=reason]", "Viele Stellen zugleich")
    page.click("main form button.kern-btn--primary")
    page.locator("#messages .app-alert--success").wait_for()
    assert page.locator("[aria-current=step]").inner_text().startswith("Aufgenommen")
    # Another spelling: now the search shows him before anything is written twice.
    hand.open("cases:new")
    page.fill("main input[name=name]", "Muhammad Nowhuys")
    page.click("button:has-text('Person suchen')")
    path = case.removeprefix(hand.site.address)
    page.locator(f"#hits ~ ul a[href='{path}']").first.wait_for()


def _move_on(page: Any, label: str) -> None:
    page.locator(f"#next li:has-text('{label}') a").click()
    page.click("main form button.kern-btn--primary")
    page.locator("#messages .app-alert--success").wait_for()


# ── (c) two people, one goal ─────────────────────────────────────────────────────────────────


def test_the_second_of_two_windows_sees_both_versions_and_loses_nothing(site, hand, manager):
    case = admitted_case(as_manager(manager), manager, family_name="Zwiesicht")
    with acting(as_manager(manager)):
        goal = Goal.objects.get(case=case)
    lead = person_with(Role.TEAM_LEAD)
    other = site.open_as(lead)
    address = site.address + reverse("cases:edit_goal", args=[case.pk, goal.pk])
    for window in (hand.page, other):
        window.goto(address)
    other.fill("textarea[name=text]", "Wortlaut der Leitung")
    other.click("main form button.kern-btn--primary")
    other.locator("#messages .app-alert--success").wait_for()
    hand.page.fill("textarea[name=text]", "Mein Wortlaut")
    hand.page.click("main form button.kern-btn--primary")
    clash = hand.page.locator(".app-conflict")
    clash.wait_for()
    for word in ("Wortlaut der Leitung", "Mein Wortlaut", lead.name):
        assert word in clash.inner_text()
    assert hand.page.locator("textarea[name=text]").input_value() == "Mein Wortlaut"
    hand.page.fill("textarea[name=text]", "Gemeinsamer Wortlaut")
    hand.page.locator("main form:has(textarea[name=text]) button.kern-btn--primary").click()
    hand.page.locator("#messages .app-alert--success").wait_for()
    assert "Gemeinsamer Wortlaut" in hand.page.locator("#plan").inner_text()
    other.context.close()


# ── (d) every way to end a case ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ClosingKind.values)
@pytest.mark.parametrize("by", ClosedBy.values)
def test_a_case_is_closed(hand, manager, kind, by):
    """Planned or not × by whom; the reasons take turns, so that each is used."""
    place = ClosingKind.values.index(kind) * len(ClosedBy.values) + ClosedBy.values.index(by)
    reasons = [term.label for term in terms(ListKey.CLOSING_REASON, active_on=date.today())]
    reason = next(r for n, r in enumerate(cycle(reasons)) if n == place)
    case = admitted_case(as_manager(manager), manager, family_name=f"Ende {kind} {by}")
    page = hand.page
    hand.open("cases:case", case.pk)
    page.click("a:has-text('Fall abschließen')")
    page.locator(f"label[for={_id_of(page, 'closing_kind', kind)}]").click()
    page.locator(f"label[for={_id_of(page, 'closed_by', by)}]").click()
    page.click("main form button.kern-btn--primary")
    page.locator(".app-errors").wait_for()
    assert "Grund" in page.locator(".app-errors").inner_text(), "an ending without a reason"
    box = page.locator("input#id_closing_reason")
    box.fill(reason)
    page.locator(f".autocomplete__option:has-text('{reason}')").first.click()
    for why in page.locator("textarea[name^=goal_]").all():
        why.fill("Es kam nicht mehr dazu")
    page.click("main form button.kern-btn--primary")
    page.locator("#messages .app-alert--success").wait_for()
    with acting(as_manager(manager)):
        ended = Case.objects.select_related("closing_reason").get(pk=case.pk)
    assert (ended.phase, ended.closing_kind, ended.closed_by) == (Phase.CLOSED, kind, by)
    assert ended.closing_reason.label == reason
    assert reason in page.locator("main").inner_text()


def _id_of(page: Any, name: str, value: str) -> str:
    return str(page.locator(f"input[name={name}][value={value}]").get_attribute("id"))


# ── (e) without a mouse ──────────────────────────────────────────────────────────────────────


def test_a_whole_contact_by_keyboard(hand, manager):
    case = fresh_case(manager, "Tastatur", days_ago=MANAGERS_CASE)
    page, press = hand.page, hand.page.keyboard.press
    hand.open("cases:today")
    _tab_to(page, f"a[href*='{case.pk}/kontakt/']")
    press("Enter")
    page.locator("dialog[open] form").wait_for()
    page.wait_for_function("document.activeElement.type === 'radio'")
    press("ArrowDown")
    _tab_to(page, "dialog textarea")
    page.keyboard.type("Nur mit der Tastatur")
    _tab_to(page, "dialog button.kern-btn--primary")
    press("Enter")
    page.locator("#messages .app-alert--success").wait_for()
    assert page.evaluate("document.activeElement.id") == "messages"
    hand.open("cases:case", case.pk)
    course = page.locator("#course").inner_text()
    assert "Nur mit der Tastatur" in course
    assert "Gespräch in der Dienststelle" in course


def _tab_to(page: Any, selector: str) -> None:
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("(s) => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"the keyboard does not reach {selector}")


# ── (f) an error keeps the input ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize("is_in_place", [True, False])
def test_an_error_names_the_field_and_keeps_what_was_entered(hand, manager, is_in_place):
    case = fresh_case(manager, f"Fehlgriff {is_in_place}")
    page = hand.page
    if is_in_place:
        hand.open("cases:case", case.pk)
        page.click(contact_link(case))
    else:
        hand.open("cases:note_contact", case.pk)
    root = "dialog[open] " if is_in_place else "main "
    tomorrow = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    page.fill(root + "input[name=at]", tomorrow)
    page.fill(root + "textarea", "Ein langer Satz, den niemand zweimal schreibt")
    page.click(root + "button.kern-btn--primary")
    summary = page.locator(root + ".app-errors")
    summary.wait_for()
    page.wait_for_function("document.activeElement.classList.contains('app-errors')")
    link = summary.locator("a").first
    assert "Wann" in link.inner_text()
    assert page.locator(root + "input[name=at]").input_value() == tomorrow
    assert "niemand zweimal" in page.locator(root + "textarea").input_value()
    field = page.locator(root + "input[name=at]")
    described = str(field.get_attribute("aria-describedby"))
    assert page.locator(f"#{described.split()[-1]}").inner_text().strip()
    link.click()
    assert page.evaluate("document.activeElement.name") == "at"
    page.fill(root + "input[name=at]", timezone.localtime().strftime("%Y-%m-%dT00:00"))
    page.click(root + "button.kern-btn--primary")
    page.locator("#messages .app-alert--success").wait_for()


# ── the first day ────────────────────────────────────────────────────────────────────────────


def test_signing_in_by_password_and_setting_an_app_up(site):
    page = site.open_as(None)
    sign_in_with_app(site, page, person_with(Role.COORDINATOR).email)
    assert "eingerichtet" in page.locator("#messages").inner_text()
    page.context.close()
