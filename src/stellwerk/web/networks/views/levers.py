# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Levers: the points whose change gives another course."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need, may
from stellwerk.base.refusal import NotVisible
from stellwerk.networks.actions import levers as actions
from stellwerk.networks.choices import LeverState
from stellwerk.networks.models import Lever
from stellwerk.networks.queries import levers as queries
from stellwerk.web.networks.areas import areas
from stellwerk.web.networks.forms.levers import LeverFilterForm, LeverForm, activity_name
from stellwerk.web.networks.views.issues import BOTH, PAGE_SIZE
from stellwerk.web.shell.acting import answer_form, form_page
from stellwerk.web.shell.page import page
from stellwerk.web.shell.paging import keyset_page, page_links

_TONES = {
    LeverState.CHOSEN: "info", LeverState.TURNING: "warning", LeverState.TURNED: "success",
}


@page(name="networks:levers", needs=Need.SEE_ISSUES)
def levers(request: HttpRequest) -> HttpResponse:
    """All levers of the network, narrowed by the filters of the address."""
    form = LeverFilterForm(request.GET)
    found = keyset_page(
        queries.levers_found(form.chosen()), order=("title", "id"), size=PAGE_SIZE,
        cursor=request.GET.get("cursor", ""),
    )
    context = {
        "areas": areas(request, "levers"),
        "form": form,
        "rows": [_row(lever) for lever in found.rows],
        "links": page_links(request, found),
        "may_keep": may(request.actor, Need.KEEP_ISSUES),
    }
    return TemplateResponse(request, "networks/levers.html", context)


@page(name="networks:lever_new", needs=Need.KEEP_ISSUES, methods=BOTH)
def lever_new(request: HttpRequest) -> HttpResponse:
    form = LeverForm(request.POST or None, issue=request.GET.get("issue", ""))
    title = _("New lever")
    return answer_form(
        request, form, actions.add_lever, asks=lambda: form.asks,
        done=_("The lever was entered."), go_on=_back,
        show=form_page(
            request, "networks/lever_form.html", form=form, title=title, breadcrumb=_crumbs(title)
        ),
    )


@page(name="networks:lever", needs=Need.KEEP_ISSUES, methods=BOTH)
def lever(request: HttpRequest, lever_id: UUID) -> HttpResponse:
    found = queries.lever_by_id(lever_id)
    if found is None:
        raise NotVisible
    form = LeverForm(request.POST or None, lever=found)
    title = _("Change the lever")
    return answer_form(
        request, form, actions.change_lever, asks=lambda: {**form.asks, "lever": found},
        done=_("The lever was changed."), go_on=lambda _done: _back(found),
        show=form_page(
            request, "networks/lever_form.html", form=form, title=title,
            breadcrumb=_crumbs(str(found)),
        ),
    )


def _row(lever: Lever) -> dict[str, Any]:
    names = [one.name for one in lever.powers.all()]
    ends = [lever.from_activity, lever.to_activity]
    return {
        "lever": lever,
        "tone": _TONES.get(LeverState(lever.state), "neutral"),
        "powers": ", ".join([*names, *([lever.power_words] if lever.power_words else [])]),
        "between": " → ".join(activity_name(one) for one in ends if one is not None),
    }


def _back(lever: Lever) -> HttpResponse:
    return redirect("networks:issue", lever.issue_id) if lever.issue_id else redirect(
        "networks:levers"
    )


def _crumbs(title: str) -> list[tuple[str, str]]:
    return [(_("Levers"), reverse("networks:levers")), (title, "")]
