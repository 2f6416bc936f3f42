# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Bundling: what seems to say the same is suggested, a person decides, and may take it back."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.base.certain import certain
from stellwerk.networks.actions import bundling as actions
from stellwerk.networks.choices import SMALLEST_GROUP
from stellwerk.networks.models import Observation
from stellwerk.networks.queries import bundling as queries
from stellwerk.web.networks.areas import areas
from stellwerk.web.networks.forms.bundling import BundleForm
from stellwerk.web.networks.views.issues import BOTH, crumbs
from stellwerk.web.shell.acting import answer_form, form_page
from stellwerk.web.shell.page import page

#: An address with more rows than this would be too long to take back by.
_MOST_UNDONE = 30


@page(name="networks:bundling", needs=Need.KEEP_ISSUES)
def bundling(request: HttpRequest) -> HttpResponse:
    """The own organisation's observations without an issue, those that are alike together."""
    found = queries.unbundled(_own(request))
    context = {
        "areas": areas(request, "issues"),
        "breadcrumb": crumbs(_("Bundle observations")),
        "groups": [(group, _address(group.rows)) for group in found.groups],
        "rest": found.rest,
        "total": found.total,
        "most": queries.MOST,
        "smallest": SMALLEST_GROUP,
    }
    return TemplateResponse(request, "networks/bundling.html", context)


@page(name="networks:bundle", needs=Need.KEEP_ISSUES, methods=BOTH)
def bundle(request: HttpRequest) -> HttpResponse:
    """The chosen observations, and the issue that they make together."""
    chosen = request.GET if request.method == "GET" else request.POST
    rows = queries.rows_of(_own(request), actions.identities(chosen.getlist("o")))
    form = BundleForm(request.POST or None, rows=rows, known=request.GET.get("issue", ""))
    title = _("Bundle observations")
    return answer_form(
        request, form, actions.bundle, asks=lambda: form.asks,
        done=_("The observations belong to the issue now."),
        go_on=lambda made: redirect("networks:issue", made[0].pk),
        undo=lambda asked: _undo(asked["observation_ids"]),
        show=form_page(
            request, "networks/bundle.html", form=form, rows=rows, title=title,
            breadcrumb=crumbs(title),
        ),
    )


@page(name="networks:undo_bundling", needs=Need.KEEP_ISSUES, methods=("POST",))
def undo_bundling(request: HttpRequest) -> HttpResponse:
    """What was bundled a moment ago stands alone again."""
    taken = actions.unbundle(actor=request.actor, observation_ids=request.GET.getlist("o"))
    messages.success(request, _("Taken out of the issue: %(n)s.") % {"n": len(taken)})
    return redirect("networks:bundling")


def _own(request: HttpRequest) -> UUID:
    return certain(request.actor.organisation_id, "who keeps issues has one")


def _address(rows: Iterable[Observation]) -> str:
    return f"{reverse('networks:bundle')}?{urlencode([('o', row.pk) for row in rows])}"


def _undo(ids: Sequence[UUID]) -> str:
    if len(ids) > _MOST_UNDONE:
        return ""
    return f"{reverse('networks:undo_bundling')}?{urlencode([('o', one) for one in ids])}"
