# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Pages of the reports: live, behind a figure, frozen, of the network."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from stellwerk.access.matrix import Need, may
from stellwerk.access.visible import record_list, visible_access
from stellwerk.base.refusal import NotVisible
from stellwerk.exchange.report_files import FORMATS, file_name
from stellwerk.indicators.actions.freezing import freeze_case_management, record_export
from stellwerk.indicators.choices import CASE_MANAGEMENT
from stellwerk.indicators.queries import frozen as stored
from stellwerk.indicators.queries.behind import cases_behind, facts_by_case, name_of_figure
from stellwerk.indicators.queries.ordered import ordered_files
from stellwerk.indicators.queries.reports import case_management as compute
from stellwerk.indicators.rules.report import Report
from stellwerk.web.reports import presenting
from stellwerk.web.reports.forms import FreezeForm, PeriodForm
from stellwerk.web.shell.page import page
from stellwerk.web.shell.paging import keyset_page, page_links
from stellwerk.web.shell.refusals import attempt

_SHOWN_OF_CASES = ("case_key", "phase", "opened_on", "closed_on", "appointments", "goals")


@page(needs=(Need.SEE_FIGURES, Need.SEE_NETWORK_FIGURES), name="reports:index")
def index(request: HttpRequest) -> HttpResponse:
    """Which reports there are, and what was frozen."""
    sees_figures = may(request.actor, Need.SEE_FIGURES)
    reports = stored.frozen_reports(request.actor.organisation_id)
    found = keyset_page(reports, ("-frozen_at", "id"), request.GET.get("cursor", ""), size=25)
    context = {
        "sees_figures": sees_figures,
        "sees_network": may(request.actor, Need.SEE_NETWORK_FIGURES),
        "page": found if sees_figures else None,
        "files": ordered_files(request.actor, timezone.now())[:20] if sees_figures else (),
        "links": page_links(request, found),
    }
    return render(request, "reports/index.html", context)


@page(needs=Need.SEE_FIGURES, name="reports:case_management")
def case_management(request: HttpRequest) -> HttpResponse:
    """The report of the own organisation, computed now."""
    form = PeriodForm(request.GET or {})
    if not form.is_valid():
        return render(request, "reports/case_management.html", {"form": form}, status=422)
    report = compute(presenting.organisation_of(request), form.period, with_cross=False)
    context = presenting.live(request, report, form)
    return render(request, "reports/case_management.html", context)


@page(needs=Need.SEE_FIGURES, name="reports:cross")
def cross(request: HttpRequest) -> HttpResponse:
    """The cross tables of the same report."""
    form = PeriodForm(request.GET or {})
    if not form.is_valid():
        return render(request, "reports/cross.html", {"form": form}, status=422)
    report = compute(presenting.organisation_of(request), form.period, with_figures=False)
    return render(request, "reports/cross.html", presenting.crossed(report, form))


@page(needs=Need.SEE_FIGURES, name="reports:behind")
def behind(request: HttpRequest, key: str) -> HttpResponse:
    """The cases behind a figure, as far as the actor may see cases at all."""
    form = PeriodForm(request.GET or {})
    organisation = presenting.organisation_of(request)
    if not may(request.actor, Need.SEE_CASES) or not form.is_valid():
        raise NotVisible
    facts = cases_behind(key, organisation.pk, form.period)
    if facts is None:
        raise NotVisible
    seen = visible_access(request.actor).filter(case_id__in=facts.values("case_id"))
    found = keyset_page(
        seen.select_related("case"), ("-sort_at", "case_id"), request.GET.get("cursor", "")
    )
    ids = [row.case_id for row in found.rows]
    record_list(request.actor, "case", ids, fields=_SHOWN_OF_CASES)
    context = presenting.behind(request, key, form.period, found, facts_by_case(ids))
    context |= {"total": facts.count(), "seen": seen.count(), "name": name_of_figure(key)}
    return render(request, "reports/behind.html", context | {"links": page_links(request, found)})


@page(needs=Need.SEE_FIGURES, name="reports:export")
def export(request: HttpRequest, file_format: str) -> HttpResponse:
    """The report as a file; noted in the log."""
    form = PeriodForm(request.GET or {})
    if not form.is_valid():
        raise Http404
    return _as_file(request, compute(presenting.organisation_of(request), form.period), file_format)


@page(needs=Need.FREEZE_FIGURES, name="reports:freeze", methods=("POST",))
def freeze(request: HttpRequest) -> HttpResponse:
    """Keep the report as it is now, for good."""
    form = FreezeForm(request.POST)
    organisation = presenting.organisation_of(request)
    if form.is_valid() and (
        done := attempt(
            form,
            freeze_case_management,
            actor=request.actor,
            organisation=organisation,
            period=form.period,
            title=form.cleaned_data["title"],
        )
    ):
        return redirect("reports:frozen", report_id=done.value.pk)
    context = {"form": PeriodForm(request.POST), "freeze_form": form}
    return render(request, "reports/case_management.html", context, status=422)


@page(needs=Need.SEE_FIGURES, name="reports:frozen")
def frozen(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """A frozen report of the own organisation, as it was."""
    kept = stored.frozen_report(request.actor.organisation_id, report_id)
    language = get_language() or "de"
    context = presenting.frozen(stored.proven_text(kept), language) | {"kept": kept}
    return render(request, "reports/frozen.html", context)


@page(needs=Need.SEE_FIGURES, name="reports:frozen_export")
def frozen_export(request: HttpRequest, report_id: UUID, file_format: str) -> HttpResponse:
    """A frozen report as a file; noted in the log."""
    kept = stored.frozen_report(request.actor.organisation_id, report_id)
    return _as_file(request, stored.whole_of(kept), file_format)


@page(needs=Need.SEE_NETWORK_FIGURES, name="reports:network")
def network(request: HttpRequest) -> HttpResponse:
    """The latest release of figures over all organisations."""
    release = stored.latest_release(CASE_MANAGEMENT)
    context = presenting.shown(stored.content_of(release)) if release else {}
    return render(request, "reports/network.html", context | {"release": release})


def _as_file(request: HttpRequest, report: Report, file_format: str) -> HttpResponse:
    """The report as a download in the language of the page; PDF takes longer (see ``files``)."""
    form = FORMATS.get(file_format)
    if form is None or file_format == "pdf":
        raise Http404
    language = "en" if (get_language() or "de").startswith("en") else "de"
    content = form.write(report, language)
    record_export(actor=request.actor, report=report.name, file_format=file_format)
    name = file_name(report, file_format)
    return HttpResponse(
        content,
        content_type=form.media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
