# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""An analysis as JSON (for programs) and as text (for people)."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stellwerk.exchange.eventlogs.analysing import Analysis
from stellwerk.networks.rules.maps import Edge

#: How many rows of a table people read.
MOST_LINES = 25


def write_json(found: Analysis, out: IO[str]) -> None:
    """One object; its lists are written row by row, however long they are."""
    made = found.map
    whole: dict[str, Any] = {
        "cases": made.cases,
        "events": made.events,
        "activities": made.activities,
        "start": made.start,
        "end": made.end,
        "edges": (_edge(edge) for edge in made.edges),
        "variants": made.variant_count,
        "handovers": (
            {"from": one.source, "to": one.target, "count": one.count} for one in made.handovers
        ),
        "work": made.work,
        "unknown_handovers": made.unknown_handovers,
        "variant_list": (
            {"activities": list(one.activities), "count": one.count} for one in made.variants
        ),
        "format": found.format,
        "organisation_key": found.organisation_key or None,
        "lifecycle": found.lifecycle,
        "fault_count": found.fault_count,
        "faults": ({"line": fault.line, "reason": fault.reason} for fault in found.faults),
        "notes": list(made.notes),
    }
    out.write("{")
    for number, (key, value) in enumerate(whole.items()):
        out.write(("," if number else "") + f'\n "{key}": ')
        if isinstance(value, Iterator):
            _write_rows(value, out)
        else:
            out.write(json.dumps(value, ensure_ascii=False))
    out.write("\n}\n")


def _write_rows(rows: Iterable[Any], out: IO[str]) -> None:
    out.write("[")
    for number, row in enumerate(rows):
        out.write((",\n  " if number else "\n  ") + json.dumps(row, ensure_ascii=False))
    out.write("]")


def _edge(edge: Edge) -> dict[str, Any]:
    return {
        "from": edge.source, "to": edge.target, "count": edge.count, "mean_s": edge.mean_s,
        "median_s": edge.median_s, "p90_s": edge.p90_s, "min_s": edge.min_s, "max_s": edge.max_s,
    }  # fmt: skip


def faults(found: Analysis) -> Iterator[str]:
    """The faulty rows, one line each, and how many there were."""
    if not found.fault_count:
        return
    yield ngettext(
        "%(count)d row was not taken in:", "%(count)d rows were not taken in:", found.fault_count
    ) % {"count": found.fault_count}
    for fault in found.faults:
        yield "  " + _("Line %(line)d: %(reason)s") % {"line": fault.line, "reason": fault.reason}
    more = found.fault_count - len(found.faults)
    if more:
        yield "  " + _("… and %(count)d more.") % {"count": more}


def write_text(found: Analysis, out: IO[str]) -> None:
    """For people: what there is, how it goes on, who hands over to whom."""
    made = found.map
    out.write(
        _("%(cases)s cases, %(events)s events, %(activities)s activities, %(variants)s variants")
        % {
            "cases": _number(made.cases), "events": _number(made.events),
            "activities": _number(len(made.activities)),
            "variants": _number(made.variant_count or 0),
        } + "\n"
    )  # fmt: skip
    for note in made.notes:
        out.write(f"- {note}\n")
    _write_counts(_("First activity"), made.start, out)
    _write_counts(_("Last activity"), made.end, out)
    _write_edges(found, out)
    _write_variants(found, out)
    _write_handovers(found, out)


def _write_counts(title: str, counts: Mapping[str, int], out: IO[str]) -> None:
    lines = [(_number(count), name) for name, count in counts.items()]
    _write_table(title, [_("Count"), _("Activity")], lines, out)


def _write_edges(found: Analysis, out: IO[str]) -> None:
    _write_table(
        _("What follows what, and the time between"),
        [
            _("Count"), _("Mean time"), _("Median time"), _("90 % within"),
            _("From here"), _("To there"),
        ],
        [
            (
                _number(e.count or 0), span(e.mean_s), span(e.median_s), span(e.p90_s),
                e.source, e.target,
            )
            for e in found.map.edges
        ],
        out,
    )  # fmt: skip


def _write_variants(found: Analysis, out: IO[str]) -> None:
    cases = max(found.map.cases, 1)
    _write_table(
        _("Most frequent variants"),
        [_("Count"), _("Share"), _("Course")],
        [
            (
                _number(one.count), f"{_number(100 * one.count / cases, 1)} %",
                " → ".join(_shown(name) for name in one.activities[:MOST_LINES])
                + (" → …" if len(one.activities) > MOST_LINES else ""),
            )
            for one in found.map.variants
        ],
        out,
    )  # fmt: skip


def _write_handovers(found: Analysis, out: IO[str]) -> None:
    made = found.map
    if not made.handovers and not made.work and not found.organisation_key:
        return
    _write_table(
        _("Hand-overs between organisations"),
        [_("Count"), _("Mean time"), _("Median time"), _("From here"), _("To there")],
        [
            (_number(one.count or 0), span(one.mean_s), span(one.median_s), one.source, one.target)
            for one in made.handovers
        ],
        out,
    )
    out.write(
        "\n" + _("Next step at the same organisation: %(count)s times")
        % {"count": _number(sum(made.work.values()))} + "\n"
    )  # fmt: skip
    if made.unknown_handovers:
        out.write(
            _("One of both names no organisation: %(count)s times")
            % {"count": _number(made.unknown_handovers)} + "\n"
        )  # fmt: skip


def _write_table(
    title: str, heads: list[str], lines: Sequence[tuple[str, ...]], out: IO[str]
) -> None:
    """A table with right-aligned figures; names stand last and are not cut."""
    if not lines:
        return
    shown = lines[:MOST_LINES]
    rows = [tuple(heads), *[tuple(_shown(cell) for cell in line) for line in shown]]
    width = [max(len(row[at]) for row in rows) for at in range(len(heads))]
    out.write(f"\n{title}\n")
    words = 2 if heads[-2:-1] == [_("From here")] else 1
    for row in rows:
        cells = [
            cell.ljust(width[at]) if at >= len(row) - words else cell.rjust(width[at])
            for at, cell in enumerate(row)
        ]
        out.write("  " + "  ".join(cells).rstrip() + "\n")
    more = len(lines) - len(shown)
    if more:
        out.write("  " + _("… and %(count)d more.") % {"count": more} + "\n")


def _shown(text: str) -> str:
    """A name on one line, without what steers a terminal."""
    return "".join(sign if sign.isprintable() else "·" for sign in text) or "–"


def _number(value: float, places: int = 0) -> str:
    return number_format(value, places, force_grouping=True)


def span(seconds: float | None) -> str:
    """A waiting time in the unit that people would say."""
    if seconds is None:
        return "–"
    for size, unit in ((86_400, _("d")), (3_600, _("h")), (60, _("min"))):
        if seconds >= size:
            return f"{_number(seconds / size, 1)} {unit}"
    return f"{_number(seconds, 1)} " + _("s")
