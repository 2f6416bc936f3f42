# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The biography as plain strings, like the course of a case: there may be 500 entries."""

from collections.abc import Sequence
from datetime import date, datetime
from html import escape

from django.http import HttpRequest, QueryDict
from django.utils import dateformat
from django.utils.formats import get_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from stellwerk.cases.choices import (
    AppointmentOutcome,
    BiographyKind,
    EntitlementState,
    GapKind,
    MeasureState,
)
from stellwerk.cases.rules.biography import Item
from stellwerk.web.shell.components import badge, icon, number

PAGE_SIZE = 100
ICONS = {
    "residence": "document", "sphere": "building", "phase": "steps", "measure": "flag",
    "entitlement": "key", "contact": "phone", "appointment": "calendar", "goal": "goal",
    "language": "language", "assessment": "chart", "conference": "users", "barrier": "flag",
    "transmission": "external", "transition": "split", "conflict": "warning", "gap": "clock",
}
_TONES = {
    "kept": "success", "no_show": "danger", "planned": "info", "running": "info", "asked": "info",
    "completed": "success", "refused": "danger",
}


class BiographyWriter:
    """Writes entries; what is the same in all of them is made once."""

    def __init__(self) -> None:
        self.day, self.moment = str(get_format("DATE_FORMAT")), str(get_format("DATETIME_FORMAT"))
        self.kinds = {kind.value: str(kind.label) for kind in BiographyKind}
        self.about = escape(pgettext("a day that is not exact", "about"))
        self.since = escape(_("since"))
        self.states = _states()

    def entries(self, items: Sequence[Item]) -> SafeString:
        parts: list[str] = []
        year = 0
        for item in items:
            if item.begins.year != year:
                year = item.begins.year
                parts.append(f'{"</ol>" if parts else ""}<h3 class="app-small-title">{year}</h3>')
                parts.append('<ol class="app-timeline">')
            parts.append(self.entry(item))
        if parts:
            parts.append("</ol>")
        return mark_safe("".join(parts))  # noqa: S308 - every part is escaped

    def entry(self, item: Item) -> str:
        kind = " app-timeline__item--gap" if item.kind == BiographyKind.GAP else ""
        kind = " app-timeline__item--conflict" if item.kind == BiographyKind.CONFLICT else kind
        return (
            f'<li class="app-timeline__item{kind}"><span class="app-timeline__mark">'
            f'{icon(ICONS.get(item.kind, "dot"))}</span><div class="app-timeline__body">'
            f'<p class="app-timeline__head"><strong>{escape(self.head(item))}</strong> '
            f'<span class="app-muted app-small">{self.when(item)}</span>{self._state(item)}</p>'
            f"{self._around(item)}{self._text(item)}</div></li>"
        )

    def head(self, item: Item) -> str:
        """Kind and title in one line."""
        if item.kind == BiographyKind.GAP:
            return gap_words(item)
        if item.kind == BiographyKind.GOAL:
            word = _("Goal agreed") if item.state == "agreed" else _("Goal assessed")
            return f"{word}: {item.title}"
        return f"{self.kinds[item.kind]}: {item.title}"

    def when(self, item: Item) -> str:
        about = f"{self.about} " if item.is_about else ""
        if not item.is_span:
            return about + self._date(item.at or item.begins)
        if item.ends is None:
            return f"{about}{self.since} {self._date(item.begins)}"
        if item.ends == item.begins:
            return about + self._date(item.begins)
        return f"{about}{self._date(item.begins)} – {self._date(item.ends)}"

    def _date(self, value: date | datetime) -> str:
        shape = self.moment if isinstance(value, datetime) else self.day
        return escape(dateformat.format(value, shape))

    def _state(self, item: Item) -> str:
        label = self.states.get((item.kind, item.state))
        return " " + badge(label, _TONES.get(item.state, "neutral")) if label else ""

    def _around(self, item: Item) -> str:
        sphere = "" if item.kind == BiographyKind.SPHERE else item.sphere_label
        said = [escape(part) for part in (item.office, sphere, item.case_number) if part]
        return f'<p class="app-small app-muted">{" · ".join(said)}</p>' if said else ""

    def _text(self, item: Item) -> str:
        text = item.text
        if not text:
            return ""
        return f'<p class="app-prose">{escape(text).replace(chr(10), "<br>")}</p>'


def gap_words(item: Item) -> str:
    """What kind of gap, how long, and for what was waited."""
    days = ngettext("%(n)s day", "%(n)s days", item.days) % {"n": number(item.days)}
    length = _("Gap, %(days)s") % {"days": days}
    words = f"{length}: {GapKind(item.state).label}"
    return f"{words} – {item.title}" if item.title else words


def _states() -> dict[tuple[str, str], str]:
    found = {("measure", row.value): str(row.label) for row in MeasureState}
    found |= {("appointment", row.value): str(row.label) for row in AppointmentOutcome}
    found |= {("entitlement", row.value): str(row.label) for row in EntitlementState}
    return found


class Cut:
    """One page of the entries, with the addresses of its neighbours and of all at once."""

    def __init__(self, request: HttpRequest, items: Sequence[Item]) -> None:
        wanted = request.GET.get("page", "")
        self.is_whole = request.GET.get("all") == "1"
        self.total, self.pages = len(items), max(-(-len(items) // PAGE_SIZE), 1)
        at = int(wanted) if wanted.isdigit() and len(wanted) < 6 else 1
        self.at = min(max(at, 1), self.pages)
        first = (self.at - 1) * PAGE_SIZE
        self.items = list(items) if self.is_whole else list(items[first : first + PAGE_SIZE])
        self._query = request.GET

    def _address(self, **changes: str) -> str:
        query = QueryDict(mutable=True)
        query.update(self._query)
        for name in ("page", "all"):
            query.pop(name, None)
        query.update(changes)
        return f"?{query.urlencode()}"

    @property
    def earlier(self) -> str:
        return self._address(page=str(self.at - 1)) if self.at > 1 and not self.is_whole else ""

    @property
    def later(self) -> str:
        ahead = self.at < self.pages and not self.is_whole
        return self._address(page=str(self.at + 1)) if ahead else ""

    @property
    def whole(self) -> str:
        return self._address(all="1")
