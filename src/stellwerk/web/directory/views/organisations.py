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
from stellwerk.web.shell.page import page
from stellwerk.web.shell.refusals import attempt

NEED = Need.MANAGE_DIRECTORY


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
    if form.is_valid():
        data = {k: v for k, v in form.cleaned_data.items() if k != "version"}
        made = attempt(form, actions.create_organisation, actor=request.actor, **data)  # type: ignore[attr-defined]
        if made:
            messages.success(request, _("The organisation is there."))
            return redirect("directory:organisation", made.value.pk)
    context = {"form": form, "narrow": True, "breadcrumb": crumbs((_("New organisation"), ""))}
    status = 422 if form.errors else 200
    return render(request, "directory/organisation_form.html", context, status=status)


@page(needs=NEED, name="directory:organisation_edit", methods=("GET", "POST"))
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    organisation = found(pk)
    form = OrganisationForm(request.POST or None, organisation=organisation)
    if form.is_valid() and attempt(
        form,
        actions.change_organisation,
        actor=request.actor,  # type: ignore[attr-defined]
        organisation=organisation,
        **{**form.cleaned_data, "version": form.cleaned_data["version"] or 0},
    ):
        messages.success(request, _("Saved."))
        return redirect("directory:organisation", pk)
    context = {
        "form": form,
        "organisation": organisation,
        "narrow": True,
        "breadcrumb": crumbs((organisation.name, pk), (_("Change"), "")),
    }
    status = 422 if form.errors else 200
    return render(request, "directory/organisation_form.html", context, status=status)


@page(needs=NEED, name="directory:organisation_retire", methods=("POST",))
def retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Out of the network from today on."""
    actions.retire_organisation(
        actor=request.actor,  # type: ignore[attr-defined]
        organisation=found(pk),
        on=timezone.localdate(),
    )
    messages.success(request, _("The organisation is retired; its roles no longer hold."))
    return redirect("directory:organisation", pk)


@page(needs=NEED, name="directory:organisation_reinstate", methods=("POST",))
def reinstate(request: HttpRequest, pk: UUID) -> HttpResponse:
    actions.reinstate_organisation(actor=request.actor, organisation=found(pk))  # type: ignore[attr-defined]
    messages.success(request, _("The organisation takes part again."))
    return redirect("directory:organisation", pk)


def found(pk: UUID) -> Organisation:
    organisation = queries.organisation_by_id(pk)
    if organisation is None:
        raise NotVisible
    return organisation
