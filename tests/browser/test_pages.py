# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Every page, as everybody who may open it, holds what interface.md promises."""

from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from stellwerk.directory.choices import Role
from tests.browser import checks
from tests.browser.atlas import Atlas
from tests.browser.conftest import signed_in_session
from tests.browser.german import german_left
from tests.browser.handling import give_app, make_rows, person_with
from tests.house.routes import routes

pytestmark = pytest.mark.browser

# From the addresses of the application: a new page is looked at without a word here.
PAGES = sorted({r.name for r in routes() if r.page is not None and "GET" in r.page.methods})
# Pages that no link leads to, with the reason.
UNLINKED = {
    "shell:home": "only redirects",
    "shell:styleguide": "exists in development only; checked below",
    "accounts:link": "an invitation's address comes by mail",
    "account_inactive": "the sign-in leads there",
    "cases:feed": "a calendar program asks for it",
    "account_logout": "answers a form",
    "account_reset_password_done": "the form leads there",
    "account_reset_password_from_key": "the address comes by mail",
    "account_reset_password_from_key_done": "the form leads there",
    "imports:progress": "a fragment of imports:run",
    "imports:mapping": "only while a foreign list waits for its columns; checked in tests/web",
    "networks:log_progress": "a fragment of networks:log_run",
    "networks:log_run": "only while a long log is read; checked in tests/web",
    "cases:export_progress": "a fragment of cases:export",
    "cases:export_download": "a file to save, once the worker has written it",
    "reports:file_progress": "a fragment of reports:file",
    "reports:file_download": "a file to save, once the worker has written it",
    "directory:network_new": "only while there is no network",
    "mfa_list_webauthn": "shown once there is a passkey",
    "mfa_authenticate": "stands between password and session",
    "mfa_login_webauthn": "answers the browser's passkey dialog",
    "mfa_reauthenticate": "stands between a session and its factors",
    "mfa_reauthenticate_webauthn": "answers the browser's passkey dialog",
    "mfa_edit_webauthn": "needs a real passkey",
    "mfa_remove_webauthn": "needs a real passkey",
    "openid_connect_callback": "only with single sign-on",
    "openid_connect_login": "only with single sign-on",
}
# Known to everybody who stands before the door, reached by forms.
OUTSIDE = (
    "account_inactive",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
)


ROLES = (
    Role.CASE_MANAGER,
    Role.TEAM_LEAD,
    Role.COORDINATOR,
    Role.ADMINISTRATOR,
    Role.DATA_PROTECTION_OFFICER,
    Role.PARTNER,
    Role.STEERING_MEMBER,
    None,
)


@pytest.fixture(scope="session")
def drawn() -> dict[str, Atlas]:
    """Atlases by address: a process may come back to this file after tests of another one."""
    return {}


@pytest.fixture(scope="module")
def atlas(site, drawn) -> Atlas:
    """Every page that somebody is led to; drawn once per process, for its rows stay."""
    if site.address not in drawn:
        drawn[site.address] = explored(site)
    return drawn[site.address]


def explored(site) -> Atlas:
    """Everybody follows every link; one row of every kind is there to be shown."""
    host = urlsplit(site.address).netloc
    atlas = Atlas(host)
    for role in ROLES:
        user = person_with(role) if role else None
        more = [reverse(name) for name in OUTSIDE] if role is None else []
        if role == Role.ADMINISTRATOR:
            # all lists look alike; axe takes long for the one with hundreds of nationalities
            more = [reverse("vocabulary:list", args=["legal_sphere"])]
        if role == Role.TEAM_LEAD:
            more = make_rows(site, site.page_of(user))
        atlas.explore(user, signed_in_session(user, is_recent=False) if user else "", more)
    partner = person_with(Role.PARTNER)
    session = signed_in_session(partner)
    atlas.explore(partner, session, shared_cases(atlas, session))
    substitute = person_with(Role.SUBSTITUTE)
    session = signed_in_session(substitute)
    give_app(session, host)
    atlas.explore(substitute, session, [reverse("mfa_index")])
    return atlas


def shared_cases(atlas: Atlas, session: str) -> list[str]:
    """A case that is shared looks different to the partner: it is a page of its own."""
    found = Atlas(atlas.host)
    found.explore(None, session)
    return [visit.address for visit in found.visits.get("cases:case", ())]


def test_nothing_is_refused_on_the_way(atlas):
    assert not atlas.faults


@pytest.mark.parametrize("name", PAGES)
def test_page(site, atlas, name):
    """Everything that interface.md promises; a page that no link leads to needs a reason."""
    visits = atlas.visits.get(name, [])
    assert visits or name in atlas.passed or name in UNLINKED, f"no link leads to {name}"
    findings = []
    for visit in visits:
        page = site.page_of(visit.user)
        page.goto(site.address + visit.address)
        findings += [f"{visit.address}: {text}" for text in checks.everything(page)]
        findings += [f"{visit.address}: {text}" for text in site.heard()]
    assert not findings, "\n".join(findings)


@pytest.mark.parametrize("name", PAGES)
def test_page_in_english(atlas, name):
    """The same pages for those who chose English: nothing German is left."""
    findings = []
    for visit in atlas.visits.get(name, []):
        client = Client(headers={"accept-language": "en-GB", "host": atlas.host})
        if visit.user is not None:
            client.cookies[settings.SESSION_COOKIE_NAME] = signed_in_session(visit.user)
        page = client.get(visit.address, follow=True).content.decode()
        findings += [f"{visit.address}: {text}" for text in german_left(page)]
    assert not findings, "\n".join(findings)


@pytest.mark.parametrize("path", ["/bausteine/", "/gibt-es-nicht/"])
def test_frame_pages(site, path):
    page = site.page_of(None)
    page.goto(site.address + path)
    findings = checks.everything(page)
    site.heard()
    assert not findings, "\n".join(findings)


def test_the_checks_find_what_is_wrong(site):
    """A check that finds nothing on a spoilt page would find nothing anywhere."""
    page = site.open_as(None)
    page.goto(site.address + reverse("account_login"))
    assert german_left(page.content())
    page.evaluate(
        """() => {
          const add = (tag, style) => Object.assign(
            document.body.appendChild(document.createElement(tag)).style, style);
          document.querySelector('main').prepend(document.createElement('h1'), new Image());
          add('div', {width: '2000px', height: '1px'});
          for (const color of ['#ddd', '#333']) { // too pale by day, too dark by night
            add('p', {fontSize: '9px', color});
            document.body.lastChild.textContent = 'Kaum zu sehen';
          }
          for (const e of document.querySelectorAll('a, input, button')) e.style.outline = 'none';
          document.documentElement.lang = 'en';
        }"""
    )
    text = "\n".join(checks.everything(page))
    page.evaluate("console.error('laut')")
    assert "390 light: axe image-alt" in text
    for scheme in ("light", "dark"):
        assert f"1280 {scheme}: axe color-contrast" in text
    for word in ("overflow at 1280", "color-contrast", "text under 12", "h1: 2", "lang is en",
                 "no visible focus", "right-to-left"):
        assert word in text, word
    assert any("laut" in said for said in site.heard())
    page.context.close()
