# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Every page, as everybody who may open it, holds what interface.md promises."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from stellwerk.directory.choices import Role
from stellwerk.web.shell.page import REGISTRY
from tests.browser import checks

pytestmark = pytest.mark.browser

MAX_PAGES = 80
# Pages that no link leads to, with the reason.
UNLINKED = {
    "shell:home": "only redirects",
    "shell:styleguide": "exists in development only; checked below",
}


def view_name(address: str) -> str | None:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return None


def walk(site: Any, page: Any, start: str, findings: list[str] | None) -> set[str]:
    """Follow every link from ``start``, one page per kind of page; check each unless None."""
    waiting, seen = [start], set()
    while waiting and len(seen) < MAX_PAGES:
        address = waiting.pop(0)
        name = view_name(address)
        if name is None or name in seen:
            continue
        answer = page.goto(site.address + address)
        landed = view_name(page.url) or name
        seen.add(name)
        if answer is None or landed in seen - {name}:
            continue
        seen.add(landed)
        assert answer.status < 400, f"{address} answers {answer.status}"
        if findings is not None:
            findings += [f"{landed}: {text}" for text in checks.everything(page)]
            findings += [f"{landed}: browser says {text}" for text in site.complaints]
            site.complaints.clear()
        for link in page.evaluate(
            "[...document.querySelectorAll('a[href]:not([download])')].map((a) => a.href)"
        ):
            parts = urlsplit(link)
            if link.startswith(site.address) and not re.search(r"\.\w{2,4}$", parts.path):
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


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role(site, user_with, role):
    page = site.open_as(user_with(role) if role else None)
    findings: list[str] = []
    walk(site, page, "/", findings)
    page.context.close()
    assert not findings, "\n".join(findings)


@pytest.mark.parametrize("path", ["/bausteine/", "/gibt-es-nicht/"])
def test_frame_pages(site, path):
    page = site.open_as(None)
    page.goto(site.address + path)
    findings = checks.everything(page)
    page.context.close()
    assert not findings, "\n".join(findings)


def test_links_lead_to_every_page(site, user_with):
    """A page that no link leads to is either forgotten or stands on the list with its reason."""
    met: set[str] = set()
    for role in ROLES:
        page = site.open_as(user_with(role) if role else None)
        met |= walk(site, page, "/", None)
        page.context.close()
    pages = {n for n, spec in REGISTRY.items() if "GET" in spec.methods}
    assert pages - met - set(UNLINKED) == set()
