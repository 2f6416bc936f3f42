# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Drawings of issues as SVG with attributes only; beside each stands a table that says the same."""

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Protocol

from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _FOOT = 432, 176, 12, 12, 26, 26
_WIDEST = 46
#: More spans than this are told by the table alone: labels would overlap.
MOST_SPANS = 24


class Counted(Protocol):
    """Months with people and mentions in them."""

    @property
    def since(self) -> date: ...

    @property
    def until(self) -> date: ...

    @property
    def persons(self) -> int: ...

    @property
    def mentions(self) -> int: ...


def month_chart(spans: Sequence[Counted], whose: str) -> SafeString:
    """Mentions as outlined columns, people in them as filled ones, each with its numbers."""
    shown = spans[-MOST_SPANS:]
    highest = max(span.mentions for span in shown) or 1
    step = (_WIDTH - _LEFT - _RIGHT) / len(shown)
    wide = min(_WIDEST, step * 0.72)
    label = _("Mentions and people by month, %(whose)s; the table beside it says the same.") % {
        "whose": whose,
    }
    parts = [
        f'<svg class="app-drawing app-drawing--months" role="img" aria-label="{escape(label)}" '
        f'viewBox="0 0 {_WIDTH} {_HEIGHT}" focusable="false">',
        f'<line class="app-drawing__grid" x1="{_LEFT}" y1="{_HEIGHT - _FOOT}" '
        f'x2="{_WIDTH - _RIGHT}" y2="{_HEIGHT - _FOOT}"/>',
    ]
    every = max(1, -(-len(shown) // 6))
    for n, span in enumerate(shown):
        middle = _LEFT + step * (n + 0.5)
        parts += _column(middle, wide, span.mentions, highest, "mentions")
        parts += _column(middle, wide, span.persons, highest, "persons")
        if len(shown) <= MOST_SPANS // 2:
            top = _top(span.mentions, highest)
            parts.append(_text(middle, top - 7, f"{span.persons}/{span.mentions}"))
        if n % every == 0:
            parts.append(_text(middle, _HEIGHT - 8, date_format(span.since, "m/y")))
    parts.append("</svg>")
    return mark_safe("".join(parts))  # noqa: S308 - numbers, dates and one escaped label


def _top(count: int, highest: int) -> float:
    return _HEIGHT - _FOOT - (_HEIGHT - _FOOT - _TOP) * count / highest


def _column(middle: float, wide: float, count: int, highest: int, kind: str) -> list[str]:
    left, top = middle - wide / 2, _top(count, highest)
    return [
        f'<rect class="app-drawing__column app-drawing__column--{kind}" x="{left:.1f}" '
        f'y="{top:.1f}" width="{wide:.1f}" height="{_HEIGHT - _FOOT - top:.1f}"/>'
    ]


def _text(x: float, y: float, words: str) -> str:
    return (
        f'<text class="app-drawing__text" x="{x:.1f}" y="{y:.1f}" '
        f'text-anchor="middle">{escape(words)}</text>'
    )
