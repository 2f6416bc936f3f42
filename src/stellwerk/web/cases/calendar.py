# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the calendar's page shows: which days, which entries on them, where to go from there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from html import escape
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import get_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.choices import AppointmentKind
from stellwerk.cases.queries.calendar import CalendarEntry
from stellwerk.web.shell.components import icon

VIEWS = {"month": _("Month"), "week": _("Week"), "list": _("List")}
LIST_DAYS = 28
#: So many entries stand in a day of the month; the rest is one click away.
MOST_IN_DAY = 4
ICONS = {
    "appointment": "calendar", "conference": "people", "goal": "goal", "measure": "steps",
    "residence": "document",
}


@dataclass(frozen=True)
class Span:
    """What is looked at: kind of view, the day chosen, and the days that are shown."""

    view: str
    on: date
    team: bool
    first: date
    last: date

    def address(self, **changes: Any) -> str:
        """The same page with something else chosen."""
        chosen = {"view": self.view, "on": self.on.isoformat(), **changes}
        if self.team and "team" not in changes:
            chosen["team"] = "1"
        return "?" + urlencode({key: value for key, value in chosen.items() if value})

    @property
    def before(self) -> date:
        if self.view == "month":
            return (self.on.replace(day=1) - timedelta(days=1)).replace(day=1)
        return self.first - (self.last - self.first) - timedelta(days=1)

    @property
    def after(self) -> date:
        if self.view == "month":
            return (self.on.replace(day=28) + timedelta(days=4)).replace(day=1)
        return self.last + timedelta(days=1)


@dataclass
class Day:
    """One day with what stands on it; ``more`` is how many are not shown."""

    day: date
    is_today: bool
    is_outside: bool
    entries: list[CalendarEntry] = field(default_factory=list)
    more: int = 0
    address: str = ""
    written: SafeString | str = ""


def span_of(sent: QueryDict, *, may_lead: bool) -> Span:
    """The days asked for; whatever makes no sense means this month."""
    today = timezone.localdate()
    view = sent.get("view", "")
    view = view if view in VIEWS else "month"
    try:
        on = date.fromisoformat(sent.get("on", ""))
    except ValueError:
        on = today
    on = on if date(1990, 1, 1) <= on <= date(2199, 12, 31) else today
    first, last = _days(view, on)
    return Span(view, on, may_lead and sent.get("team") == "1", first, last)


def _days(view: str, on: date) -> tuple[date, date]:
    if view == "list":
        return on, on + timedelta(days=LIST_DAYS - 1)
    first = on.replace(day=1) if view == "month" else on
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    last = last if view == "month" else on
    monday = first - timedelta(days=first.weekday())
    return monday, last + timedelta(days=6 - last.weekday())


def days_of(span: Span, entries: Iterable[CalendarEntry]) -> list[Day]:
    """Every day of the span with its entries; in a month only the first few of each day."""
    today = timezone.localdate()
    days: list[Day] = []
    for number in range((span.last - span.first).days + 1):
        day = span.first + timedelta(days=number)
        outside = span.view == "month" and day.month != span.on.month
        address = span.address(view="list", on=day.isoformat())
        days.append(Day(day, day == today, outside, address=address))
    for entry in entries:
        found = days[(entry.day - span.first).days]
        if span.view == "month" and len(found.entries) >= MOST_IN_DAY:
            found.more += 1
        else:
            found.entries.append(entry)
    return days


def weeks(days: Sequence[Day]) -> list[Sequence[Day]]:
    return [days[start : start + 7] for start in range(0, len(days), 7)]


def weekdays() -> list[str]:
    """Monday first."""
    return [str(WEEKDAYS_ABBR[number]) for number in range(7)]


def tabs(span: Span) -> list[dict[str, Any]]:
    return [
        {"label": label, "address": span.address(view=view), "is_current": view == span.view}
        for view, label in VIEWS.items()
    ]


class CalendarWriter:
    """Writes the entries of a day as plain strings: a month of a busy team has hundreds."""

    def __init__(self) -> None:
        self.base, self.zone = reverse("cases:list"), timezone.get_current_timezone()
        form = str(get_format("TIME_FORMAT"))
        self.hour = cache(lambda at: escape(dateformat.time_format(at, form)))
        self.icons = {kind: icon(name) for kind, name in ICONS.items()}
        self.kinds = {
            "conference": escape(str(_("Case conference"))),
            "goal": escape(str(_("Goal due"))),
            "measure": escape(str(_("Measure due"))),
            "residence": escape(str(_("Title expires"))),
        }
        self.off = " · " + escape(str(_("cancelled")))
        self.details = cache(
            lambda kind: escape(str(AppointmentKind(kind).label)) if kind else ""
        )

    def entries(self, found: Iterable[CalendarEntry]) -> SafeString:
        rows = "".join(map(self.entry, found))
        return mark_safe(  # noqa: S308 - every part is escaped
            f'<ul class="app-calendar__entries">{rows}</ul>'
        )

    def entry(self, entry: CalendarEntry) -> str:
        off = " app-calendar__entry--off" if entry.is_off else ""
        kind = self.kinds.get(entry.kind) or self.details(entry.detail)
        return (
            f'<li class="app-calendar__entry app-calendar__entry--{entry.kind}{off}">'
            f"{self.icons[entry.kind]}<span>{self._time(entry)}"
            f'<a href="{self.base}{entry.case_id}/">{escape(entry.name or entry.number)}</a> '
            f'<span class="app-calendar__kind">{kind}{self.off if off else ""}</span></span></li>'
        )

    def _time(self, entry: CalendarEntry) -> str:
        if entry.at is None:
            return ""
        until = f"–{self._hour(entry.until)}" if entry.until else ""
        return f'<span class="app-calendar__time">{self._hour(entry.at)}{until}</span> '

    def _hour(self, at: datetime) -> str:
        return self.hour(at.astimezone(self.zone).time().replace(second=0, microsecond=0))
