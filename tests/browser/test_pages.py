# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Every page, as everybody who may open it, holds what interface.md promises."""

import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve, reverse
from playwright.sync_api import Error

from stellwerk.directory.choices import Role
from stellwerk.web.shell.page import REGISTRY
from tests.browser import checks
from tests.browser.handling import make_rows, sign_in_with_app

pytestmark = pytest.mark.browser

MAX_PAGES = 80
# Pages that no link leads to, with the reason.
UNLINKED = {
    "shell:home": "only redirects",
    "shell:styleguide": "exists in development only; checked below",
    "accounts:link": "an invitation's address comes by mail",
    "account_inactive": "the sign-in leads there",
    "account_logout": "answers a form",
    "account_reset_password_done": "the form leads there",
    "account_reset_password_from_key": "the address comes by mail",
    "account_reset_password_from_key_done": "the form leads there",
    "imports:progress": "a fragment of imports:run",
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


def view_name(address: str) -> str | None:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return None


def walk(
    site: Any, page: Any, findings: list[str], known: set[str], more: Iterable[str] = ()
) -> set[str]:
    """Follow every link from the start and from ``more``, one page per kind of page.

    Check those not yet known.
    """
    waiting, seen = [*more, "/"], set()
    again = set(more)
    while waiting and len(seen) < MAX_PAGES:
        address = waiting.pop(0)
        name = view_name(address)
        if name is None or (name in seen and address not in again):
            continue
        is_asked_for = address in again
        again.discard(address)
        try:
            answer = page.goto(site.address + address)
        except Error as error:
            if "Download is starting" not in str(error):
                raise
            seen.add(name)
            continue
        landed = view_name(page.url) or name
        is_new = is_asked_for or landed not in seen | known
        seen |= {name, landed}
        if answer is None or answer.status >= HTTPStatus.BAD_REQUEST:
            findings.append(f"{address} answers {answer and answer.status}")
            continue
        if is_new:
            findings += [f"{landed}: {text}" for text in checks.everything(page)]
            findings += [f"{landed}: browser says {text}" for text in site.complaints]
        site.complaints.clear()
        for link in page.evaluate(
            "[...document.querySelectorAll('a[href]:not([download])')].map((a) => a.href)"
        ):
            parts = urlsplit(link)
            if not link.startswith(site.address):
                continue
            if re.search(r"\.\w{2,4}$", parts.path):
                seen.add(view_name(parts.path) or "")
            else:
                waiting.append(parts.path)
    return seen


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


def test_every_page_holds_and_is_linked(site, user_with):
    """One walk per role; a page that somebody else met already is not checked twice.

    A page that no link leads to is either forgotten or stands on the list with its reason.
    """
    findings: list[str] = []
    met: set[str] = set()
    for role in ROLES:
        page = site.open_as(user_with(role) if role else None)
        more = [reverse(name) for name in OUTSIDE] if role is None else []
        if role == Role.TEAM_LEAD:
            more = make_rows(site, page)
        met |= walk(site, page, findings, met, more)
        page.context.close()
    page = site.open_as(None)
    sign_in_with_app(site, page, user_with(Role.SUBSTITUTE).email)
    met |= walk(site, page, findings, met, [reverse("mfa_index")])
    page.context.close()
    pages = {n for n, spec in REGISTRY.items() if "GET" in spec.methods}
    findings += [f"no link leads to {name}" for name in sorted(pages - met - set(UNLINKED))]
    assert not findings, "\n".join(findings)


@pytest.mark.parametrize("path", ["/bausteine/", "/gibt-es-nicht/"])
def test_frame_pages(site, path):
    page = site.open_as(None)
    page.goto(site.address + path)
    findings = checks.everything(page)
    page.context.close()
    assert not findings, "\n".join(findings)
