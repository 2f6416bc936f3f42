# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Two periods or two groups side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stellwerk.access.matrix import Need
from stellwerk.web.networks import comparing
from stellwerk.web.networks.asking import Asked
from stellwerk.web.networks.sections import frame
from stellwerk.web.shell.page import page


@page(name="networks:compare", needs=Need.SEE_FIGURES)
def compare(request: HttpRequest) -> HttpResponse:
    """Both maps on the same places, and a table of the differences."""
    asked = Asked(request)
    context = frame(request, "compare", asked)
    if asked.log is not None:
        form = comparing.form_of(asked)
        context |= {"form": form} | comparing.shown(asked, asked.log, form)
    return render(request, "networks/map_compare.html", context)
