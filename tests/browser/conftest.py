# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A real browser before a real server with the sample data in a database of its own."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command, get_commands
from django.db import connections

from stellwerk.directory.models import User
from stellwerk.engine import testing
from stellwerk.jobs.pictures.server import listening
from tests.browser.handling import person_with
from tests.conftest import PLACE, point_to

ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=de-DE",
]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The walk over all pages is one process's work, so that its atlas is drawn once."""
    here = Path(__file__).parent
    for item in items:
        if item.path.parent == here:
            group = "pages" if item.path.name == "test_pages.py" else "journeys"
            item.add_marker(pytest.mark.xdist_group(group))


def chromium() -> str | None:
    """The distribution's browser; none is ever downloaded."""
    named = os.environ.get("STELLWERK_CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass
class Site:
    """The running server and what the browser complained about."""

    address: str
    browser: Any
    complaints: list[str] = field(default_factory=list)
    _pages: dict[tuple[str, str], Any] = field(default_factory=dict)

    def open_as(self, user: User | None, language: str = "de", **more: Any) -> Any:
        """A new page of a browser in which ``user`` is signed in already."""
        tongue = {"de": "de-DE", "en": "en-GB"}[language]
        context = self.browser.new_context(
            locale=tongue, timezone_id="Europe/Berlin", reduced_motion="reduce", **more
        )
        if user is not None:
            context.add_cookies(
                [{"name": "sessionid", "value": signed_in_session(user), "url": self.address}]
            )
        page = context.new_page()
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def page_of(self, user: User | None, language: str = "de") -> Any:
        """The one page of this person in this language: a new browser for each visit is waste."""
        key = (user.email if user else "", language)
        if key not in self._pages:
            self._pages[key] = self.open_as(user, language)
        return self._pages[key]

    def heard(self) -> list[str]:
        """What the browser complained about since the last call."""
        said, self.complaints = self.complaints, []
        return [f"browser says {text}" for text in said]

    def close(self) -> None:
        """Close the pages that are kept."""
        for page in self._pages.values():
            page.context.close()
        self._pages.clear()

    def _note(self, message: Any) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(message.text)


def signed_in_session(user: User, *, is_recent: bool = True) -> str:
    """The key of a session as the sign-in page would have made it.

    Some pages ask for the password again unless it ``is_recent``: here for longer than a walk.
    """
    entered = datetime.now().timestamp() + (3600 if is_recent else -3600)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [
        {"method": "password", "at": entered, "email": user.email, "reauthenticated": True}
    ]
    session.save()
    return str(session.session_key)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = chromium()
    if path is None:
        pytest.skip("Chromium is not installed")
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *root])
        yield browser
        browser.close()


@contextmanager
def pointed_to(name: str) -> Iterator[None]:
    """Every alias speaks to the database ``name`` for as long as the block lasts."""
    before = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
    point_to(name)
    try:
        yield
    finally:
        for alias, other in before.items():
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = other


@pytest.fixture(scope="session")
def sample_database(
    template_name: str, worker_id_or_main: str, django_db_setup, django_db_blocker
) -> Iterator[str]:
    """The sample as the demo loads it, once per test process; everything commits."""
    own = testing.worker_database(f"{worker_id_or_main}_browser")
    testing.clone(PLACE, template_name, own)
    # Playwright keeps an event loop in this thread; Django would refuse to work beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with django_db_blocker.unblock(), pointed_to(own):
        if "load_sample" in get_commands():
            call_command("load_sample", verbosity=0)
    yield own
    testing.drop(PLACE, own)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the server of this test process."""
    from stellwerk.config.wsgi import application

    with listening(application) as address:
        yield address


@pytest.fixture(scope="module")
def site_database(sample_database: str, django_db_blocker) -> Iterator[str]:
    """Tests of other files in this process go on with their own database."""
    with django_db_blocker.unblock(), pointed_to(sample_database):
        yield sample_database


@pytest.fixture(scope="module")
def site(site_database: str, server: str, browser: Any) -> Iterator[Site]:
    settings.SECOND_FACTOR_REQUIRED, before = False, settings.SECOND_FACTOR_REQUIRED
    settings.DEMO, demo = True, settings.DEMO
    site = Site(server, browser)
    yield site
    site.close()
    settings.SECOND_FACTOR_REQUIRED, settings.DEMO = before, demo


@pytest.fixture
def user_with(site_database: str) -> Callable[[str], User]:
    """A sample person by role."""
    return person_with
