# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The log, for the data-protection officer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stellwerk.access.log import visible_events
from stellwerk.access.matrix import Need
from stellwerk.web.audit.forms import LogForm
from stellwerk.web.audit.presenting import lines
from stellwerk.web.shell.page import page
from stellwerk.web.shell.paging import keyset_page, page_links


@page(needs=Need.READ_LOG, name="audit:index")
def index(request: HttpRequest) -> HttpResponse:
    """Who read or changed what in the own organisation, newest first."""
    actor = request.actor
    form = LogForm(request.GET or {}, actor=actor)
    if not form.is_valid():
        return render(request, "audit/index.html", {"form": form}, status=422)
    events = visible_events(actor, form.wanted)
    found = keyset_page(events, ("-at", "id"), request.GET.get("cursor", ""))
    context = {
        "form": form,
        "lines": lines(actor, found.rows),
        "links": page_links(request, found),
        "is_filtered": any(form.cleaned_data.values()),
    }
    return render(request, "audit/index.html", context)
