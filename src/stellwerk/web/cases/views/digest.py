# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Wanting the weekly digest or not."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stellwerk.access.matrix import Need
from stellwerk.base.certain import certain
from stellwerk.cases.actions.digest import wish_digest
from stellwerk.cases.queries.digest import is_wanted
from stellwerk.web.shell.acting import answer_form, form_page
from stellwerk.web.shell.page import page


class DigestForm(forms.Form):
    is_wanted = forms.BooleanField(label=gettext_lazy("Send me the digest"), required=False)


@page(name="cases:digest", needs=Need.WORK_ON_CASES, methods=("GET", "POST"))
def digest(request: HttpRequest) -> HttpResponse:
    """Everybody decides for herself."""
    actor = request.actor
    home = certain(actor.organisation_id, "she works there")
    now = is_wanted(home, certain(actor.user_id, "signed in"))
    sent = request.POST if request.method == "POST" else None
    form = DigestForm(sent, initial={"is_wanted": now})
    return answer_form(
        request, form, wish_digest, asks=lambda: form.cleaned_data,
        done=_("Your choice was saved."), go_on=lambda _row: redirect("cases:digest"),
        show=form_page(request, "cases/digest.html", form=form),
    )
