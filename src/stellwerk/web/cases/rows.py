# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The rows of the case list as plain strings: fifty rows must not render a thousand nodes."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from html import escape

from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.formats import get_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from stellwerk.cases.choices import Phase
from stellwerk.cases.queries.lists import ListedCase
from stellwerk.cases.rules.deadlines import Expiry
from stellwerk.web.shell.components import badge, icon, number


class RowWriter:
    """Writes table rows; everything that is the same in all of them is made once."""

    def __init__(self, may_work: bool) -> None:
        self.may_work = may_work
        self.base = reverse("cases:list")
        self.language, self.zone = get_language() or "", timezone.get_current_timezone()
        self.labels = {
            "person": escape(_("Person")),
            "phase": escape(_("Phase")),
            "manager": escape(_("Case manager")),
            "topics": escape(_("Central topics")),
            "contact": escape(_("Last contact")),
            "next": escape(_("Next appointment")),
        }
        self.nameless = _("Case %(number)s")
        self.phases = {phase.value: escape(str(phase.label)) for phase in Phase}
        self.shared = escape(_("shared with you"))
        self.day = ngettext("%(n)s day", "%(n)s days", 1)
        self.days = ngettext("%(n)s day", "%(n)s days", 2)
        self.day_format, self.moment_format = _format("DATE_FORMAT"), _format("DATETIME_FORMAT")
        self.contact = f'{icon("phone")}<span class="kern-label">{escape(_("Contact"))}'

    def rows(self, listed: Sequence[ListedCase]) -> SafeString:
        return mark_safe("".join(map(self.row, listed)))  # noqa: S308 - every part is escaped

    def row(self, row: ListedCase) -> str:
        label = self.labels
        name = escape(row.name or self.nameless % {"number": row.number})
        shared = f" · {self.shared}" if row.is_granted else ""
        cells = [
            f'<td data-label="{label["person"]}"><a class="app-row-link" '
            f'href="{self.base}{row.id}/">{name}</a><br><span class="app-small app-muted">'
            f"{escape(row.number)}{shared}</span>{expiry_badge(row.expiry)}</td>",
            f'<td data-label="{label["phase"]}">{self.phases[row.phase]}{self._days(row)}</td>',
            f'<td data-label="{label["manager"]}">{escape(row.manager) or "–"}</td>',
            f'<td data-label="{label["topics"]}">{self._topics(row)}</td>',
            f'<td data-label="{label["contact"]}">{self._day(row.last_contact_on)}</td>',
            f'<td data-label="{label["next"]}">{self._moment(row.next_appointment)}</td>',
        ]
        if self.may_work:
            cells.append(f'<td class="app-tight">{self._contact(row, name)}</td>')
        return f"<tr>{''.join(cells)}</tr>"

    def _day(self, value: date | None) -> str:
        return _day(value, self.day_format, self.language) if value else "–"

    def _moment(self, value: datetime | None) -> str:
        if value is None:
            return "–"
        here = value.astimezone(self.zone).replace(second=0, microsecond=0, tzinfo=None)
        return _day(here, self.moment_format, self.language)

    def _days(self, row: ListedCase) -> str:
        if not row.is_open:
            return ""
        form = self.day if row.phase_days == 1 else self.days
        return _days(row.phase_days, form, self.language)

    def _topics(self, row: ListedCase) -> str:
        chips = (f'<span class="app-chip">{escape(topic)}</span>' for topic in row.topics)
        return " ".join(chips) or "–"

    def _contact(self, row: ListedCase, name: str) -> str:
        if row.is_granted:
            return ""
        return (
            f'<a class="kern-btn kern-btn--tertiary app-btn--small" '
            f'href="{self.base}{row.id}/kontakt/">{self.contact}'
            f'<span class="kern-sr-only"> – {name}</span></span></a>'
        )


def expiry_badge(expiry: Expiry | None) -> str:
    """The warning beside a name; empty when there is none."""
    if expiry is None:
        return ""
    if expiry.days_left < 0:
        return "<br>" + badge(_("title expired"), "danger")
    text = ngettext("title: %(n)s day left", "title: %(n)s days left", expiry.days_left)
    return "<br>" + badge(text % {"n": expiry.days_left}, expiry.tone, "clock")


@lru_cache(maxsize=16_384)
def _day(value: date, form: str, language: str) -> str:
    """One day, or one local minute, in one format and the words of one language."""
    return escape(dateformat.format(value, form))


@lru_cache(maxsize=4096)
def _days(days: int, form: str, language: str) -> str:
    """Below the phase: for how long, in the numbers and words of one language."""
    return f'<br><span class="app-small app-muted">{escape(form % {"n": number(days)})}</span>'


def _format(name: str) -> str:
    """The local format of days or moments, found once per page."""
    return str(get_format(name))
