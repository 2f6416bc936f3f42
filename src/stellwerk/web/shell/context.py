# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What every page's frame needs: no query, and rendered once for all pages of a kind."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

from stellwerk import __version__
from stellwerk.access.matrix import Need, may

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "theme"
# What differs between two requests of the same kind; put in after the cache.
_TOKEN, _ADDRESS = "FRAME-TOKEN", "FRAME-ADDRESS"
_MOST_FRAMES = 2000
_frames: dict[tuple[Any, ...], str] = {}


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
    Destination("cases:calendar", _("Calendar"), "calendar", (Need.WORK_ON_CASES,), "calendar"),
    Destination("cases:list", _("Cases"), "cases", (Need.SEE_CASES,), "cases"),
    Destination("cases:team", _("Team"), "people", (Need.LEAD_TEAM,), "team"),
    Destination("cases:inbox", _("Incoming"), "download", (Need.SEE_CASES,), "inbox"),
    Destination(
        "reports:index",
        _("Reports"),
        "chart",
        (Need.SEE_FIGURES, Need.SEE_NETWORK_FIGURES),
        "reports",
    ),
    Destination(
        "networks:issues", _("Network"), "flag", (Need.SEE_ISSUES,), "networks"
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
    Destination(
        "duties:index",
        _("Operation"),
        "clock",
        (Need.MANAGE_DIRECTORY, Need.READ_LOG),
        "duties",
    ),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """The few things that a page's own template may ask for."""
    return {
        "actor": getattr(request, "actor", None),
        "language": get_language() or settings.LANGUAGE_CODE,
        "is_demo": settings.DEMO,
    }


def frame(request: HttpRequest, part: str) -> SafeString:
    """One part of the frame (``head``, ``top``, ``foot``) for this request.

    Rendering it costs more than a list of 50 rows, and it is the same for every request of one
    person in one area: kept by everything that it shows.
    """
    actor = getattr(request, "actor", None)
    organisations = getattr(request, "organisations", []) if actor else []
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    theme = theme if theme in THEMES else "auto"
    here = request.resolver_match.view_name if request.resolver_match else ""
    name = request.user.name if actor else ""
    key = (
        part,
        get_language(),
        theme,
        settings.DEMO,
        settings.SECOND_FACTOR_REQUIRED,
        actor and (name, actor.organisation_id, actor.roles, _area(here), _is_place(here)),
        tuple((o.pk, o.name) for o in organisations),
    )
    text = _frames.get(key)
    if text is None:
        context = {
            "actor": actor,
            "organisations": organisations,
            "navigation": destinations(request) if actor else [],
            "account_url": reverse("mfa_index") if actor else "",
            "user_name": name,
            "theme": theme,
            "language": get_language() or settings.LANGUAGE_CODE,
            "is_rtl": get_language_bidi(),
            "is_demo": settings.DEMO,
            "is_second_factor_off": not settings.SECOND_FACTOR_REQUIRED,
            "version": __version__,
            "csrf_token": _TOKEN,
            "address": _ADDRESS,
        }
        text = render_to_string(f"shell/_frame_{part}.html", context)
        if len(_frames) >= _MOST_FRAMES or settings.DEBUG:
            _frames.clear()
        _frames[key] = text
    if _TOKEN in text:
        text = text.replace(_TOKEN, get_token(request)).replace(_ADDRESS, escape(request.path))
    return mark_safe(text)  # noqa: S308 - rendered by templates, the address escaped


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


#: Places of the navigation whose pages live with others.
_AREAS = {
    "cases:today": "today", "cases:calendar": "calendar", "cases:calendar_feed": "calendar",
    "cases:reminders": "calendar",
    **dict.fromkeys(("cases:inbox", "cases:received", "cases:verify"), "inbox"),
    **dict.fromkeys(
        (
            "cases:team", "cases:team_cases", "cases:work_times", "cases:yardstick",
            "cases:reassign", "cases:reassignment",
        ),
        "team",
    ),
}


def _area(view_name: str) -> str:
    return _AREAS.get(view_name) or view_name.partition(":")[0]


def _is_place(view_name: str) -> bool:
    return any(view_name == place.url_name for place in NAVIGATION)
