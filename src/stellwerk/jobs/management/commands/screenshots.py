# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""`manage screenshots`: the handbook's pictures, made from the sample in a real browser."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.wsgi import get_wsgi_application
from django.db import connections

from stellwerk.jobs.sample_people import DEMO_PASSWORD

SIGNED_IN_AS = "b.feldkamp@rheine.example"
PAGES = {
    "today": "/mein-tag/?team=1",
    "list": "/faelle/",
    "case": "",  # the first of the list: its address is known only then
    "report": "/berichte/fallmanagement/",
    "import": "/einlesen/",
}
WIDTHS = ((1280, 900), (390, 844))
# An empty date field as a German browser shows it; Debian's Chromium speaks English only.
GERMAN_DATES = """for (const e of document.querySelectorAll('input[type=date]')) {
  const v = e.value.split('-').reverse().join('.');
  e.type = 'text'; e.value = v; e.placeholder = 'TT.MM.JJJJ'; }
for (const e of document.querySelectorAll('input[type=file]')) e.lang = 'de';"""


class Command(BaseCommand):
    help = "Make the handbook's pictures: five pages, two widths, light and dark."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", default="docs/handbook/images", help="folder for the pictures")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            from playwright.sync_api import sync_playwright
        except ImportError:
            raise CommandError("The pictures need the packages of requirements/dev.txt.") from None
        browser_path = os.environ.get("STELLWERK_CHROMIUM") or shutil.which("chromium")
        if browser_path is None:
            raise CommandError("Chromium is missing: apt-get install chromium")
        folder = Path(options["to"])
        folder.mkdir(parents=True, exist_ok=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        flags = ["--disable-gpu", "--no-first-run", "--disable-background-networking"]
        if os.geteuid() == 0:
            flags.append("--no-sandbox")
        with _serving() as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browser_path, args=flags)
            context = browser.new_context(locale="de-DE", reduced_motion="reduce")
            page = context.new_page()
            _sign_in(page, address)
            for name, path in _addresses(page, address).items():
                _photograph(page, address + path, folder, name)
            browser.close()
        self.stdout.write(f"{len(PAGES) * len(WIDTHS) * 2} pictures in {folder}")


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            connections.close_all()


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """The command says what it made."""


@contextmanager
def _serving() -> Iterator[str]:
    settings.DEMO, settings.SECOND_FACTOR_REQUIRED = True, False
    server = make_server("127.0.0.1", 0, get_wsgi_application(), _Server, _Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _sign_in(page: Any, address: str) -> None:
    page.goto(address + "/mein-tag/")
    page.fill("input[name=login]", SIGNED_IN_AS)
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state()
    if "/mein-tag/" not in page.url or page.locator("input[name=password]").count():
        raise CommandError("The sample is missing: run ./stellwerk demo --no-serve first.")


def _addresses(page: Any, address: str) -> dict[str, str]:
    page.goto(address + PAGES["list"])
    case = page.locator("a.app-row-link").first.get_attribute("href")
    return {name: path or str(case) for name, path in PAGES.items()}


def _photograph(page: Any, address: str, folder: Path, name: str) -> None:
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(address)
            page.evaluate(GERMAN_DATES)
            page.evaluate("document.fonts.ready.then(() => true)")
            page.screenshot(path=folder / f"{name}-{width}-{scheme}.png")
