# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Vertretung: the team lead's for everybody, everybody's for herself."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need, may
from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.actions.substitution import begin_substitution, end_substitution
from stellwerk.cases.queries.substitution import substitutions, substitutions_of
from stellwerk.directory.models import Membership
from stellwerk.web.cases.forms.substitution import SubstitutionForm
from stellwerk.web.shell.acting import answer_form, form_page
from stellwerk.web.shell.page import page


class RowForm(forms.Form):
    """Which substitution is meant."""

    row = forms.UUIDField()


def reachable(actor: Actor) -> QuerySet[Membership]:
    """The substitutions that the actor may see and end."""
    home, today = certain(actor.organisation_id, "she works there"), timezone.localdate()
    if may(actor, Need.LEAD_TEAM):
        return substitutions(home, today)
    return substitutions_of(home, certain(actor.user_id, "signed in"), today)


@page(name="cases:substitutions", needs=Need.WORK_ON_CASES, methods=("GET", "POST"))
def index(request: HttpRequest) -> HttpResponse:
    """Who covers whom now and soon; a new one below."""
    actor = request.actor
    form = SubstitutionForm(request.POST or None, actor=actor)
    return answer_form(
        request, form, begin_substitution, asks=lambda: form.cleaned_data,
        done=_("The substitution was entered."),
        go_on=lambda _row: redirect("cases:substitutions"),
        show=form_page(
            request, "cases/substitutions.html", form=form, rows=list(reachable(actor)),
            day=timezone.localdate(), leads=may(actor, Need.LEAD_TEAM),
        ),
    )


@page(name="cases:end_substitution", needs=Need.WORK_ON_CASES, methods=("POST",))
def end(request: HttpRequest) -> HttpResponse:
    """Access through it ends with the next request."""
    form = RowForm(request.POST)
    if not form.is_valid():
        return redirect("cases:substitutions")
    wanted: UUID = form.cleaned_data["row"]
    row = reachable(request.actor).filter(pk=wanted).first()
    if row is None:
        raise NotVisible
    end_substitution(actor=request.actor, membership=row)
    messages.success(request, _("The substitution has ended."))
    return redirect("cases:substitutions")
