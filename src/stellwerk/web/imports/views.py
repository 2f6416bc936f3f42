# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Case records come in: send a file, see what it would do, take it in."""

import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from stellwerk.access.matrix import Need
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.choices import ImportState
from stellwerk.directory.queries import organisation_by_id
from stellwerk.exchange import runs
from stellwerk.exchange.faults import grouped
from stellwerk.exchange.template import write_template
from stellwerk.exchange.words import load_words
from stellwerk.web.imports.forms import UploadForm
from stellwerk.web.imports.presenting import changes_of, counted, listed, sender, state_of
from stellwerk.web.shell.page import page
from stellwerk.web.shell.paging import keyset_page, page_links
from stellwerk.web.shell.refusals import attempt

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(needs=Need.IMPORT, name="imports:index", methods=("GET", "POST"))
def index(request: HttpRequest) -> HttpResponse:
    """Send a file; below, the uploads so far."""
    actor = request.actor
    organisation = organisation_by_id(actor.organisation_id)
    if organisation is None:
        raise NotVisible
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid() and (
        done := attempt(
            form, runs.upload, actor=actor, organisation=organisation, files=form.named_streams()
        )
    ):
        return redirect("imports:run", done.value.pk)
    context = {"form": form, "organisation": organisation, **_uploads(request, organisation.pk)}
    return render(request, "imports/index.html", context, status=422 if form.errors else 200)


def _uploads(request: HttpRequest, organisation_id: UUID) -> dict[str, Any]:
    found = keyset_page(
        runs.runs_of(organisation_id),
        order=("-created_at", "id"),
        cursor=request.GET.get("cursor", ""),
        size=20,
    )
    runs.open_names(actor=request.actor, found=found.rows)
    links = page_links(request, found)
    return {"page": found, "links": links, "runs": [listed(one) for one in found.rows]}


@page(needs=Need.IMPORT, name="imports:template")
def template(request: HttpRequest) -> HttpResponse:
    """The empty workbook."""
    book = io.BytesIO()
    write_template(book, load_words())
    name = content_disposition_header(True, _("stellwerk-template.xlsx"))
    return HttpResponse(
        book.getvalue(), content_type=XLSX, headers={"Content-Disposition": name or ""}
    )


@page(needs=Need.IMPORT, name="imports:run")
def run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """What the file would do, is doing or has done."""
    opened = runs.open_run(actor=request.actor, run_id=run_id)
    return render(request, "imports/run.html", _run_context(opened))


@page(needs=Need.IMPORT, name="imports:progress")
def progress(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The progress bar alone; when the work is done, the whole page comes anew."""
    opened = runs.peek(actor=request.actor, run_id=run_id)
    if not opened.is_busy:
        return HttpResponseClientRefresh()
    return render(request, "imports/_progress.html", {"opened": opened})


@page(needs=Need.IMPORT, name="imports:confirm", methods=("POST",))
def confirm(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Take the checked file in."""
    opened = runs.open_run(actor=request.actor, run_id=run_id)
    runs.confirm(actor=request.actor, run=opened.run)
    return redirect("imports:run", run_id)


@page(needs=Need.IMPORT, name="imports:discard", methods=("POST",))
def discard(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Throw the upload away."""
    opened = runs.open_run(actor=request.actor, run_id=run_id)
    runs.discard(actor=request.actor, run=opened.run)
    messages.info(request, _("The upload was thrown away. Nothing was taken in."))
    return redirect("imports:index")


def _run_context(opened: runs.OpenedRun) -> dict[str, Any]:
    label, tone = state_of(opened.run)
    return {
        "opened": opened, "run": opened.run, "sender": sender(opened.run),
        "state": label, "tone": tone,
        "counts": counted(opened.run), "changes": changes_of(opened),
        "faults": opened.result.get("faults", ()),
        "notes": grouped(opened.result.get("notes", ())),
        "fault_count": opened.result.get("fault_count", 0),
        "is_done": opened.run.state == ImportState.DONE,
        "is_refused": opened.run.state == ImportState.REFUSED,
        "is_failed": opened.run.state == ImportState.FAILED,
        "breadcrumb": [(_("Take records in"), reverse("imports:index")), (opened.file_name, "")],
    }  # fmt: skip
