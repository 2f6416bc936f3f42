# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Granting and ending roles."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.base.refusal import NotVisible
from stellwerk.directory import actions, queries
from stellwerk.web.directory.forms import EndForm, RoleForm
from stellwerk.web.directory.views.people import found
from stellwerk.web.directory.views.tabs import people_crumbs
from stellwerk.web.shell.page import page
from stellwerk.web.shell.refusals import attempt

NEED = Need.MANAGE_DIRECTORY


@page(needs=NEED, name="directory:role_grant", methods=("GET", "POST"))
def grant(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A role in an organisation, with its first and last day."""
    person = found(pk)
    form = RoleForm(request.POST or None, user=person)
    if form.is_valid() and attempt(
        form,
        actions.grant_role,
        actor=request.actor,
        user=person,
        **form.cleaned_data,  # type: ignore[attr-defined]
    ):
        messages.success(request, _("The role is granted."))
        return redirect("directory:person", pk)
    context = {
        "form": form,
        "person": person,
        "narrow": True,
        "breadcrumb": people_crumbs((person.name, pk), (_("Grant a role"), "")),
    }
    status = 422 if form.errors else 200
    return render(request, "directory/role_form.html", context, status=status)


@page(needs=NEED, name="directory:role_end", methods=("GET", "POST"))
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The last day of a role; yesterday ends it at once."""
    membership = queries.membership_by_id(pk)
    if membership is None:
        raise NotVisible
    yesterday = timezone.localdate() - timedelta(days=1)
    form = EndForm(request.POST or None, initial={"on": yesterday})
    if form.is_valid() and attempt(
        form,
        actions.end_role,
        actor=request.actor,
        membership=membership,
        **form.cleaned_data,  # type: ignore[attr-defined]
    ):
        messages.success(request, _("The role ends."))
        return redirect("directory:person", membership.user_id)
    way = people_crumbs((membership.user.name, membership.user_id), (_("End a role"), ""))
    context = {"form": form, "membership": membership, "narrow": True, "breadcrumb": way}
    status = 422 if form.errors else 200
    return render(request, "directory/role_end.html", context, status=status)
