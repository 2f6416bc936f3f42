# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The network that this installation serves, and its municipalities."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.directory import actions, queries
from stellwerk.web.directory.forms import MunicipalityForm, NetworkForm
from stellwerk.web.directory.views.tabs import crumbs, tabs
from stellwerk.web.shell.acting import answer_form, form_page
from stellwerk.web.shell.page import page

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
    return _answer(
        request,
        NetworkForm(request.POST or None),
        actions.create_network,
        title=_("Set up the network"),
        done=_("The network is set up."),
    )


@page(needs=NEED, name="directory:municipality_new", methods=("GET", "POST"))
def add(request: HttpRequest) -> HttpResponse:
    return _answer(
        request,
        MunicipalityForm(request.POST or None),
        actions.add_municipality,
        title=_("New municipality"),
        done=_("The municipality is there."),
    )


def _answer(
    request: HttpRequest,
    form: NetworkForm | MunicipalityForm,
    action: Callable[..., Any],
    *,
    title: str,
    done: str,
) -> HttpResponse:
    return answer_form(
        request,
        form,
        action,
        asks=lambda: form.cleaned_data,
        done=done,
        go_on=lambda _made: redirect("directory:network"),
        show=form_page(
            request,
            "directory/network_form.html",
            form=form,
            title=title,
            breadcrumb=crumbs((title, "")),
        ),
    )
