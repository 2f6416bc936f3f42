# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the pages of the map show: figures, words, addresses."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stellwerk.exchange.process_maps.faces import (
    Plate,
    draw_map,
    edge_row,
    lay_out,
    legend,
    plate_for,
)
from stellwerk.exchange.process_maps.files import MapSheet
from stellwerk.networks.models import EventLog
from stellwerk.networks.queries.maps import process_map
from stellwerk.networks.rules.choosing import Drawn, most_frequent
from stellwerk.networks.rules.filters import MapFilter
from stellwerk.networks.rules.maps import ProcessMap
from stellwerk.networks.rules.waiting import in_words
from stellwerk.web.networks.asking import Asked

#: Up to here every waiting time is counted exactly without being asked.
EXACT_EVENTS = 200_000
#: Rows of a table on a page; all of them stand in the file.
MOST_ROWS = 200


def found_map(asked: Asked, log: EventLog) -> ProcessMap:
    """The map of what was asked for: from the roll-up while it is large, else exact."""
    return counted_map(asked.form.chosen(log), exact=bool(asked.form.got("exact")))


def counted_map(flt: MapFilter, *, exact: bool = False) -> ProcessMap:
    if exact or flt.is_of_courses:
        return process_map(flt, source="log", with_variants=False)
    quick = process_map(flt, source="rollup", with_variants=False)
    if quick.events > EXACT_EVENTS:
        return quick
    return process_map(flt, source="log", with_variants=False)


def plate(asked: Asked, *maps: ProcessMap) -> Plate:
    """Links lead to the edge, and from a station to the courses that contain it."""
    codes = asked.form.activities

    def edge_address(source: str, target: str) -> str:
        if source not in codes or target not in codes:
            return ""
        return reverse("networks:edge") + asked.query(source=codes[source], step=codes[target])

    def station_address(name: str) -> str:
        return asked.query(contains=codes[name]) if name in codes else ""

    return plate_for(
        *maps, measure=asked.form.chosen_measure, edge_address=edge_address,
        station_address=station_address,
    )


def source_words(found: ProcessMap) -> str:
    """Where the figures come from, said in one sentence."""
    if found.is_estimated:
        return _(
            "Counts, means, shortest and longest are exact; median and 9 of 10 are estimated to "
            "within 1 % (from the weekly roll-up)."
        )
    return _("All figures are exact, counted from the log.")


def left_out(drawn: Drawn) -> str:
    """What the drawing leaves out; empty while it is whole."""
    if drawn.is_whole:
        return ""
    return _(
        "The map shows %(steps)s of %(all_steps)s steps and %(lines)s of %(all_lines)s lines; "
        "they carry %(passages)s of %(all_passages)s passages. The tables below hold the rest."
    ) % {
        "steps": len(drawn.activities), "all_steps": drawn.all_activities,
        "lines": len(drawn.edges), "all_lines": drawn.all_edges,
        "passages": drawn.passages, "all_passages": drawn.all_passages,
    }


def spoken(found: ProcessMap, drawn: Drawn) -> str:
    """What the drawing as a whole is, for those who hear it."""
    return _(
        "Map of %(courses)s courses with %(steps)s steps and %(lines)s lines; "
        "the tables below say the same."
    ) % {
        "courses": found.cases, "steps": len(drawn.activities), "lines": len(drawn.edges),
    }


def shown(asked: Asked, found: ProcessMap) -> dict[str, Any]:
    """Drawing, key figures and tables of one map."""
    drawn = most_frequent(found, *asked.form.limits)
    drawn_plate = plate(asked, found)
    layout = lay_out(found, drawn, drawn_plate, direction=asked.form.chosen_direction)
    edges = found.edges[:MOST_ROWS]
    return {
        "found": found,
        "drawing": draw_map(layout, found, drawn_plate, spoken=spoken(found, drawn)),
        "drawing_label": spoken(found, drawn),
        "legend": legend(drawn_plate),
        "left_out": left_out(drawn),
        "source": source_words(found),
        "stats": _stats(found),
        "edges": [
            {**edge_row(edge), "address": drawn_plate.edge_address(edge.source, edge.target)}
            for edge in edges
        ],
        "more_edges": len(found.edges) - len(edges),
        "steps": _steps(found),
        "whole": bool(asked.form.got("whole")),
    }


def _stats(found: ProcessMap) -> list[tuple[str, int]]:
    handed = sum(row.count for row in found.handovers)
    return [
        (_("Courses"), found.cases), (_("Events"), found.events),
        (_("Different steps"), len(found.activities)), (_("Hand-overs"), handed),
    ]


def _steps(found: ProcessMap) -> list[dict[str, Any]]:
    """Every step with who did it, how often courses begin and end there."""
    ranked = sorted(found.activities.items(), key=lambda pair: (-pair[1], pair[0]))
    rows = []
    for name, count in ranked[:MOST_ROWS]:
        who = sorted(found.performers.get(name, {}).items(), key=lambda pair: (-pair[1], pair[0]))
        rows.append(
            {
                "name": name, "count": count, "begins": found.start.get(name, 0),
                "ends": found.end.get(name, 0), "who": who[:4], "more_who": max(0, len(who) - 4),
            }
        )
    return rows


def sheet(asked: Asked, log: EventLog, found: ProcessMap) -> MapSheet:
    """The map for a file: with all filters in words and what was left out."""
    drawn = most_frequent(found, *asked.form.limits)
    courses = ngettext("%(n)s course", "%(n)s courses", found.cases) % {"n": found.cases}
    events = ngettext("%(n)s event", "%(n)s events", found.events) % {"n": found.events}
    about = [
        f"{courses}, {events}", *asked.form.narrowed_by(), source_words(found), left_out(drawn),
    ]
    return MapSheet(
        title=_("Map of the courses: %(log)s") % {"log": log.name},
        about=tuple(line for line in about if line),
        found=found, drawn=drawn, spoken=spoken(found, drawn),
        plate=plate_for(found, measure=asked.form.chosen_measure),
    )


def shown_of_network(found: ProcessMap) -> dict[str, Any]:
    """Drawing and tables of what the other organisations recorded."""
    drawn = most_frequent(found)
    drawn_plate = plate_for(found)
    label = _(
        "Map of the other organisations with %(steps)s steps and %(lines)s lines; the tables "
        "below say the same."
    ) % {"steps": len(drawn.activities), "lines": len(drawn.edges)}
    layout = lay_out(found, drawn, drawn_plate)
    return {
        "found": found, "drawing_label": label, "legend": legend(drawn_plate),
        "drawing": draw_map(layout, found, drawn_plate, spoken=label),
        "left_out": left_out(drawn),
        "edges": [
            edge_row(edge) | {"mean": coarse(edge.mean_s), "median": coarse(edge.median_s)}
            for edge in found.edges[:MOST_ROWS]
        ],
        "handovers": [
            {
                "source": row.source, "target": row.target, "count": row.count,
                "mean": coarse(row.mean_s), "median": coarse(row.median_s),
            }
            for row in found.handovers[:MOST_ROWS]
        ],
    }


def coarse(seconds: float | None) -> str:
    """A time that was rounded to whole days."""
    return _("less than a day") if seconds == 0 else in_words(seconds)
