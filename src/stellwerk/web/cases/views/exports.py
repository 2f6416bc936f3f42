# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Records as a file: order what the list shows, wait, fetch."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from stellwerk.access.exporting import cases_to_export, own_export, own_exports, record_cases
from stellwerk.access.matrix import Need
from stellwerk.audit.choices import Verb
from stellwerk.base.keys import load_keys
from stellwerk.cases.actions.exports import order_export
from stellwerk.cases.choices import ExportState
from stellwerk.exchange import parcels
from stellwerk.exchange.case_files import FORMS
from stellwerk.web.cases.export_tasks import write_case_export
from stellwerk.web.cases.filters import FilterForm, kept_address, read_address
from stellwerk.web.cases.forms.exports import ExportForm
from stellwerk.web.shell.page import page
from stellwerk.web.shell.refusals import attempt


@page(name="cases:exports", needs=Need.SEE_CASES, methods=("GET", "POST"))
def exports(request: HttpRequest) -> HttpResponse:
    """Order the cases of the list as a file; below, one's own orders."""
    actor = request.actor
    filters = FilterForm(read_address(request.GET, actor), actor=actor)
    cases = cases_to_export(actor, filters.chosen())
    chips = filters.chips(request.GET)
    form = ExportForm(request.POST or None)
    if form.is_valid():
        said = "; ".join(f"{chip['label']}: {chip['value']}" for chip in chips)
        values = form.cleaned_data
        done = attempt(form, order_export, actor=actor, cases=cases, narrowed_to=said, **values)
        if done:
            write_case_export.enqueue(str(done.value.pk), str(done.value.organisation_id))
            return redirect("cases:export", export_id=done.value.pk)
    context = {
        "form": form, "count": len(cases), "chips": chips, "query": kept_address(request.GET),
        "orders": own_exports(actor, timezone.now()).defer("case_ids", "scopes")[:20],
        "breadcrumb": [(_("Cases"), reverse("cases:list")), (_("Take records out"), "")],
    }  # fmt: skip
    return render(request, "cases/exports.html", context, status=422 if form.errors else 200)


@page(name="cases:export", needs=Need.SEE_CASES)
def export(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """Whether the file is ready, and the way to it."""
    found = own_export(request.actor, export_id, timezone.now())
    context = {
        "export": found,
        "breadcrumb": [
            (_("Cases"), reverse("cases:list")),
            (_("Take records out"), reverse("cases:exports")),
            (found.number, ""),
        ],
    }
    return render(request, "cases/export.html", context)


@page(name="cases:export_progress", needs=Need.SEE_CASES)
def export_progress(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """Asked every second while the file is written; then the whole page comes anew."""
    found = own_export(request.actor, export_id, timezone.now())
    if found.state != ExportState.WAITING:
        return HttpResponseClientRefresh()
    return render(request, "cases/_export_waiting.html", {"export": found})


@page(name="cases:export_download", needs=Need.SEE_CASES)
def export_download(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """The file, if its orderer may still see every case in it; noted with all of them."""
    found = own_export(request.actor, export_id, timezone.now())
    if found.state != ExportState.READY:
        return redirect("cases:export", export_id=export_id)
    content = parcels.EXPORTS.take(found.pk, load_keys([found.pk]).get(found.pk, b""))
    record_cases(request.actor, Verb.EXPORTED, found, found.case_ids)
    return HttpResponse(
        content.read(),
        content_type=FORMS[found.file_format].media_type,
        headers={"Content-Disposition": f'attachment; filename="{found.name}"'},
    )
