# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody at the browser: signs in, fills forms on a given day, takes pictures."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from stellwerk.jobs.sample_people import DEMO_PASSWORD

# An empty date field as a German browser shows it; Debian's Chromium speaks English only.
GERMAN_DATES = """for (const e of document.querySelectorAll(
    'input[type=date], input[type=datetime-local]')) {
  const [day, hour] = e.value.split('T');
  const v = day.split('-').reverse().join('.') + (hour ? ', ' + hour.slice(0, 5) : '');
  e.type = 'text'; e.value = v; e.placeholder = 'TT.MM.JJJJ'; }
for (const e of document.querySelectorAll('input[type=file]')) e.lang = 'de';"""
SEND = "main form:not(.app-filter) button.kern-btn--primary"
OPEN_ALL = "for (const e of document.querySelectorAll('main details')) e.open = true"
EDGE = 16  # pixels left around a part of a page
READY = "document.fonts.ready.then(() => true)"


def sign_in(page: Any, address: str, login: str) -> None:
    """As one of the people of the sample."""
    page.goto(address + "/mein-tag/")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state()
    if "/mein-tag/" not in page.url or page.locator("input[name=password]").count():
        raise CommandError("The sample is missing: run ./stellwerk demo --no-serve first.")


@dataclass
class Hand:
    """One person with two windows: forms are filled without scripts, pictures taken with them."""

    browser: Any
    address: str
    folder: Path
    login: str
    clock: Any
    prefix: str = ""
    width: int = 1100
    taken: list[str] = field(default_factory=list)
    case: str = ""
    today: date = field(default_factory=timezone.localdate)

    def __post_init__(self) -> None:
        self.start = self.today
        self.pen, self.camera = (
            self.browser.new_context(
                locale="de-DE", timezone_id="Europe/Berlin", reduced_motion="reduce",
                viewport={"width": self.width, "height": 800}, java_script_enabled=scripts,
            ).new_page()
            for scripts in (False, True)
        )

    def on(self, days_ago: int, hour: int = 10) -> None:
        """From here on it is this day; yesterday's session has ended."""
        self.today = _working_day(self.start - timedelta(days=days_ago))
        now = timezone.make_aware(datetime.combine(self.today, time(hour, 12)))
        self.clock.move_to(now)
        for page in (self.pen, self.camera):
            page.goto("about:blank")
            page.context.clear_cookies()
        sign_in(self.pen, self.address, self.login)
        self.camera.context.add_cookies(self.pen.context.cookies())

    def day(self, ahead: int = 0) -> str:
        return (self.today + timedelta(days=ahead)).isoformat()

    def go(self, place: str) -> None:
        """A page of the case, or one with a full address."""
        self.pen.goto(self.address + (place if place.startswith("/") else self.case + place))
        self.pen.evaluate(OPEN_ALL)

    def fill(self, /, **values: Any) -> None:
        """Each named field: a choice by its value or word, a tick, or its text."""
        for name, value in values.items():
            fields = self.pen.locator(f"main [name='{name}']")
            kind = fields.first.get_attribute("type")
            if fields.first.evaluate("e => e.tagName") == "SELECT":
                self._choose(fields, str(value))
            elif value is True:
                fields.first.check()
            elif kind in ("radio", "checkbox"):
                for one in value if isinstance(value, tuple) else (value,):
                    self.pen.locator(f"main [name='{name}'][value='{one}']").check()
            else:
                fields.first.fill(str(value))

    def tick(self, *words: str) -> None:
        """Boxes by the words beside them."""
        for word in words:
            self.pen.locator("main label", has_text=word).first.click()

    def enter(self, place: str, /, **values: Any) -> None:
        """Open a form, fill it, send it."""
        self.go(place)
        self.fill(**values)
        self.send()

    def send(self, button: str = SEND) -> None:
        """Send the form; a refusal ends the play."""
        self.pen.locator(button).last.click()
        self.pen.wait_for_load_state()
        refused = self.pen.locator(".app-errors, .app-problem").all_inner_texts()
        if refused:
            raise CommandError(f"{self.pen.url}: {' '.join(refused)}")

    def show(self, place: str) -> Any:
        """The page, with scripts, to be looked at."""
        self.camera.goto(self.address + (place if place.startswith("/") else self.case + place))
        return self.camera

    def photograph(
        self, name: str, place: str | None = None, *, frame: str = "main", top: str = "",
        until: str = "", height: int = 800,
    ) -> None:
        """The page's ``frame`` as it stands (or ``place``), from ``top`` on, ``until`` an end."""
        page = self.camera if place is None else self.show(place)
        page.evaluate(GERMAN_DATES)
        page.evaluate(READY)
        page.mouse.move(0, 0)
        page.evaluate("window.scrollTo(0, 0)")
        sheet = page.locator(frame).first.bounding_box()
        begins = page.locator(top).first.bounding_box()["y"] - EDGE if top else sheet["y"]
        ends = sheet["y"] + sheet["height"]
        if until:
            end = page.locator(until).last.bounding_box()
            ends = end["y"] + end["height"] + EDGE
        height = min(height, int(ends - begins))
        left = max(0, sheet["x"] - EDGE)
        width = min(self.width - left, sheet["x"] + sheet["width"] + EDGE - left)
        clip = {"x": left, "y": begins, "width": width, "height": height}
        self.taken.append(self.prefix + name)
        page.screenshot(path=self.folder / f"{self.taken[-1]}.png", clip=clip, full_page=True)

    def _choose(self, fields: Any, wanted: str) -> None:
        options = fields.first.locator("option")
        for option in options.all():
            if wanted in (option.get_attribute("value"), option.inner_text().strip()):
                fields.first.select_option(option.get_attribute("value"))
                return
        for option in options.all():
            if wanted in option.inner_text():
                fields.first.select_option(option.get_attribute("value"))
                return
        raise CommandError(f"{self.pen.url}: no choice “{wanted}”")


def _working_day(day: date) -> date:
    """A weekend moves to the Monday after it."""
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)
