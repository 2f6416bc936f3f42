# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A BPMN file of another tool becomes a new chain."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.exchange.chain_files import TakenIn, take_in
from stellwerk.web.networks import chainpage
from stellwerk.web.networks.areas import areas
from stellwerk.web.networks.forms.chain_files import NewChainFileForm
from stellwerk.web.shell.acting import answer_form, form_page
from stellwerk.web.shell.page import page


@page(name="networks:chain_read", needs=Need.KEEP_CHAINS, methods=("GET", "POST"))
def chain_read(request: HttpRequest) -> HttpResponse:
    """What a chain cannot hold is named, all at once, and nothing is written."""
    form = NewChainFileForm(request.POST or None, request.FILES or None)
    title = _("Read in a chain")

    def go_on(taken: TakenIn) -> HttpResponse:
        for note in taken.notes:
            messages.info(request, note)
        return redirect("networks:chain_version", taken.version.pk)

    return answer_form(
        request, form, take_in, asks=lambda: form.asked,
        done=_("The file was read in as a draft. Nothing holds before it is agreed on."),
        go_on=go_on,
        show=form_page(
            request, "networks/chain_import.html", form=form, title=title,
            areas=areas(request, "chains"), breadcrumb=chainpage.crumbs(None, (title, "")),
        ),
    )
