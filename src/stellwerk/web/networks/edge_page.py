# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The page of one edge: a histogram with its table, and the edge by pair of organisations."""

from collections.abc import Sequence
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from stellwerk.exchange.process_maps.faces import edge_row, edge_sentence
from stellwerk.networks.models import EventLog
from stellwerk.networks.queries.edges import PairWaits, edge_pairs, edge_spread
from stellwerk.networks.queries.maps import process_map
from stellwerk.networks.rules.waiting import in_words, scale_for, spread_bounds
from stellwerk.web.networks.asking import Asked

# Pixels: a bar with its gap, the highest bar, room for words on the left and above.
_BAR, _GAP, _HIGH, _TOP, _FOOT = 56, 8, 160, 24, 26


def shown(asked: Asked, log: EventLog) -> dict[str, Any] | None:
    """Everything about the edge of the address; None when there is none."""
    names = {code: name for name, code in asked.form.activities.items()}
    before, activity = (_code(asked.request.GET.get(name, "")) for name in ("source", "step"))
    if before not in names or activity not in names:
        return None
    flt = asked.form.chosen(log)
    found = process_map(flt, source="log", with_variants=False)
    edges = {(edge.source, edge.target): edge for edge in found.edges}
    edge = edges.get((names[before], names[activity]))
    if edge is None:
        return None
    bounds = spread_bounds(scale_for([edge.max_s]))
    counts = edge_spread(flt, before, activity, bounds)
    rows = _bars(bounds, counts)
    return {
        "edge": edge_row(edge),
        "sentence": edge_sentence(edge, asked.form.chosen_measure),
        "bars": rows,
        "histogram": _histogram(rows, edge.count),
        "total": edge.count,
        "pairs": [_pair(row) for row in edge_pairs(flt, before, activity)],
        "back": asked.query(source=None, step=None),
        "title": f"{edge.source} → {edge.target}",
    }


def _code(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else -1


def _bars(bounds: Sequence[int], counts: Sequence[int]) -> list[dict[str, Any]]:
    """Label and count of every bar, without the empty ones at the far end."""
    labels = [_("up to %(time)s") % {"time": in_words(bound)} for bound in bounds]
    labels.append(_("more than %(time)s") % {"time": in_words(bounds[-1])})
    short = [f"≤ {in_words(bound)}" for bound in bounds] + [f"> {in_words(bounds[-1])}"]
    rows = [
        {"label": label, "short": brief, "count": count}
        for label, brief, count in zip(labels, short, counts, strict=True)
    ]
    while len(rows) > 1 and not rows[-1]["count"]:
        rows.pop()
    return rows


def _histogram(rows: Sequence[dict[str, Any]], total: int) -> SafeString:
    """Bars with their counts; the table below says the same."""
    most = max((row["count"] for row in rows), default=0) or 1
    step = _BAR + _GAP + 26
    width, height = step * len(rows) + _GAP, _TOP + _HIGH + _FOOT
    label = _("How long people waited, in %(n)s bars; the table below says the same.") % {
        "n": len(rows)
    }
    parts = [
        f'<svg class="app-histogram" role="img" aria-label="{escape(label)}" '
        f'viewBox="0 0 {width} {height}" focusable="false">'
    ]
    for at, row in enumerate(rows):
        high = _HIGH * row["count"] / most
        x, y = _GAP + at * step, _TOP + _HIGH - high
        middle = x + (step - _GAP) / 2
        parts.append(
            f'<rect x="{x}" y="{y:.1f}" width="{step - _GAP}" height="{high:.1f}" rx="2"/>'
            f'<text text-anchor="middle" x="{middle}" y="{y - 6:.1f}">{row["count"]}</text>'
            f'<text text-anchor="middle" x="{middle}" y="{height - 8}">'
            f'{escape(row["short"])}</text>'
        )
    base = _TOP + _HIGH
    parts.append(f'<line x1="0" y1="{base}" x2="{width}" y2="{base}"/></svg>')
    return mark_safe("".join(parts))  # noqa: S308 - numbers and escaped words


def _pair(row: PairWaits) -> dict[str, Any]:
    unknown = _("not named")
    return {
        "source": row.source or unknown, "target": row.target or unknown, "count": row.count,
        "mean": in_words(row.mean_s), "median": in_words(row.median_s), "p90": in_words(row.p90_s),
        "least": in_words(row.min_s), "most": in_words(row.max_s),
    }
