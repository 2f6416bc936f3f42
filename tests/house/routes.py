# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Every address of the application, read from the urlpatterns themselves."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from stellwerk.web.shell.page import PageSpec


@dataclass(frozen=True)
class Route:
    """One address: its name with namespaces, its pattern and the view behind it."""

    name: str
    pattern: str
    view: Callable[..., Any]

    @property
    def page(self) -> PageSpec | None:
        return getattr(self.view, "page", None)

    @property
    def parameters(self) -> dict[str, str]:
        """Name -> converter of every variable part."""
        return {
            name: kind or "str" for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", self.pattern)
        }

    @property
    def is_ours(self) -> bool:
        return self.page is not None


def _walk(patterns: list[Any], prefix: str, spaces: tuple[str, ...]) -> Iterator[Route]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from _walk(entry.url_patterns, prefix + str(entry.pattern), inner)
        elif isinstance(entry, URLPattern):
            name = ":".join([*spaces, entry.name or f"unnamed {prefix}{entry.pattern}"])
            yield Route(name, prefix + str(entry.pattern), entry.callback)


@cache
def routes() -> tuple[Route, ...]:
    """All routes, by name."""
    return tuple(
        sorted(_walk(get_resolver().url_patterns, "", ()), key=lambda r: (r.name, r.pattern))
    )
