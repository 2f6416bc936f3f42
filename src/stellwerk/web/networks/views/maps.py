# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The map of what really happens: drawing, tables, one edge, files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from stellwerk.access.matrix import Need, may
from stellwerk.base.refusal import NotVisible
from stellwerk.exchange.process_maps.files import FORMATS
from stellwerk.networks.actions.map_files import record_map_file
from stellwerk.web.networks import edge_page, mapping
from stellwerk.web.networks.asking import Asked
from stellwerk.web.networks.sections import frame
from stellwerk.web.shell.page import page


@page(name="networks:map", needs=(Need.SEE_FIGURES, Need.SEE_CHAINS))
def course_map(request: HttpRequest) -> HttpResponse:
    """The own log; who may not see figures is led to those of the network."""
    if not may(request.actor, Need.SEE_FIGURES):
        return redirect("networks:network_map")
    asked = Asked(request)
    context = frame(request, "map", asked)
    if asked.log is not None:
        found = mapping.found_map(asked, asked.log)
        context |= mapping.shown(asked, found) | {"query": asked.query()}
    return render(request, "networks/map.html", context)


@page(name="networks:edge", needs=Need.SEE_FIGURES)
def edge(request: HttpRequest) -> HttpResponse:
    """One edge: how the waiting times spread, and between whom; the map if none is named."""
    if "source" not in request.GET:
        return redirect("networks:map")
    asked = Asked(request)
    if asked.log is None:
        raise NotVisible
    context = edge_page.shown(asked, asked.log)
    if context is None:
        raise NotVisible
    return render(request, "networks/map_edge.html", frame(request, "map", asked) | context)


@page(name="networks:map_file", needs=Need.SEE_FIGURES)
def map_file(request: HttpRequest, file_format: str) -> HttpResponse:
    """The map as a file; noted in the log."""
    asked, form = Asked(request), FORMATS.get(file_format)
    if form is None or asked.log is None:
        raise Http404
    sheet = mapping.sheet(asked, asked.log, mapping.found_map(asked, asked.log))
    language = "en" if (get_language() or "de").startswith("en") else "de"
    content = form.write(sheet, language)
    record_map_file(actor=request.actor, log=asked.log, file_format=file_format)
    name = f"karte-{asked.log.pk.hex[:8]}.{form.ending}"
    return HttpResponse(
        content, content_type=form.media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
