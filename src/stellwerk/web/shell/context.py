# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What every page's frame needs; no query of its own."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

from stellwerk import __version__
from stellwerk.access.matrix import Need, may

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "theme"


@dataclass(frozen=True)
class Destination:
    """One place of the main navigation: shown to those who have any of ``needs``."""

    url_name: str
    label: Any
    icon: str
    needs: tuple[Need, ...]
    area: str


NAVIGATION = (
    Destination("cases:today", _("My day"), "home", (Need.WORK_ON_CASES,), "today"),
    Destination("cases:list", _("Cases"), "cases", (Need.SEE_CASES,), "cases"),
    Destination(
        "reports:index",
        _("Reports"),
        "chart",
        (Need.SEE_FIGURES, Need.SEE_NETWORK_FIGURES),
        "reports",
    ),
    Destination("imports:index", _("Import"), "upload", (Need.IMPORT,), "imports"),
    Destination(
        "directory:index",
        _("Organisations and people"),
        "people",
        (Need.MANAGE_DIRECTORY,),
        "directory",
    ),
    Destination("vocabulary:index", _("Lists"), "list", (Need.MANAGE_VOCABULARY,), "vocabulary"),
    Destination("audit:index", _("Access log"), "log", (Need.READ_LOG,), "audit"),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Frame of the page: navigation, theme, language, demo banner, version."""
    actor = getattr(request, "actor", None)
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    return {
        "actor": actor,
        "organisations": getattr(request, "organisations", []),
        "navigation": destinations(request) if actor else [],
        "account_url": reverse("mfa_index") if actor else "",
        "theme": theme if theme in THEMES else "auto",
        "language": get_language() or settings.LANGUAGE_CODE,
        "is_rtl": get_language_bidi(),
        "is_demo": settings.DEMO,
        "is_second_factor_off": not settings.SECOND_FACTOR_REQUIRED,
        "version": __version__,
    }


def destinations(request: HttpRequest) -> list[dict[str, Any]]:
    """The places the actor may go to, the current one marked."""
    actor = getattr(request, "actor", None)
    here = request.resolver_match.view_name if request.resolver_match else ""
    places = []
    for place in NAVIGATION:
        if not any(may(actor, need) for need in place.needs):
            continue
        try:
            address = reverse(place.url_name)
        except NoReverseMatch:
            continue
        places.append(
            {
                "address": address,
                "label": place.label,
                "icon": place.icon,
                "is_here": here == place.url_name,
                "is_current": _area(here) == place.area,
            }
        )
    return places


def start_page(request: HttpRequest) -> str:
    """Where the actor's work begins: the first place she may go to."""
    places = destinations(request)
    return str(places[0]["address"]) if places else "/"


def _area(view_name: str) -> str:
    return "today" if view_name == "cases:today" else view_name.partition(":")[0]
