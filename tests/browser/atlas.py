# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Where every page is found, and by whom: links followed without a browser, in seconds."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve

from stellwerk.directory.models import User

MOST_PAGES = 260
_LINK = re.compile(r'<a\s(?![^>]*\sdownload)[^>]*?href="([^"#?]+)')


def view_name(address: str) -> str | None:
    """The name of the page behind an address."""
    try:
        return str(resolve(urlsplit(address).path).view_name)
    except Resolver404:
        return None


@dataclass(frozen=True)
class Visit:
    """Who opens which address."""

    user: User | None
    address: str


@dataclass
class Atlas:
    """Pages by name, each with one visit of the first person whom a link leads there."""

    host: str
    visits: dict[str, list[Visit]] = field(default_factory=dict)
    # Met, but nothing to look at: files to save, and addresses that lead on to another page.
    passed: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def explore(self, user: User | None, session: str = "", more: Iterable[str] = ()) -> None:
        """Follow every link from the start and from ``more``, one address per kind of page.

        What is named in ``more`` is visited even if somebody met that kind of page before.
        """
        client = Client()
        if session:
            client.cookies[settings.SESSION_COOKIE_NAME] = session
        asked, seen = set(more), set[str]()
        waiting = [*more, "/"]
        while waiting and len(seen) < MOST_PAGES:
            address = waiting.pop(0)
            name = view_name(address)
            if name is None or (name in seen and address not in asked):
                continue
            answer = client.get(address, follow=True, headers={"host": self.host})
            landed_at = answer.redirect_chain[-1][0] if answer.redirect_chain else address
            landed = view_name(landed_at) or name
            seen |= {name, landed}
            self._note(name, landed, Visit(user, landed_at), answer, address in asked)
            asked.discard(address)
            waiting += self._links(answer)

    def _note(self, name: str, landed: str, visit: Visit, answer: Any, is_asked: bool) -> None:
        if answer.status_code >= HTTPStatus.BAD_REQUEST:
            self.faults.append(f"{visit.address} answers {answer.status_code}")
        elif not _is_page(answer):
            self.passed.add(name)
        else:
            known = self.visits.setdefault(landed, [])
            if not known or (is_asked and visit not in known):
                known.append(visit)
            if name != landed:
                self.passed.add(name)

    def _links(self, answer: Any) -> list[str]:
        if not _is_page(answer):
            return []
        found = [unescape(link) for link in _LINK.findall(answer.content.decode())]
        return [urlsplit(link).path for link in found if link.startswith("/")]


def _is_page(answer: Any) -> bool:
    return not answer.streaming and answer.headers.get("Content-Type", "").startswith("text/html")
