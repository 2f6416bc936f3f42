# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A case from the first approach to its end, as the pages lead through it.

Once with scripts and once entirely without; at each stop axe looks at both widths.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from stellwerk.base.context import acting
from stellwerk.cases.choices import ClosedBy, ClosingKind, Phase
from stellwerk.cases.models import Case, CaseAccess, Consent
from stellwerk.directory.choices import Role
from stellwerk.directory.models import User
from stellwerk.directory.queries import actor_for
from tests.browser import checks
from tests.browser.handling import person_with
from tests.cases.casts import admitted_case

pytestmark = pytest.mark.browser

WIDTHS = (1280, 390)
PATIENCE = 10_000
REASONS = {
    ClosingKind.PLANNED: "Ziele erreicht",
    ClosingKind.UNPLANNED: "Von der Klientin oder dem Klienten beendet",
}
SEND = "main form:not(.app-filter) button.kern-btn--primary"


@dataclass
class Walk:
    """Somebody at the browser on one case's way; what axe finds is collected."""

    site: Any
    user: User
    page: Any
    has_scripts: bool = True
    case: str = ""
    findings: list[str] = field(default_factory=list)

    def go(self, address: str) -> None:
        self.page.goto(self.site.address + address)

    def section(self, place: str) -> None:
        self.go(self.case + place)

    def follow(self, place: str) -> None:
        """Click the link that leads there: it must stand on the page that is open."""
        self.page.locator(f"main a[href='{self.case}{place}']:visible").first.click()
        self.page.wait_for_url(f"**{self.case}{place}*")

    def fill(self, **values: str) -> None:
        """Each named field: a tick or a choice by its value, anything else by its text."""
        for name, value in values.items():
            fields = self.page.locator(f"main [name='{name}']")
            kind = fields.first.get_attribute("type")
            if kind in ("radio", "checkbox"):
                self.page.locator(f"main [name='{name}'][value='{value}']").check(force=True)
            elif fields.first.evaluate("e => e.tagName") == "SELECT":
                fields.first.select_option(value)
            else:
                fields.first.fill(value)

    def send(self, done: str = "", button: str = SEND) -> None:
        """Send the form; nothing may be refused."""
        self.page.locator(button).last.click()
        self.page.wait_for_load_state()
        refused = self.page.locator(".app-errors, .app-problem").all_inner_texts()
        assert not refused, f"{self.page.url}: {refused}"
        if done:
            assert done in self.page.locator("#messages").inner_text()

    def stop(self, name: str) -> None:
        """Look at the page as it is: overflow and axe (which is a script) at both widths."""
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            # As high as the page: what is scrolled to half behind a bar that stays is no fault.
            height = self.page.evaluate("document.documentElement.scrollHeight")
            self.page.set_viewport_size({"width": width, "height": max(900, height)})
            found = checks.overflow(self.page, width)
            found += checks.axe(self.page) if self.has_scripts else []
            self.findings += [f"{name} at {width}: {text}" for text in found]
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 900})

    def move(self, to: str) -> None:
        """Into the next phase; what stands in the way would be said there."""
        self.section(f"phase/{to}/")
        self.send()
        assert self.stored().phase == to

    def stored(self) -> Case:
        with acting(actor_for(self.user, timezone.localdate())):
            return Case.objects.get(pk=self.case.strip("/").split("/")[-1])

    def choose(self, name: str, text: str) -> None:
        """An entry of a list by its word, with and without the typing help."""
        typed = self.page.locator(f"main input#id_{name}")
        if typed.count():
            typed.fill(text)
            self.page.locator(".autocomplete__option").first.click()
        else:
            self.page.locator(f"main select[name='{name}']").select_option(label=text)


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def walk(site, site_database, request) -> Any:
    """The case manager of the sample, in a window of her own."""
    user = person_with(Role.CASE_MANAGER)
    page = site.open_as(user, java_script_enabled=request.param)
    page.set_default_timeout(PATIENCE)
    yield Walk(site, user, page, has_scripts=request.param)
    page.context.close()
    site.heard()


