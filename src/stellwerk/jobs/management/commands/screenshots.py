# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""`manage screenshots`: the handbook's pictures, made from the sample in a real browser."""

import os
import shutil
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from stellwerk.jobs.pictures import chain, one_case
from stellwerk.jobs.pictures.hand import GERMAN_DATES, READY, sign_in
from stellwerk.jobs.pictures.server import on_trial, serving

SIGNED_IN_AS = "b.feldkamp@rheine.example"
PAGES = {
    "today": "/mein-tag/?team=1",
    "list": "/faelle/",
    "case": "",  # the first of the list: its address is known only then
    "report": "/berichte/fallmanagement/",
    "import": "/einlesen/",
}
WIDTHS = ((1280, 900), (390, 844))
SCHEMES = ("light", "dark")
#: What may be made by itself.
PARTS = ("pages", "case", "chain")


class Command(BaseCommand):
    help = "Make the handbook's pictures: pages in two widths and colours, one case, the chain."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", default="docs/handbook/images", help="folder for the pictures")
        parser.add_argument("--only", choices=PARTS, help="make this part only")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            import time_machine
            from playwright.sync_api import sync_playwright
        except ImportError:
            raise CommandError("The pictures need the packages of requirements/dev.txt.") from None
        folder = Path(options["to"])
        folder.mkdir(parents=True, exist_ok=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        wanted = {options["only"]} if options["only"] else set(PARTS)
        taken: list[str] = []
        with sync_playwright() as playwright:
            browser = _browser(playwright)
            if "pages" in wanted:
                with serving() as address:
                    taken += _pages(browser, address, folder)
            if "case" in wanted:
                with on_trial() as address, time_machine.travel(timezone.now()) as clock:
                    taken += one_case.play(browser, address, folder, clock)
            if "chain" in wanted:
                with serving() as address:
                    taken += chain.play(browser, address, folder)
            browser.close()
        self.stdout.write(f"{len(taken)} pictures in {folder}")


def all_pictures() -> set[str]:
    """The name of every picture that the command makes, without its ending."""
    pages = {
        f"{name}-{width}-{scheme}" for name in PAGES for width, _ in WIDTHS for scheme in SCHEMES
    }
    chains = {f"{chain.PREFIX}{stop}" for stop in chain.STOPS}
    return pages | chains | {f"{one_case.CHAPTER}-{stop}" for stop in one_case.STOPS}


def _browser(playwright: Any) -> Any:
    path = os.environ.get("STELLWERK_CHROMIUM") or shutil.which("chromium")
    if path is None:
        raise CommandError("Chromium is missing: apt-get install chromium")
    flags = ["--disable-gpu", "--no-first-run", "--disable-background-networking"]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")
    return playwright.chromium.launch(executable_path=path, args=flags)


def _pages(browser: Any, address: str, folder: Path) -> list[str]:
    page = browser.new_context(locale="de-DE", reduced_motion="reduce").new_page()
    sign_in(page, address, SIGNED_IN_AS)
    page.goto(address + PAGES["list"])
    case = page.locator("a.app-row-link").first.get_attribute("href")
    taken: list[str] = []
    for name, path in PAGES.items():
        taken += _photograph(page, address + (path or str(case)), folder, name)
    page.context.close()
    return taken


def _photograph(page: Any, address: str, folder: Path, name: str) -> list[str]:
    taken = []
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.goto(address)
            page.evaluate(GERMAN_DATES)
            page.evaluate(READY)
            taken.append(f"{name}-{width}-{scheme}")
            page.screenshot(path=folder / f"{taken[-1]}.png")
    return taken
