# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Files that take longer than a page may (PDF): order, wait, fetch."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from stellwerk.access.matrix import Need
from stellwerk.base.keys import load_keys
from stellwerk.exchange import parcels
from stellwerk.exchange.report_files import FORMATS
from stellwerk.indicators.actions.ordering import order_file, record_download
from stellwerk.indicators.choices import ReportFileState
from stellwerk.indicators.models import FrozenReport, ReportFile
from stellwerk.indicators.queries.frozen import frozen_report
from stellwerk.indicators.queries.ordered import ordered_file
from stellwerk.indicators.rules.report import Period
from stellwerk.indicators.rules.showing import period_words
from stellwerk.web.reports import presenting
from stellwerk.web.reports.forms import PeriodForm
from stellwerk.web.reports.tasks import write_report_file
from stellwerk.web.shell.page import page


@page(needs=Need.SEE_FIGURES, name="reports:order", methods=("POST",))
def order(request: HttpRequest) -> HttpResponse:
    """Order the report of now as PDF."""
    form = PeriodForm(request.POST)
    if not form.is_valid():
        raise Http404
    return _order(request, form.period, None)


@page(needs=Need.SEE_FIGURES, name="reports:frozen_order", methods=("POST",))
def frozen_order(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Order a frozen report as PDF."""
    kept = frozen_report(request.actor.organisation_id, report_id)
    return _order(request, Period(kept.period_start, kept.period_end), kept)


def _order(request: HttpRequest, period: Period, kept: FrozenReport | None) -> HttpResponse:
    made = order_file(
        actor=request.actor,
        organisation=presenting.organisation_of(request),
        period=period,
        file_format="pdf",
        frozen=kept,
    )
    write_report_file.enqueue(str(made.pk), str(made.organisation_id))
    return redirect("reports:file", file_id=made.pk)


@page(needs=Need.SEE_FIGURES, name="reports:file")
def file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Whether the file is ready, and the way to it."""
    found = ordered_file(request.actor, file_id, timezone.now())
    return render(request, "reports/file.html", _shown(found))


@page(needs=Need.SEE_FIGURES, name="reports:file_progress")
def progress(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Asked every second while the file is written; then the whole page comes anew."""
    found = ordered_file(request.actor, file_id, timezone.now())
    if found.state != ReportFileState.WAITING:
        return HttpResponseClientRefresh()
    return render(request, "reports/_file_waiting.html", {"file": found})


@page(needs=Need.SEE_FIGURES, name="reports:file_download")
def download(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The file itself, for her who ordered it and still may see figures; noted in the log."""
    found = ordered_file(request.actor, file_id, timezone.now())
    if found.state != ReportFileState.READY:
        return redirect("reports:file", file_id=file_id)
    content = parcels.REPORTS.take(found.pk, load_keys([found.pk]).get(found.pk, b""))
    record_download(actor=request.actor, order=found)
    return HttpResponse(
        content.read(),
        content_type=FORMATS[found.file_format].media_type,
        headers={"Content-Disposition": f'attachment; filename="{found.name}"'},
    )


def _shown(found: ReportFile) -> dict[str, Any]:
    back = (
        reverse("reports:frozen", args=[found.frozen_id])
        if found.frozen_id
        else reverse("reports:case_management") + presenting.query_of(found.period)
    )
    return {
        "file": found,
        "period_words": period_words(found.period),
        "lost_rights": found.code == "rights",
        "back": back,
        "narrow": True,
        "breadcrumb": [(_("Reports"), reverse("reports:index")), (_("Case management"), back)],
    }
