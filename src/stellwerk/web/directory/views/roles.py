# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Granting and ending roles."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.base.refusal import NotVisible
from stellwerk.directory import actions, queries
from stellwerk.web.directory.forms import EndForm, RoleForm
from stellwerk.web.directory.views.people import found
from stellwerk.web.directory.views.tabs import people_crumbs
from stellwerk.web.shell.acting import answer_form, form_page
from stellwerk.web.shell.page import page

NEED = Need.MANAGE_DIRECTORY


@page(needs=NEED, name="directory:role_grant", methods=("GET", "POST"))
def grant(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A role in an organisation, with its first and last day."""
    person = found(pk)
    form = RoleForm(request.POST or None, user=person)
    return answer_form(
        request,
        form,
        actions.grant_role,
        asks=lambda: {"user": person, **form.cleaned_data},
        done=_("The role is granted."),
        go_on=lambda _granted: redirect("directory:person", pk),
        show=form_page(
            request,
            "directory/role_form.html",
            form=form,
            person=person,
            breadcrumb=people_crumbs((person.name, pk), (_("Grant a role"), "")),
        ),
    )


@page(needs=NEED, name="directory:role_end", methods=("GET", "POST"))
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The last day of a role; yesterday ends it at once."""
    membership = queries.membership_by_id(pk)
    if membership is None:
        raise NotVisible
    yesterday = timezone.localdate() - timedelta(days=1)
    form = EndForm(request.POST or None, initial={"on": yesterday})
    way = people_crumbs((membership.user.name, membership.user_id), (_("End a role"), ""))
    return answer_form(
        request,
        form,
        actions.end_role,
        asks=lambda: {"membership": membership, **form.cleaned_data},
        done=_("The role ends."),
        go_on=lambda _ended: redirect("directory:person", membership.user_id),
        show=form_page(
            request,
            "directory/role_end.html",
            form=form,
            membership=membership,
            breadcrumb=way,
        ),
    )
