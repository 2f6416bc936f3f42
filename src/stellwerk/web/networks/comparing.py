# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Two periods or two groups side by side: the same places, so that the eye can compare."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.exchange.process_maps.faces import common_layout, draw_map, legend
from stellwerk.networks.models import EventLog
from stellwerk.networks.rules.choosing import (
    MOST_STATIONS,
    MOST_WAYS,
    EdgePair,
    joined,
    most_frequent,
    side_by_side,
)
from stellwerk.networks.rules.filters import MapFilter
from stellwerk.networks.rules.layout import Direction
from stellwerk.networks.rules.maps import ProcessMap
from stellwerk.networks.rules.waiting import in_words
from stellwerk.web.networks.asking import SIDES, Asked, MapForm
from stellwerk.web.networks.mapping import MOST_ROWS, counted_map, plate, source_words, spoken

_YEAR = timedelta(days=365)
_FIELDS = {
    "field": "field_of_action", "target": "target_group", "residence": "residence_group",
    "sphere": "legal_sphere", "party": "party", "since": "since", "until": "until",
}
SECOND = "second_"


class ComparedForm(MapForm):
    """The filters of both sides; the second has its own period and groups."""

    def __init__(self, data: Any, **more: Any) -> None:
        super().__init__(data, **more)
        for name in SIDES:
            own = self.fields[name]
            made: forms.Field
            if isinstance(own, forms.DateField):
                made = forms.DateField(label=own.label, required=False, widget=forms.DateInput)
            else:
                made = forms.ChoiceField(
                    label=own.label, choices=own.choices, required=False,  # type: ignore[attr-defined]
                )
            self.fields[SECOND + name] = made
        self.full_clean()

    def second(self, first: MapFilter) -> MapFilter:
        """The second side; the measure, steps and what courses contain are those of the first."""
        values = {}
        for name, own in _FIELDS.items():
            value = self.got(SECOND + name)
            if name in ("residence",):
                values[own] = value or ""
            elif name in ("since", "until"):
                values[own] = value
            else:
                values[own] = int(value) if value else None
        return replace(first, **values)

    def side_words(self, prefix: str) -> str:
        """What a side is about, in words."""
        found = []
        for name in SIDES:
            value = self.got(prefix + name)
            if value is not None and name not in ("since", "until"):
                found.append(self._word(prefix + name, value))
        since, until = self.got(prefix + "since"), self.got(prefix + "until")
        if since or until:
            found.insert(0, _("%(since)s to %(until)s") % {
                "since": f"{since:%d.%m.%Y}" if since else "…",
                "until": f"{until:%d.%m.%Y}" if until else "…",
            })
        return ", ".join(found) or _("all courses")


def form_of(asked: Asked) -> ComparedForm:
    """Both sides as asked; without a word the last year and the one before it."""
    data = asked.request.GET.copy()
    if not any(data.get(prefix + name) for prefix in ("", SECOND) for name in SIDES):
        today = timezone.localdate()
        data["since"], data["until"] = (
            (today - 2 * _YEAR).isoformat(), (today - _YEAR - timedelta(days=1)).isoformat()
        )
        data[SECOND + "since"], data[SECOND + "until"] = (
            (today - _YEAR).isoformat(), today.isoformat()
        )
    return ComparedForm(data, logs=asked.logs, log=asked.log)


def shown(asked: Asked, log: EventLog, form: ComparedForm) -> dict[str, Any]:
    """Both drawings on the same places, and the difference of every edge."""
    flt = form.chosen(log)
    exact = bool(form.got("exact"))
    sides = (counted_map(flt, exact=exact), counted_map(form.second(flt), exact=exact))
    both = joined(*sides)
    stations, ways = form.limits
    drawn = most_frequent(both, min(stations, MOST_STATIONS), min(ways, MOST_WAYS))
    drawn_plate = replace(plate(asked, *sides), edge_address=None, station_address=None)
    layout = common_layout(
        *sides, drawn, drawn_plate, direction=form.chosen_direction or Direction.DOWN
    )
    pairs = side_by_side(*sides)
    return {
        "sides": [
            {
                "found": side, "words": words, "source": source_words(side),
                "drawing": draw_map(layout, side, drawn_plate, spoken=spoken(side, drawn)),
                "label": f"{words}: {spoken(side, drawn)}",
            }
            for side, words in zip(
                sides, (form.side_words(""), form.side_words(SECOND)), strict=True
            )
        ],
        "legend": legend(drawn_plate),
        "is_whole": drawn.is_whole,
        "pairs": [_row(pair) for pair in pairs[:MOST_ROWS]],
        "more_pairs": max(0, len(pairs) - MOST_ROWS),
        "figures": _figures(*sides),
        "whole": bool(form.got("whole")),
    }


def _figures(first: ProcessMap, second: ProcessMap) -> list[dict[str, Any]]:
    rows = (
        (_("Courses"), first.cases, second.cases), (_("Events"), first.events, second.events),
        (_("Hand-overs"), _handed(first), _handed(second)),
    )
    return [
        {"label": label, "first": one, "second": two, "change": signed(two - one)}
        for label, one, two in rows
    ]


def _handed(found: ProcessMap) -> int:
    return sum(row.count for row in found.handovers)


def _row(pair: EdgePair) -> dict[str, Any]:
    first, second = pair.first, pair.second
    change = pair.wait_change
    return {
        "source": pair.source, "target": pair.target,
        "first_count": first.count if first else None,
        "second_count": second.count if second else None,
        "change": None if pair.count_change is None else signed(pair.count_change),
        "first_wait": in_words(first.median_s) if first else "–",
        "second_wait": in_words(second.median_s) if second else "–",
        "wait_change": "–" if change is None else signed_wait(change),
        "is_longer": change is not None and change > 0,
        "is_shorter": change is not None and change < 0,
    }


def signed(value: int) -> str:
    """A number with its sign; 0 is 0."""
    return f"{value:+d}".replace("-", "−") if value else "0"


def signed_wait(seconds: float) -> str:
    """A difference of waiting times with its sign."""
    if not seconds:
        return "0"
    return ("+" if seconds > 0 else "−") + in_words(abs(seconds))