def day(days_ahead: int) -> str:
    return (timezone.localdate() + timedelta(days=days_ahead)).isoformat()


def approach(walk: Walk, name: str) -> None:
    """Search first, then the new person with her concern."""
    walk.go(reverse("cases:new"))
    walk.fill(name=name)
    walk.stop("search")
    walk.page.click("button:has-text('Person suchen')")
    walk.page.click("button:has-text('Neue Person erfassen')")
    walk.fill(given_name="Amal")
    walk.stop("new person")
    walk.page.click("button:has-text('Fall anlegen')")
    walk.page.locator(f"h1:has-text('{name}')").wait_for()
    walk.case = walk.page.url.removeprefix(walk.site.address)
    walk.section("anliegen/")
    walk.fill(concern="Sucht Arbeit und eine größere Wohnung")
    walk.send()
    assert walk.stored().phase == Phase.APPROACHED, "approached is not admitted"


def clarify(walk: Walk) -> None:
    """The criteria are answered; the result admits her."""
    walk.move(Phase.CLARIFICATION)
    walk.section("klaerung/")
    walk.stop("clarification")
    for answer in walk.page.locator("main form input[value=met]").all():
        answer.check(force=True)
    walk.fill(result="admitted", reason="Viele Stellen zugleich, sie möchte es")
    walk.send()
    assert walk.stored().phase == Phase.ADMITTED


def agree(walk: Walk) -> None:
    """Working alliance and a consent; the access table follows."""
    walk.section("einwilligungen/")
    walk.follow("arbeitsbuendnis/")
    walk.fill(content="Arbeit finden", client_side="Kommt zu Terminen", our_side="Begleitet")
    walk.send()
    walk.section("einwilligungen/")
    walk.follow("einwilligungen/neu/")
    walk.fill(purpose=walk.page.locator("[name=purpose]").first.get_attribute("value"))
    walk.fill(form="written", explained_in="uk", groups="256", own_words="Hilfeplan abstimmen")
    walk.page.locator("[name=recipients]").first.check(force=True)
    walk.page.locator("[name=refusal_explained]").check(force=True)
    walk.stop("consent")
    walk.send()
    walk.stop("consents")
    case = walk.stored()
    with acting(actor_for(walk.user, timezone.localdate())):
        assert Consent.objects.filter(case=case).count() == 1
        granted = CaseAccess.objects.filter(case=case, basis="consent", revoked_at=None)
        assert granted.count() == 1


def assess(walk: Walk) -> None:
    """All life areas on one page; areas of need become topics."""
    walk.move(Phase.ASSESSMENT)
    walk.section("assessment/neu/")
    walk.fill(kind="first")
    for field_name in ("need", "client_need"):
        walk.page.locator(f"main select[name^='{field_name}_']").first.select_option("3")
    walk.page.locator("[name=set_topics]").check(force=True)
    walk.stop("taking an assessment")
    walk.send()
    walk.section("assessment/")
    walk.stop("assessment")


def plan(walk: Walk) -> None:
    """A goal and a measure; then the plan is brought about."""
    walk.move(Phase.PLANNING)
    walk.section("ziel/")
    walk.fill(text="Eine Ausbildungsstelle gefunden", due_on=day(90))
    walk.choose("life_area", "Arbeit")
    walk.send()
    walk.section("massnahme/")
    walk.fill(title="Anmeldung zum Integrationskurs", asked_on=day(0))
    walk.send()
    walk.section("plan/")
    walk.stop("plan")
    walk.move(Phase.LINKING)
    walk.move(Phase.MONITORING)


