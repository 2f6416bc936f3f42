# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Small HTML parts as plain functions: a list of 50 rows must not render 500 templates."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

TONES = ("neutral", "info", "success", "warning", "danger")
# Status is never colour alone: each tone has a shape of its own.
_TONE_ICONS = {
    "neutral": "dot",
    "info": "info",
    "success": "check",
    "warning": "warning",
    "danger": "danger",
}
_KINDS = {
    "primary": "kern-btn kern-btn--primary",
    "secondary": "kern-btn kern-btn--secondary",
    "quiet": "kern-btn kern-btn--tertiary",
    "danger": "kern-btn kern-btn--secondary app-btn--danger",
}


def attributes(values: Mapping[str, Any]) -> SafeString:
    """Extra HTML attributes; ``hx_post`` becomes ``hx-post``; None and False are left out."""
    parts = []
    for key, value in values.items():
        if value is None or value is False or value == "":
            continue
        name = key.rstrip("_").replace("_", "-")
        parts.append((name,) if value is True else (name, value))
    return mark_safe(  # noqa: S308 - every part went through format_html
        "".join(
            format_html(" {}", p[0]) if len(p) == 1 else format_html(' {}="{}"', *p) for p in parts
        )
    )


@lru_cache(maxsize=1)
def _sprite() -> str:
    """The address of the icons: asked for once, it stands fifty times in a page."""
    return static("vendor/lucide/icons.svg")


def icon(name: str, label: Any = "", css: str = "") -> SafeString:
    """One icon of the sprite; with ``label`` it speaks, without it is decoration."""
    return _icon(name, str(label), css)


@lru_cache(maxsize=1000)
def _icon(name: str, label: str, css: str) -> SafeString:
    spoken: SafeString | str = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<svg class="app-icon {}" {} focusable="false"><use href="{}#{}"></use></svg>',
        css,
        spoken,
        _sprite(),
        name,
    )


def button(
    text: Any, *, kind: str = "primary", icon_name: str = "", size: str = "", **extra: Any
) -> SafeString:
    """A real button (submits unless ``type`` says otherwise)."""
    extra.setdefault("type", "submit")
    css = _css(kind, size, extra.pop("css", ""))
    return format_html(
        '<button class="{}"{}>{}<span class="kern-label">{}</span></button>',
        css,
        attributes(extra),
        icon(icon_name) if icon_name else "",
        text,
    )


def link_button(
    address: str,
    text: Any,
    *,
    kind: str = "secondary",
    icon_name: str = "",
    size: str = "",
    **extra: Any,
) -> SafeString:
    """A link that looks like a button: for going somewhere, never for doing."""
    css = _css(kind, size, extra.pop("css", ""))
    return mark_safe(  # noqa: S308 - every part is escaped; a page has dozens of these
        f'<a class="{conditional_escape(css)}" href="{conditional_escape(address)}"'
        f"{attributes(extra) if extra else ''}>{icon(icon_name) if icon_name else ''}"
        f'<span class="kern-label">{conditional_escape(text)}</span></a>'
    )


def _css(kind: str, size: str, more: str) -> str:
    small = " app-btn--small" if size == "small" else ""
    return f"{_KINDS[kind]}{small} {more}".rstrip()


def badge(text: Any, tone: str = "neutral", icon_name: str = "") -> SafeString:
    """Status as text and shape; ``tone`` only supports it."""
    # A SafeString and the same plain text must not meet in the cache: one is escaped.
    return _badge(conditional_escape(text), tone, icon_name)


@lru_cache(maxsize=1000)
def _badge(text: SafeString, tone: str, icon_name: str) -> SafeString:
    return format_html(
        '<span class="app-badge app-badge--{}">{}<span>{}</span></span>',
        tone if tone in TONES else "neutral",
        icon(icon_name or _TONE_ICONS.get(tone, "dot")),
        text,
    )


def fraction(numerator: Any, denominator: Any) -> SafeString:
    """``3 / 7``, never turned round in right-to-left text."""
    return format_html(
        '<bdi dir="ltr" class="app-fraction">{} / {}</bdi>', number(numerator), number(denominator)
    )


def number(value: Any, places: int | None = None) -> str:
    """A number the local way; nothing is a dash, 0 is 0."""
    if value is None or value == "":
        return "–"
    if isinstance(value, str | Promise):
        return str(value)
    if places is None:
        places = 0 if isinstance(value, int) or float(value).is_integer() else 1
    return _number(round(value, places), places, get_language())


