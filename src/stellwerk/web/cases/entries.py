# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The course of a case as plain strings, like the rows of the list and for the same reason."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from html import escape
from typing import Any

from django.utils import dateformat, timezone
from django.utils.formats import get_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stellwerk.cases.queries.timeline import Entry
from stellwerk.web.shell.components import badge, icon, percent

_ICONS = {"contact": "phone", "appointment": "calendar", "phase": "steps", "residence": "document"}
_TONES = {"kept": "success", "no_show": "danger", "planned": "info"}
_EDITED = {"contact": "kontakt", "appointment": "termin"}


class EntryWriter:
    """Writes the entries of one case; what is the same in all of them is made once."""

    def __init__(self, base: str, may_write: bool) -> None:
        self.base, self.may_write = base, may_write
        self.day, self.moment = str(get_format("DATE_FORMAT")), str(get_format("DATETIME_FORMAT"))
        self.zone, self.language = timezone.get_current_timezone(), get_language() or ""
        self.correct = escape(_("Correct"))
        self.entrusted = " " + badge(_("entrusted"), "warning", "lock")
        self.heads = {
            "contact": escape(_("Contact:")),
            "appointment": escape(_("Appointment:")),
            "phase": escape(_("Phase:")),
            "residence": escape(_("Residence status:")),
            "goal": escape(_("Goal agreed")),
            "goal_assessed": escape(_("Goal assessed:")),
        }

        # Few kinds, titles and authors over hundreds of entries.
        self.icon = cache(lambda kind: icon(_ICONS.get(kind, "goal")))
        self.escaped = cache(escape)
        self.state = cache(self._state)

    def entries(self, found: Sequence[Entry]) -> SafeString:
        return mark_safe("".join(map(self.entry, found)))  # noqa: S308 - every part is escaped

    def entry(self, entry: Entry) -> str:
        when = self._when(entry.when)
        by = f" · {self.escaped(entry.by)}" if entry.by else ""
        state = self.state(entry.state, entry.state_label) if entry.state else ""
        mark = self.entrusted if entry.is_entrusted else ""
        return (
            '<li class="app-timeline__item"><span class="app-timeline__mark">'
            f'{self.icon(entry.kind)}</span><div class="app-timeline__body">'
            f'<p class="app-timeline__head"><strong>{self._head(entry)}</strong> '
            f'<span class="app-muted app-small">{when}{by}</span>'
            f"{state}{mark}</p>{self._text(entry)}{self._link(entry, when)}</div></li>"
        )

    def _head(self, entry: Entry) -> str:
        head = self.heads[entry.kind]
        if entry.kind == "goal":
            return head
        if entry.kind == "goal_assessed":
            return f"{head} {escape(percent(entry.value))}"
        return f"{head} {self.escaped(entry.title)}"

    def _when(self, when: Any) -> str:
        if isinstance(when, datetime):
            here = when.astimezone(self.zone).replace(second=0, microsecond=0, tzinfo=None)
            return _written(here, self.moment, self.language)
        return _written(when, self.day, self.language)

    def _state(self, state: str, label: str) -> str:
        tone = _TONES.get(state, "neutral")
        return " " + badge(label, tone, "calendar" if tone == "info" else "")

    def _text(self, entry: Entry) -> str:
        text = entry.title if entry.kind.startswith("goal") else entry.text
        if not text:
            return ""
        return f'<p class="app-prose">{escape(text).replace(chr(10), "<br>")}</p>'

    def _link(self, entry: Entry, when: str) -> str:
        place = _EDITED.get(entry.kind)
        if place is None or not self.may_write:
            return ""
        return (
            f'<p class="app-small"><a href="{self.base}{place}/{entry.row_id}/">{self.correct}'
            f'<span class="kern-sr-only"> – {self.escaped(entry.title)}, {when}</span></a></p>'
        )


@lru_cache(maxsize=16_384)
def _written(when: date, form: str, language: str) -> str:
    """One day or minute in one format and the words of one language: what costs most in a course.

    Seconds are cut off before: no format of ours shows them.
    """
    return escape(dateformat.format(when, form))
