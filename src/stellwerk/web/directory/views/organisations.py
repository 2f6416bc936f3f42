# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Organisations: list, create, change, retire."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.base.refusal import NotVisible
from stellwerk.directory import actions, queries
from stellwerk.directory.models import Organisation
from stellwerk.web.directory.forms import OrganisationForm
from stellwerk.web.directory.views.tabs import crumbs, tabs
from stellwerk.web.shell.acting import answer_form, form_page
from stellwerk.web.shell.page import page

NEED = Need.MANAGE_DIRECTORY
FORM = "directory/organisation_form.html"


@page(needs=NEED, name="directory:index")
def index(request: HttpRequest) -> HttpResponse:
    """All organisations of the network; how many people hold a role today."""
    today = timezone.localdate()
    context = {
        "organisations": queries.organisations_with_roles(today),
        "network": queries.network(),
        "tabs": tabs("directory:index"),
    }
    return render(request, "directory/organisations.html", context)


@page(needs=NEED, name="directory:organisation")
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One organisation and who holds which role in it."""
    organisation = found(pk)
    context = {
        "organisation": organisation,
        "memberships": queries.memberships_in(pk),
        "today": timezone.localdate(),
        "breadcrumb": crumbs((organisation.name, "")),
    }
    return render(request, "directory/organisation.html", context)


@page(needs=NEED, name="directory:organisation_new", methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None)
    return answer_form(
        request,
        form,
        actions.create_organisation,
        asks=lambda: {k: v for k, v in form.cleaned_data.items() if k != "version"},
        done=_("The organisation is there."),
        go_on=lambda made: redirect("directory:organisation", made.pk),
        show=form_page(
            request, FORM, form=form, breadcrumb=crumbs((_("New organisation"), ""))
        ),
    )


@page(needs=NEED, name="directory:organisation_edit", methods=("GET", "POST"))
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    organisation = found(pk)
    form = OrganisationForm(request.POST or None, organisation=organisation)
    return answer_form(
        request,
        form,
        actions.change_organisation,
        asks=lambda: {
            **form.cleaned_data,
            "organisation": organisation,
            "version": form.cleaned_data["version"] or 0,
        },
        done=_("Saved."),
        go_on=lambda _changed: redirect("directory:organisation", pk),
        show=form_page(
            request,
            FORM,
            form=form,
            organisation=organisation,
            breadcrumb=crumbs((organisation.name, pk), (_("Change"), "")),
        ),
    )


@page(needs=NEED, name="directory:organisation_retire", methods=("POST",))
def retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Out of the network from today on."""
    actions.retire_organisation(
        actor=request.actor,
        organisation=found(pk),
        on=timezone.localdate(),
    )
    messages.success(request, _("The organisation is retired; its roles no longer hold."))
    return redirect("directory:organisation", pk)


@page(needs=NEED, name="directory:organisation_reinstate", methods=("POST",))
def reinstate(request: HttpRequest, pk: UUID) -> HttpResponse:
    actions.reinstate_organisation(actor=request.actor, organisation=found(pk))
    messages.success(request, _("The organisation takes part again."))
    return redirect("directory:organisation", pk)


def found(pk: UUID) -> Organisation:
    organisation = queries.organisation_by_id(pk)
    if organisation is None:
        raise NotVisible
    return organisation
