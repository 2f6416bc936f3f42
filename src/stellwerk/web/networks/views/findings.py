# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The sections beside the map: variants, hand-overs, loops, dwell times, where courses break off.

Every page asks the same number of questions, however long its list is.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from stellwerk.access.matrix import Need
from stellwerk.networks.models import EventLog
from stellwerk.networks.queries import maps
from stellwerk.networks.queries.maps.variants import variant_count
from stellwerk.networks.rules.waiting import in_words
from stellwerk.web.networks import findings
from stellwerk.web.networks.asking import Asked
from stellwerk.web.networks.mapping import MOST_ROWS
from stellwerk.web.networks.sections import frame
from stellwerk.web.shell.page import page

MOST_VARIANTS = 50
#: Days without an event after which a course that has not ended counts as broken off.
SILENCES = (30, 60, 90, 180, 365)
Found = Callable[[Asked, EventLog], dict[str, Any]]


def _section(request: HttpRequest, name: str, find: Found) -> HttpResponse:
    asked = Asked(request)
    context = frame(request, name, asked)
    if asked.log is not None:
        context |= find(asked, asked.log)
    return render(request, f"networks/map_{name}.html", context)


@page(name="networks:variants", needs=Need.SEE_FIGURES)
def variants(request: HttpRequest) -> HttpResponse:
    """The ways that courses took, the most frequent first."""

    def find(asked: Asked, log: EventLog) -> dict[str, Any]:
        flt = asked.form.chosen(log)
        found, number = maps.variants(flt, most=MOST_VARIANTS), variant_count(flt)
        total = maps.course_count(flt)
        return {
            "rows": findings.variant_rows(asked, found, total),
            "total": total, "number": number, "is_all": number <= len(found),
            "covered": sum(row.count for row in found),
        }

    return _section(request, "variants", find)


@page(name="networks:handovers", needs=Need.SEE_FIGURES)
def handovers(request: HttpRequest) -> HttpResponse:
    """Who hands over to whom, how long it takes, and what is declined."""

    def find(asked: Asked, log: EventLog) -> dict[str, Any]:
        found = maps.handover_matrix(asked.form.chosen(log))
        return {
            "matrix": findings.matrix(found),
            "rows": findings.passed_rows(found[:MOST_ROWS]),
            "more_rows": max(0, len(found) - MOST_ROWS),
        }

    return _section(request, "handovers", find)


@page(name="networks:loops", needs=Need.SEE_FIGURES)
def loops(request: HttpRequest) -> HttpResponse:
    """Where courses go round in circles, and what is asked for twice."""

    def find(asked: Asked, log: EventLog) -> dict[str, Any]:
        flt = asked.form.chosen(log)
        return {
            "loops": maps.loops(flt), "demands": maps.repeated_demands(flt),
            "total": maps.course_count(flt),
        }

    return _section(request, "loops", find)


@page(name="networks:dwell", needs=Need.SEE_FIGURES)
def dwell(request: HttpRequest) -> HttpResponse:
    """How long courses stay at a step of an organisation."""

    def find(asked: Asked, log: EventLog) -> dict[str, Any]:
        found = maps.dwell_times(asked.form.chosen(log))
        rows = [
            {
                "step": row.activity, "party": findings.party_word(row.party), "count": row.count,
                "mean": in_words(row.mean_s), "median": in_words(row.median_s),
                "p90": in_words(row.p90_s), "days": row.count * row.mean_s / 86_400,
            }
            for row in found[:MOST_ROWS]
        ]
        return {"rows": rows, "more_rows": max(0, len(found) - MOST_ROWS)}

    return _section(request, "dwell", find)


@page(name="networks:break_offs", needs=Need.SEE_FIGURES)
def break_offs(request: HttpRequest) -> HttpResponse:
    """The last steps of courses that have not ended and are silent."""

    def find(asked: Asked, log: EventLog) -> dict[str, Any]:
        wanted = request.GET.get("silent", "")
        silent = next((days for days in SILENCES if str(days) == wanted), 90)
        found = maps.break_offs(
            asked.form.chosen(log), timezone.localdate(), silent_days=silent
        )
        rows = [
            {
                "step": row.activity, "party": findings.party_word(row.party),
                "count": row.count, "of": row.of, "silent": round(row.median_silent_days),
            }
            for row in found[:MOST_ROWS]
        ]
        return {
            "rows": rows, "silent": silent, "total": sum(row.count for row in found),
            "choices": [(days, asked.query(silent=days)) for days in SILENCES],
        }

    return _section(request, "break_offs", find)
