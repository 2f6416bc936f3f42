# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The rows of the team's board as plain strings, like those of the case list."""

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stellwerk.cases.queries.caseload import FIGURES, Board, Load
from stellwerk.web.shell.components import badge, bar, number


def figure_label(figure: str) -> str:
    """The name of a figure of the board."""
    return {
        "open": _("Open cases"),
        "stalled": _("Stalled: longer in their phase than usual"),
        "overdue": _("Something is overdue"),
        "silent": _("Long without contact"),
    }[figure]


class BoardWriter:
    """Writes the board; what is the same in every row is made once."""

    def __init__(self, board: Board, covered: Mapping[UUID, str]) -> None:
        self.board, self.covered = board, covered
        self.cases, self.hours = reverse("cases:team_cases"), reverse("cases:work_times")
        self.figures = {figure: figure_label(figure) for figure in FIGURES}
        self.nobody, self.spoken_hours = _("nobody"), _("Hours for case work")
        self.labels = {
            name: escape(text)
            for name, text in {
                "person": _("Person"), "cases": _("Cases"), "weight": _("Weighted"),
                "hours": _("Hours"), "minutes": _("Minutes per case"),
                "stalled": _("Stalled"), "overdue": _("Overdue"), "silent": _("Silent"),
            }.items()
        }

    def rows(self) -> SafeString:
        loads = list(self.board.people)
        if self.board.nobody.cases:
            loads = [self.board.nobody, *loads]
        return mark_safe("".join(map(self.row, loads)))  # noqa: S308 - every part is escaped

    def row(self, load: Load) -> str:
        cells = [
            self._cell("cases", self._link(load, "open", load.cases)),
            self._cell("weight", self._weight(load)),
            self._cell("hours", self._hours(load)),
            self._cell("minutes", escape(number(load.minutes, 0))),
            self._cell("stalled", self._link(load, "stalled", load.stalled)),
            self._cell("overdue", self._link(load, "overdue", load.overdue)),
            self._cell("silent", self._link(load, "silent", load.silent)),
        ]
        return f"<tr>{self._person(load)}{''.join(cells)}</tr>"

    def _person(self, load: Load) -> str:
        name = escape(load.name) or f"<strong>{escape(self.nobody)}</strong>"
        away = ""
        if load.user_id in self.covered:
            text = _("covered by %(name)s") % {"name": self.covered[load.user_id]}
            away = f"<br>{badge(text, 'info')}"
        if load.asked:
            text = ngettext(
                "%(n)s hand-over waits for an answer", "%(n)s hand-overs wait for an answer",
                load.asked,
            )
            shown = escape(text % {"n": number(load.asked)})
            away += f'<br><span class="app-small app-muted">{shown}</span>'
        return f'<th scope="row" data-label="{self.labels["person"]}">{name}{away}</th>'

    def _cell(self, name: str, inner: str) -> str:
        return f'<td class="app-num" data-label="{self.labels[name]}">{inner}</td>'

    def _link(self, load: Load, figure: str, count: int) -> str:
        if not count:
            return "0"
        query = f"was={figure}&amp;wer={load.key}"
        spoken = f"{self.figures[figure]}, {load.name or self.nobody}"
        return (
            f'<a href="{self.cases}?{query}">{escape(number(count))}'
            f'<span class="kern-sr-only"> – {escape(spoken)}</span></a>'
        )

    def _weight(self, load: Load) -> str:
        drawn = bar(load.weight, self.board.heaviest) if load.user_id else ""
        return f"{escape(number(load.weight, 1))}{drawn}"

    def _hours(self, load: Load) -> str:
        if load.user_id is None:
            return "–"
        shown = escape(number(load.hours, 1)) if load.hours is not None else escape(_("enter"))
        query = escape(urlencode({"wer": load.key}))
        spoken = escape(f"{self.spoken_hours}, {load.name}")
        return (
            f'<a href="{self.hours}?{query}">{shown}'
            f'<span class="kern-sr-only"> – {spoken}</span></a>'
        )
