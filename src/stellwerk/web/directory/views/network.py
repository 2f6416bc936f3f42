# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The network that this installation serves, and its municipalities."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.directory import actions, queries
from stellwerk.web.directory.forms import MunicipalityForm, NetworkForm
from stellwerk.web.directory.views.tabs import crumbs, tabs
from stellwerk.web.shell.page import page
from stellwerk.web.shell.refusals import attempt

NEED = Need.MANAGE_DIRECTORY


@page(needs=NEED, name="directory:network")
def show(request: HttpRequest) -> HttpResponse:
    """Network and municipalities with their official keys."""
    context = {
        "network": queries.network(),
        "municipalities": queries.municipalities().select_related("parent"),
        "tabs": tabs("directory:network"),
    }
    return render(request, "directory/network.html", context)


@page(needs=NEED, name="directory:network_new", methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """Set the network up, once."""
    form = NetworkForm(request.POST or None)
    if form.is_valid() and attempt(
        form,
        actions.create_network,
        actor=request.actor,  # type: ignore[attr-defined]
        **form.cleaned_data,
    ):
        messages.success(request, _("The network is set up."))
        return redirect("directory:network")
    return _form(request, form, _("Set up the network"))


@page(needs=NEED, name="directory:municipality_new", methods=("GET", "POST"))
def add(request: HttpRequest) -> HttpResponse:
    form = MunicipalityForm(request.POST or None)
    if form.is_valid() and attempt(
        form,
        actions.add_municipality,
        actor=request.actor,  # type: ignore[attr-defined]
        **form.cleaned_data,
    ):
        messages.success(request, _("The municipality is there."))
        return redirect("directory:network")
    return _form(request, form, _("New municipality"))


def _form(request: HttpRequest, form: NetworkForm | MunicipalityForm, title: str) -> HttpResponse:
    context = {"form": form, "title": title, "narrow": True, "breadcrumb": crumbs((title, ""))}
    status = 422 if form.errors else 200
    return render(request, "directory/network_form.html", context, status=status)
