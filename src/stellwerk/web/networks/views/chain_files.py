# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Chains as BPMN files: read in as a draft, written out as they are."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.exchange.chain_files import TakenIn, bpmn_of, take_in
from stellwerk.networks.queries import chains as queries
from stellwerk.web.networks import chainpage
from stellwerk.web.networks.areas import areas
from stellwerk.web.networks.forms.chain_files import ChainFileForm
from stellwerk.web.shell.acting import answer_form, form_page
from stellwerk.web.shell.page import page


@page(name="networks:chain_import", needs=Need.KEEP_CHAINS, methods=("GET", "POST"))
def chain_import(request: HttpRequest) -> HttpResponse:
    """A model of another tool becomes a draft; what a chain cannot hold is named, all at once."""
    ours = queries.chains().filter(
        Q(keeper=None) | Q(keeper_id=request.actor.organisation_id)
    )
    form = ChainFileForm(request.POST or None, request.FILES or None, chains=ours)
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


@page(name="networks:chain_bpmn", needs=Need.SEE_CHAINS)
def chain_bpmn(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """The version as a BPMN 2.0 file, with lanes and drawing."""
    version = chainpage.version_seen(request, version_id)
    name = f"{slugify(version.chain.name)[:60] or 'kette'}-{version.number}.bpmn"
    return HttpResponse(
        bpmn_of(version), content_type="application/xml",
        headers={"Content-Disposition": content_disposition_header(True, name) or ""},
    )
