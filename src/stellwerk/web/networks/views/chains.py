# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Agreed chains: the list, one chain with its versions, two versions side by side."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need, may
from stellwerk.base.refusal import NotVisible
from stellwerk.directory.queries import organisation_by_id
from stellwerk.networks.actions import chains as actions
from stellwerk.networks.queries import chains as queries
from stellwerk.web.networks import chainpage
from stellwerk.web.networks.areas import areas
from stellwerk.web.networks.forms.chains import ChainForm
from stellwerk.web.shell.acting import answer_form, form_page
from stellwerk.web.shell.page import page

BOTH = ("GET", "POST")
FORM = "networks/chain_form.html"


@page(name="networks:chains", needs=Need.SEE_CHAINS)
def chains(request: HttpRequest) -> HttpResponse:
    """All chains of the network with the version in force."""
    context = {
        "areas": areas(request, "chains"),
        "rows": chainpage.chain_rows(queries.chains(), request.actor, timezone.localdate()),
        "may_keep": may(request.actor, Need.KEEP_CHAINS),
    }
    return TemplateResponse(request, "networks/chains.html", context)


@page(name="networks:chain", needs=Need.SEE_CHAINS)
def chain(request: HttpRequest, chain_id: UUID) -> HttpResponse:
    """One chain: what it is for, its versions, and the stations of the one in force."""
    found = chainpage.chain_seen(chain_id)
    [row] = chainpage.chain_rows([found], request.actor, timezone.localdate())
    current = row["current"] or row["coming"]
    if current is not None:
        current.version.chain = found
    context = {
        "areas": areas(request, "chains"),
        **row,
        "shown": chainpage.version_page(current.version) if current else None,
        "is_removable": row["may_keep"] and not queries.agreed_versions(found),
        "sees_courses": bool(queries.agreed_versions(found)),
        "breadcrumb": chainpage.crumbs(None, (str(found), "")),
    }
    return TemplateResponse(request, "networks/chain.html", context)


@page(name="networks:chain_new", needs=Need.KEEP_CHAINS, methods=BOTH)
def chain_new(request: HttpRequest) -> HttpResponse:
    """A new chain; its first draft is begun on its page."""
    own = organisation_by_id(request.actor.organisation_id)
    form = ChainForm(request.POST or None, own=own)
    title = _("New chain")
    return answer_form(
        request, form, actions.add_chain, asks=lambda: form.asked,
        done=_("The chain was entered. Now begin its first version."),
        go_on=lambda made: redirect("networks:chain", made.pk),
        show=form_page(
            request, FORM, form=form, title=title, breadcrumb=chainpage.crumbs(None, (title, ""))
        ),
    )


@page(name="networks:chain_edit", needs=Need.KEEP_CHAINS, methods=BOTH)
def chain_edit(request: HttpRequest, chain_id: UUID) -> HttpResponse:
    """What stands above all versions."""
    found = chainpage.chain_to_keep(request, chain_id)
    own = organisation_by_id(request.actor.organisation_id)
    form = ChainForm(request.POST or None, own=own, chain=found)
    title = _("Change the chain's details")
    return answer_form(
        request, form, actions.change_chain, asks=lambda: {"chain": found, **form.asked},
        done=_("The chain was changed."), go_on=lambda _c: redirect("networks:chain", found.pk),
        show=form_page(
            request, FORM, form=form, title=title, chain=found,
            breadcrumb=chainpage.crumbs(found, (title, "")),
        ),
    )


@page(name="networks:chain_draft", needs=Need.KEEP_CHAINS, methods=("POST",))
def chain_draft(request: HttpRequest, chain_id: UUID) -> HttpResponse:
    """Begin the next version from the one agreed on last."""
    found = chainpage.chain_to_keep(request, chain_id)
    made = actions.next_draft(actor=request.actor, chain=found)
    messages.success(request, _("A draft was begun. It holds for nobody until it is agreed on."))
    return redirect("networks:chain_version", made.pk)


@page(name="networks:chain_remove", needs=Need.KEEP_CHAINS, methods=("POST",))
def chain_remove(request: HttpRequest, chain_id: UUID) -> HttpResponse:
    """Throw a chain away on which nobody ever agreed."""
    found = chainpage.chain_to_keep(request, chain_id)
    actions.remove_chain(actor=request.actor, chain=found)
    messages.success(request, _("The chain was removed."))
    return redirect("networks:chains")


@page(name="networks:chain_compare", needs=Need.SEE_CHAINS)
def chain_compare(request: HttpRequest, before_id: UUID, after_id: UUID) -> HttpResponse:
    """Two versions of one chain side by side, station by station."""
    before = chainpage.version_seen(request, before_id)
    after = chainpage.version_seen(request, after_id)
    if before.chain_id != after.chain_id:
        raise NotVisible
    title = _("Version %(a)s beside version %(b)s") % {"a": before.number, "b": after.number}
    context = {
        "areas": areas(request, "chains"),
        "title": title, "before": before, "after": after, "chain": after.chain,
        "rows": chainpage.compared(before, after),
        "breadcrumb": chainpage.crumbs(after.chain, (title, "")),
    }
    return TemplateResponse(request, "networks/chain_compare.html", context)
