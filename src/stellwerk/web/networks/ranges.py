# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Ranges of a simulation as rows of a table and as a drawing of bars."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stellwerk.networks.rules.simulation_runs import Outcome, Range

LEFT, WIDTH, ROW = 190, 560, 62


@dataclass(frozen=True)
class ResultRow:
    """One figure before and after, in days."""

    name: str
    now: Range
    then: Range

    @property
    def difference(self) -> float:
        """As the page says it: to a tenth of a day, and nothing is nothing."""
        return round(self.then.middle - self.now.middle, 1) or 0.0


def result_rows(
    before: Outcome, after: Outcome, limited: Sequence[tuple[str, str]]
) -> list[ResultRow]:
    """Start to end first, then standing in line at stations with limited places."""
    none = Range(0.0, 0.0, 0.0)
    rows = [
        ResultRow(_("Half of the cases are at the end after"), before.median, after.median),
        ResultRow(_("Mean from beginning to end"), before.mean, after.mean),
        ResultRow(_("Nine of ten cases are at the end after"), before.p90, after.p90),
    ]
    for key, name in limited:
        said = _("Standing in line: %(name)s") % {"name": name}
        rows.append(ResultRow(said, before.lined.get(key, none), after.lined.get(key, none)))
    return rows


def drawn(rows: Sequence[ResultRow]) -> SafeString:
    """Two bars for each row, from the 10th to the 90th per cent of the runs, a mark at half."""
    longest = max([1.0, *(side.high for row in rows for side in (row.now, row.then))])
    scale = WIDTH / longest
    bars = format_html_join(
        "", "{}", ((_pair(row, place, scale),) for place, row in enumerate(rows))
    )
    height = ROW * len(rows) + 34
    return format_html(
        '<svg class="app-ranges" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>',
        LEFT + WIDTH + 20, height,
        _("Days now and then; the table beside it says the same."), bars,
        _axis(longest, scale, height),
    )


def _pair(row: ResultRow, place: int, scale: float) -> SafeString:
    top = place * ROW + 8
    label = {
        0: _("half of the cases"), 1: _("mean"), 2: _("nine of ten cases"),
    }.get(place, row.name)
    return format_html(
        '<text x="0" y="{}">{}</text>{}{}',
        top + 26, label, _bar("now", row.now, top, scale), _bar("then", row.then, top + 22, scale),
    )


def _bar(side: str, found: Range, top: int, scale: float) -> SafeString:
    x = LEFT + found.low * scale
    return format_html(
        '<rect class="app-ranges__{}" x="{}" y="{}" width="{}" height="14" rx="3"/>'
        '<rect class="app-ranges__mark" x="{}" y="{}" width="3" height="18"/>',
        side, f"{x:.1f}", top, f"{max((found.high - found.low) * scale, 2):.1f}",
        f"{LEFT + found.middle * scale - 1.5:.1f}", top - 2,
    )


def _axis(longest: float, scale: float, height: int) -> SafeString:
    step = next((s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500) if longest / s <= 8), 1000)
    marks = range(0, int(longest) + 1, step)
    return format_html(
        '<line x1="{}" x2="{}" y1="{}" y2="{}"/>{}', LEFT, LEFT + WIDTH, height - 26, height - 26,
        format_html_join(
            "", '<text class="app-ranges__tick" x="{}" y="{}">{}</text>',
            ((f"{LEFT + mark * scale:.1f}", height - 8, number_format(mark)) for mark in marks),
        ),
    )