@lru_cache(maxsize=4096, typed=True)
def _number(value: Any, places: int, _language: str | None) -> str:
    return str(number_format(value, decimal_pos=places, force_grouping=True))


def percent(value: Any, places: int = 0) -> str:
    """``42 %`` from 0 to 100 with a narrow gap that never breaks."""
    return "–" if value is None or value == "" else f"{number(value, places)}\u00a0%"


def bar(value: Any, maximum: Any, label: str = "", tone: str = "") -> SafeString:
    """A horizontal bar; decoration beside its number, so it is silent unless ``label`` is given.

    Drawn with SVG attributes, because the page's policy forbids inline styles.
    """
    whole = float(maximum or 0)
    share = 0.0 if whole <= 0 or value is None else max(0.0, min(1.0, float(value) / whole))
    spoken: SafeString | str = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<svg class="app-bar {}" {} viewBox="0 0 100 8" preserveAspectRatio="none"'
        ' focusable="false"><rect class="app-bar__track" width="100" height="8"></rect>'
        '<rect class="app-bar__value" width="{}" height="8"></rect></svg>',
        f"app-bar--{tone}" if tone else "",
        spoken,
        f"{share * 100:.2f}",
    )


def stat(
    label: Any,
    value: Any,
    *,
    numerator: Any = None,
    denominator: Any = None,
    unit: str = "",
    hint: Any = "",
    address: str = "",
    tone: str = "",
) -> SafeString:
    """One figure: the fraction first while the group is small (n < 20), the percent beside it."""
    head: Any = f"{number(value)}\u00a0{unit}".rstrip() if unit else number(value)
    below: Any = hint
    if denominator is not None:
        share = percent(value) if unit in ("%", "") else head
        small = float(denominator) < 20
        pair = fraction(numerator, denominator)
        head, below = (pair, share) if small else (share, pair)
        if hint:
            below = format_html("{} · {}", below, hint)
    body = format_html(
        '<span class="app-stat__label">{}</span><span class="app-stat__value">{}</span>'
        '<span class="app-stat__hint">{}</span>',
        label,
        head,
        below,
    )
    css = f"app-stat app-stat--{tone}" if tone else "app-stat"
    if address:
        return format_html('<a class="{} app-stat--link" href="{}">{}</a>', css, address, body)
    return format_html('<div class="{}">{}</div>', css, body)


def day(value: date | datetime | None, with_time: bool = False) -> SafeString | str:
    """``21.11.2026`` for people and an ISO date for machines."""
    if value is None:
        return "–"
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    shape = "DATETIME_FORMAT" if with_time and isinstance(value, datetime) else "DATE_FORMAT"
    return _day(value.isoformat(), value, shape, get_language())


@lru_cache(maxsize=4096)
def _day(machine: str, value: date | datetime, shape: str, _language: str | None) -> SafeString:
    """The same day stands many times in many pages; ``machine`` tells its offsets apart."""
    return format_html('<time datetime="{}">{}</time>', machine, date_format(value, shape))


def days_apart(value: date | datetime | None, today: date | None = None) -> str:
    """``today``, ``in 3 days``, ``12 days ago`` in words."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    distance = (value - (today or timezone.localdate())).days
    if distance == 0:
        return _("today")
    if distance == 1:
        return _("tomorrow")
    if distance == -1:
        return _("yesterday")
    if distance > 0:
        return ngettext("in %(n)s day", "in %(n)s days", distance) % {"n": number(distance)}
    return ngettext("%(n)s day ago", "%(n)s days ago", -distance) % {"n": number(-distance)}


def phase_steps(steps: Sequence[Mapping[str, Any]]) -> SafeString:
    """The way of a case: ``steps`` with label, state (done, current, ahead) and day."""
    words = {"done": _("done"), "current": _("current phase"), "ahead": _("ahead")}
    items = format_html_join(
        "",
        '<li class="app-steps__step app-steps__step--{}"{}>{}<span class="app-steps__label">{}'
        '</span><span class="kern-sr-only"> ({})</span><span class="app-steps__day">{}</span></li>',
        (
            (
                step["state"],
                mark_safe(' aria-current="step"') if step["state"] == "current" else "",
                icon("check") if step["state"] == "done" else icon("dot"),
                step["label"],
                words[step["state"]],
                day(step["day"]) if step.get("day") else "",
            )
            for step in steps
        ),
    )
    return format_html('<ol class="app-steps">{}</ol>', items)
