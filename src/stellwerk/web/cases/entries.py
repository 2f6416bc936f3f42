# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The course of a case as plain strings, like the rows of the list and for the same reason."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Any

from django.utils import dateformat, timezone
from django.utils.formats import get_format
from django.utils.safestring import SafeString, mark_safe
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

    def entries(self, found: Sequence[Entry]) -> SafeString:
        return mark_safe("".join(map(self.entry, found)))  # noqa: S308 - every part is escaped

    def entry(self, entry: Entry) -> str:
        by = f" · {escape(entry.by)}" if entry.by else ""
        mark = self.entrusted if entry.is_entrusted else ""
        return (
            '<li class="app-timeline__item"><span class="app-timeline__mark">'
            f'{icon(_ICONS.get(entry.kind, "goal"))}</span><div class="app-timeline__body">'
            f'<p class="app-timeline__head"><strong>{self._head(entry)}</strong> '
            f'<span class="app-muted app-small">{self._when(entry.when)}{by}</span>'
            f"{self._state(entry)}{mark}</p>{self._text(entry)}{self._link(entry)}</div></li>"
        )

    def _head(self, entry: Entry) -> str:
        head = self.heads[entry.kind]
        if entry.kind == "goal":
            return head
        if entry.kind == "goal_assessed":
            return f"{head} {escape(percent(entry.value))}"
        return f"{head} {escape(entry.title)}"

    def _when(self, when: Any) -> str:
        if isinstance(when, datetime):
            return escape(dateformat.format(timezone.localtime(when), self.moment))
        return escape(dateformat.format(when, self.day))

    def _state(self, entry: Entry) -> str:
        if not entry.state:
            return ""
        tone = _TONES.get(entry.state, "neutral")
        return " " + badge(entry.state_label, tone, "calendar" if tone == "info" else "")

    def _text(self, entry: Entry) -> str:
        text = entry.title if entry.kind.startswith("goal") else entry.text
        if not text:
            return ""
        return f'<p class="app-prose">{escape(text).replace(chr(10), "<br>")}</p>'

    def _link(self, entry: Entry) -> str:
        place = _EDITED.get(entry.kind)
        if place is None or not self.may_write:
            return ""
        spoken = f"{escape(entry.title)}, {self._when(entry.when)}"
        return (
            f'<p class="app-small"><a href="{self.base}{place}/{entry.row_id}/">{self.correct}'
            f'<span class="kern-sr-only"> – {spoken}</span></a></p>'
        )
