# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Logs of the organisation: what is recorded, what was read in, reading a file in, deleting it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from stellwerk.access.matrix import Need
from stellwerk.base.refusal import NotVisible
from stellwerk.exchange.eventlogs import importing, naming_columns
from stellwerk.exchange.eventlogs.writing import export_log
from stellwerk.networks.actions.log import delete_log
from stellwerk.networks.choices import LogKind
from stellwerk.networks.models import EventLog
from stellwerk.networks.queries import logs as queries
from stellwerk.web.networks import log_pages
from stellwerk.web.networks.areas import areas
from stellwerk.web.networks.forms.logs import ColumnsForm, LogForm
from stellwerk.web.shell.acting import NOT_SAVED
from stellwerk.web.shell.page import page
from stellwerk.web.shell.refusals import attempt

BOTH = ("GET", "POST")
KEEP = Need.KEEP_CHAINS


@page(name="networks:logs", needs=KEEP)
def logs(request: HttpRequest) -> HttpResponse:
    """The recorded log, the files read in, and those that are on their way."""
    context = {"areas": areas(request, "logs"), **log_pages.listed(request, _own(request))}
    return render(request, "networks/logs.html", context)


@page(name="networks:log_new", needs=KEEP, methods=BOTH)
def log_new(request: HttpRequest) -> HttpResponse:
    """Send a file; a table goes on to its columns, everything else is read."""
    own = _own(request)
    form = LogForm(request.POST or None, request.FILES or None)
    if form.is_valid() and (
        tried := attempt(
            form, log_pages.take_in, actor=request.actor, organisation_id=own,
            name=form.log_name(), stream=form.cleaned_data["file"].file, reading=form.reading(),
        )
    ):
        return _go_on(request, tried.value)
    context = {
        "form": form, "narrow": True, "title": _("Read an event log in"),
        "breadcrumb": _crumbs(_("Read an event log in")),
    }
    status = NOT_SAVED if request.method == "POST" else 200
    return render(request, "networks/log_new.html", context, status=status)


@page(name="networks:log_columns", needs=KEEP, methods=BOTH)
def log_columns(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Name the columns of a table that was sent; what was chosen stays chosen."""
    found = naming_columns.table(actor=request.actor, run_id=run_id)
    form = ColumnsForm(request.POST or None, header=found.header, initial=found.recognised)
    if form.is_valid() and (
        tried := attempt(
            form, naming_columns.go_on, actor=request.actor, run_id=run_id,
            reading=form.reading(),
        )
    ):
        return _go_on(request, tried.value)
    title = _("Name the columns of the log")
    context = {"form": form, "found": found, "title": title, "breadcrumb": _crumbs(title)}
    status = NOT_SAVED if request.method == "POST" else 200
    return render(request, "networks/log_columns.html", context, status=status)


@page(name="networks:log_run", needs=KEEP)
def log_run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """How far an upload is, or why it was refused."""
    found = importing.peek(actor=request.actor, run_id=run_id)
    if found.log_id is not None:
        return redirect("networks:log", found.log_id)
    title = found.run.file_name or _("Event log")
    context = {"found": found, "title": title, "narrow": True, "breadcrumb": _crumbs(title)}
    return render(request, "networks/log_run.html", context)


@page(name="networks:log_progress", needs=KEEP)
def log_progress(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Asked every second while the file is read; then the whole page comes anew."""
    found = importing.peek(actor=request.actor, run_id=run_id)
    if not found.is_busy:
        return HttpResponseClientRefresh()
    return render(request, "networks/_log_progress.html", {"found": found})


@page(name="networks:log_discard", needs=KEEP, methods=("POST",))
def log_discard(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Forget an upload that is not a log yet."""
    log_pages.discard(actor=request.actor, run_id=run_id)
    messages.info(request, _("The upload was thrown away. Nothing was taken in."))
    return redirect("networks:logs")


@page(name="networks:log", needs=KEEP)
def log(request: HttpRequest, log_id: UUID) -> HttpResponse:
    """Facts of a log, and the rows that were not taken in, each with its reason."""
    found = _found(request, log_id)
    title = log_pages.name_of(found)
    context = {
        "title": title, "breadcrumb": _crumbs(title), **log_pages.facts(found),
        "may_take_out": log_pages.may_take_out(request.actor, found),
        "map": f"{reverse('networks:map')}?log={found.pk}",
    }
    return render(request, "networks/log.html", context)


@page(name="networks:log_file", needs=KEEP)
def log_file(request: HttpRequest, log_id: UUID, file_format: str) -> StreamingHttpResponse:
    """The log as a file; who took it out is noted."""
    found = _found(request, log_id)
    if not log_pages.may_take_out(request.actor, found):
        raise NotVisible
    made = export_log(actor=request.actor, log=found, file_format=file_format)
    return StreamingHttpResponse(
        log_pages.sent(request.actor, made.content), content_type=made.media_type,
        headers={"Content-Disposition": content_disposition_header(True, made.name) or ""},
    )


@page(name="networks:log_delete", needs=KEEP, methods=BOTH)
def log_delete(request: HttpRequest, log_id: UUID) -> HttpResponse:
    """Ask once, then delete the import with everything that came of it."""
    found = _found(request, log_id)
    if found.kind != LogKind.IMPORTED:
        raise NotVisible
    if request.method == "POST":
        delete_log(actor=request.actor, log=found)
        messages.success(request, _("The log and everything that was read with it is deleted."))
        return redirect("networks:logs")
    title = _("Delete the log")
    size = queries.sizes_of([found.pk]).get(found.pk, queries.LogSize())
    context = {"log": found, "size": size, "title": title, "narrow": True}
    return render(
        request, "networks/log_delete.html", context | {"breadcrumb": _crumbs(title)}
    )


def _go_on(request: HttpRequest, made: Any) -> HttpResponse:
    """To the log, to the upload that the worker reads, or to the columns that wait."""
    if isinstance(made, EventLog):
        messages.success(request, _("The log was read in."))
        return redirect("networks:log", made.pk)
    name = "networks:log_columns" if log_pages.waits_for_columns(made) else "networks:log_run"
    return redirect(name, made.pk)


def _own(request: HttpRequest) -> UUID:
    own: UUID | None = request.actor.organisation_id
    if own is None:
        raise NotVisible
    return own


def _found(request: HttpRequest, log_id: UUID) -> EventLog:
    found = queries.log_by_id(_own(request), log_id)
    if found is None:
        raise NotVisible
    return found


def _crumbs(title: str) -> list[tuple[str, str]]:
    return [(_("Logs"), reverse("networks:logs")), (title, "")]