def accompany(walk: Walk) -> None:
    """A contact, and where it got stuck between two offices."""
    walk.section("kontakt/")
    walk.fill(note="Unterlagen durchgesehen")
    walk.send()
    walk.section("hemmnis/")
    walk.fill(
        sentence="Zwei Stellen verlangen denselben Nachweis", from_office="Jobcenter",
        to_office="Wohnungsamt",
    )
    walk.send()
    walk.section("hemmnisse/")
    walk.stop("barriers")
    walk.section("biografie/")
    walk.stop("biography")


def look_back(walk: Walk) -> None:
    """The goal is assessed, the client says what she thinks."""
    walk.move(Phase.EVALUATION)
    walk.section("plan/")
    walk.page.click("main a:has-text('Bewerten')")
    walk.fill(attainment="80")
    walk.send()
    walk.section("rueckmeldung/")
    walk.stop("looking back")
    walk.page.locator("main a[href*='language=uk']").first.click()
    walk.page.locator("main input[value='4']").first.check(force=True)
    walk.stop("the client's sheet")
    walk.page.locator("main button").last.click()
    walk.page.wait_for_load_state()


def close(walk: Walk, kind: str, by: str) -> None:
    walk.section("abschliessen/")
    walk.fill(closing_kind=kind, closed_by=by)
    walk.choose("closing_reason", REASONS[kind])
    for reason in walk.page.locator("main textarea[name^='goal_']").all():
        reason.fill("Sie ist vorher gegangen")
    walk.stop("closing")
    walk.send()
    ended = walk.stored()
    assert (ended.phase, ended.closing_kind, ended.closed_by) == (Phase.CLOSED, kind, by)


STEPS: tuple[Callable[[Walk], None], ...] = (
    clarify, agree, assess, plan, accompany, look_back,
)


def test_from_first_approach_to_planned_closing(walk):
    approach(walk, "Wegweiser")
    for step in STEPS:
        step(walk)
    close(walk, ClosingKind.PLANNED, ClosedBy.BOTH)
    walk.section("")
    walk.stop("ended")
    assert not walk.findings, "\n".join(walk.findings)


def test_hand_over_unplanned_end_and_readmission(walk, site):
    """Handed over to a colleague who accepts; the client ends it; later she comes again."""
    actor = actor_for(walk.user, timezone.localdate())
    case = admitted_case(actor, walk.user, family_name="Staffellauf", given_name="Amal")
    walk.case = reverse("cases:case", args=[case.pk])
    walk.section("uebergaben/abgeben/")
    walk.fill(answer_by=day(7), message="Bitte übernehmen, ich wechsle das Team")
    options = walk.page.locator("main select[name=to_user] option")
    colleague = next(v for v in (o.get_attribute("value") for o in options.all()) if v)
    walk.page.locator("main select[name=to_user]").select_option(colleague)
    walk.stop("handing over")
    walk.send()
    user = User.objects.get(pk=colleague)
    page = site.open_as(user, java_script_enabled=walk.has_scripts)
    page.set_default_timeout(PATIENCE)
    taking = Walk(site, user, page, walk.has_scripts, walk.case)
    taking.go(reverse("cases:waiting"))
    taking.stop("waiting for an answer")
    taking.page.locator("main form[action*='annehmen'] button").first.click()
    taking.page.wait_for_load_state()
    assert str(taking.stored().manager_id) == colleague
    close(taking, ClosingKind.UNPLANNED, ClosedBy.CLIENT)
    taking.section("wiederaufnahme/")
    taking.fill(concern="Die Wohnung ist gekündigt")
    taking.send()
    taking.case = taking.page.url.removeprefix(site.address).split("#")[0]
    again = taking.stored()
    assert (again.episode, again.phase) == (2, Phase.APPROACHED)
    taking.section("klaerung/")
    taking.stop("the earlier episode is readable")
    assert "Staffellauf" in taking.page.locator("main").inner_text()
    taking.page.context.close()
    assert not [*walk.findings, *taking.findings], "\n".join([*walk.findings, *taking.findings])
