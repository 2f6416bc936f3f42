# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the pages of the reports show; no query, no decision."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need, may
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.models import CaseFact
from stellwerk.directory.models import Organisation
from stellwerk.exchange.report_files.paper import is_pdf_possible, pivots
from stellwerk.indicators.rules.report import Period, Report, thaw
from stellwerk.indicators.rules.showing import (
    flow_lines,
    period_words,
    scope_words,
    sections,
    title_of,
)
from stellwerk.web.reports.forms import FreezeForm, PeriodForm, query_of, shortcuts
from stellwerk.web.shell.paging import Page


def organisation_of(request: HttpRequest) -> Organisation:
    """The organisation for which the actor works at the moment."""
    for organisation in request.organisations:
        if organisation.pk == request.actor.organisation_id:
            return organisation
    raise NotVisible


def shown(report: Report) -> dict[str, Any]:
    """A report with its sections, flow and cross tables."""
    flow = flow_lines(report.flow)
    return {
        "report": report,
        "title": title_of(report),
        "scope": scope_words(report),
        "period_words": period_words(report.period),
        "sections": sections(report),
        "flow": flow,
        "highest_stock": max((line.stock for line in flow), default=0),
        "pivots": pivots(report),
        "is_pdf_possible": is_pdf_possible(),
    }


@lru_cache(maxsize=64)
def frozen(text: str, language: str) -> dict[str, Any]:
    """What the page of a frozen report shows besides its title, its tables as HTML.

    What never changes is written once per language; nothing of it depends on who looks.
    """
    found = shown(thaw(text))
    kept = ("report", "scope", "period_words", "is_pdf_possible")
    tables = render_to_string("reports/_frozen_tables.html", found)
    return {name: found[name] for name in kept} | {"tables": tables}


def live(request: HttpRequest, report: Report, form: PeriodForm) -> dict[str, Any]:
    """The report of now, with ways to its cases, to files and into the freezer."""
    actor = request.actor
    period = form.period
    return shown(report) | {
        "form": form,
        "query": query_of(period),
        "shortcuts": _shortcuts(period),
        "sees_cases": may(actor, Need.SEE_CASES),
        "freeze_form": FreezeForm(initial=_to_freeze(report))
        if may(actor, Need.FREEZE_FIGURES)
        else None,
        "tabs": _tabs(period, "figures"),
    }


def crossed(report: Report, form: PeriodForm) -> dict[str, Any]:
    period = form.period
    return shown(report) | {
        "form": form,
        "query": query_of(period),
        "shortcuts": _shortcuts(period),
        "tabs": _tabs(period, "cross"),
    }


def behind(
    request: HttpRequest, key: str, period: Period, page: Page, facts: Mapping[UUID, CaseFact]
) -> dict[str, Any]:
    """Rows of the list behind a figure."""
    back = reverse("reports:case_management") + query_of(period)
    return {
        "page": page,
        "rows": [(row.case, row, facts.get(row.case_id)) for row in page.rows],
        "key": key,
        "period_words": period_words(period),
        "back": back,
        "breadcrumb": [(_("Reports"), reverse("reports:index")), (_("Case management"), back)],
    }


def _shortcuts(chosen: Period) -> list[dict[str, Any]]:
    return [
        {"label": label, "query": query_of(period) or "?", "is_current": period == chosen}
        for label, period in shortcuts(timezone.localdate())
    ]


def _tabs(period: Period, current: str) -> list[dict[str, Any]]:
    places = (
        ("figures", _("Figures"), "reports:case_management"),
        ("cross", _("Cross tables"), "reports:cross"),
    )
    return [
        {
            "label": label,
            "address": reverse(name) + query_of(period),
            "is_current": key == current,
        }
        for key, label, name in places
    ]


def _to_freeze(report: Report) -> dict[str, Any]:
    return {
        "start": report.period.start,
        "end": report.period.end,
        "title": f"{title_of(report)}, {period_words(report.period)}",
    }
