# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The biography drawn: one lane per kind of span, gaps and contradictions below. Server SVG."""

from collections.abc import Sequence
from datetime import date
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from stellwerk.cases.choices import BiographyKind
from stellwerk.cases.rules.biography import Item
from stellwerk.web.cases.biographypage import gap_words

WIDTH, LABEL, ROW, TOP = 1000, 170, 30, 24
LANES = (
    BiographyKind.RESIDENCE, BiographyKind.SPHERE, BiographyKind.PHASE, BiographyKind.MEASURE,
    BiographyKind.ENTITLEMENT, BiographyKind.CONFLICT, BiographyKind.GAP,
)
_MOST_YEARS = 20


def lanes(items: Sequence[Item], today: date) -> SafeString:
    """An image of the spans; empty when there are none. The list below it says the same."""
    spans = [item for item in items if item.is_span and item.begins <= today]
    if not spans:
        return SafeString("")
    first = min(item.begins for item in spans)
    last = max(*(item.last_day(today) for item in spans), first)
    used = [kind for kind in LANES if any(item.kind == kind for item in spans)]
    scale = (WIDTH - LABEL) / max((last - first).days, 1)

    def place(day: date) -> float:
        return LABEL + (day - first).days * scale

    height = TOP + ROW * len(used)
    parts = [_years(first, last, place, height)]
    for row, kind in enumerate(used):
        y = TOP + row * ROW
        name = escape(str(kind.label))
        parts.append(f'<text class="app-lanes__name" x="0" y="{y + 19}">{name}</text>')
        for item in spans:
            if item.kind == kind:
                parts.append(_bar(item, place, y, today))
    label = _("Time line of the spans; all entries stand below as a list.")
    return mark_safe(  # noqa: S308 - every part is escaped
        f'<svg class="app-lanes__drawing" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )


def _bar(item: Item, place, y: int, today: date) -> str:
    begins, ends = place(item.begins), place(item.last_day(today))
    title = gap_words(item) if item.kind == BiographyKind.GAP else item.title
    return (
        f'<rect class="app-lanes__bar app-lanes__bar--{item.kind}" x="{begins:.1f}" y="{y + 6}" '
        f'width="{max(ends - begins, 3):.1f}" height="{ROW - 12}" rx="3">'
        f"<title>{escape(title)}</title></rect>"
    )


def _years(first: date, last: date, place, height: int) -> str:
    years = range(first.year + 1, last.year + 1)
    step = -(-len(years) // _MOST_YEARS) or 1
    return "".join(
        f'<line class="app-lanes__year" x1="{place(date(year, 1, 1)):.1f}" y1="{TOP - 6}" '
        f'x2="{place(date(year, 1, 1)):.1f}" y2="{height}"></line>'
        f'<text class="app-lanes__label" x="{place(date(year, 1, 1)):.1f}" y="12" '
        f'text-anchor="middle">{year}</text>'
        for year in years[::step]
    )
