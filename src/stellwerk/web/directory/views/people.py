# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Accounts: list, create, change, invite, new start, close. No case data anywhere."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.base.refusal import NotVisible
from stellwerk.directory import actions, queries
from stellwerk.directory.actions.users import stamp
from stellwerk.directory.models import User
from stellwerk.web.directory.forms import NewPersonForm, PersonForm
from stellwerk.web.directory.views.tabs import people_crumbs, tabs
from stellwerk.web.shell.acting import answer_form, form_page
from stellwerk.web.shell.page import page
from stellwerk.web.shell.paging import keyset_page, page_links

NEED = Need.MANAGE_DIRECTORY
FORM = "directory/person_form.html"


@page(needs=NEED, name="directory:people")
def index(request: HttpRequest) -> HttpResponse:
    """All accounts, found by name or address."""
    text = request.GET.get("text", "").strip()[:100].replace("\0", "")
    found_page = keyset_page(
        queries.users_found(text),
        order=("name", "id"),
        cursor=request.GET.get("cursor", ""),
        size=50,
    )
    context = {
        "page": found_page,
        "links": page_links(request, found_page),
        "text": text,
        "today": timezone.localdate(),
        "tabs": tabs("directory:people"),
    }
    return render(request, "directory/people.html", context)


@page(needs=NEED, name="directory:person")
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One account: its roles, and whether it is in use."""
    person = found(pk)
    return render(request, "directory/person.html", _context(request, person))


@page(needs=NEED, name="directory:person_new", methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    form = NewPersonForm(request.POST or None)
    return answer_form(
        request,
        form,
        actions.create_user,
        asks=lambda: {k: form.cleaned_data[k] for k in ("name", "email", "language")},
        done=_("The account is there. Now give it a role."),
        go_on=lambda made: redirect("directory:role_grant", made.pk),
        show=form_page(
            request, FORM, form=form, breadcrumb=people_crumbs((_("New person"), ""))
        ),
    )


@page(needs=NEED, name="directory:person_edit", methods=("GET", "POST"))
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = found(pk)
    initial = {"name": person.name, "email": person.email, "seen": stamp(person)}
    form = PersonForm(request.POST or None, initial=initial)
    return answer_form(
        request,
        form,
        actions.change_user,
        asks=lambda: {"user": person, **form.cleaned_data},
        done=_("Saved."),
        go_on=lambda _changed: redirect("directory:person", pk),
        show=form_page(
            request,
            FORM,
            form=form,
            person=person,
            breadcrumb=people_crumbs((person.name, pk), (_("Change"), "")),
        ),
    )


@page(needs=NEED, name="directory:person_invite", methods=("POST",))
def send_link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A fresh invitation; its link is shown once and kept nowhere."""
    person = found(pk)
    secret = actions.invite(actor=request.actor, user=person)
    return _with_link(request, person, secret)


@page(needs=NEED, name="directory:person_reset", methods=("GET", "POST"))
def reset(request: HttpRequest, pk: UUID) -> HttpResponse:
    """After a lost second factor: everything is taken away, and a link gives a new start."""
    person = found(pk)
    if request.method == "POST":
        secret = actions.reset_sign_in(actor=request.actor, user=person)
        return _with_link(request, person, secret)
    context = {
        "person": person,
        "narrow": True,
        "breadcrumb": people_crumbs((person.name, pk), (_("New start"), "")),
    }
    return render(request, "directory/person_reset.html", context)


@page(needs=NEED, name="directory:person_close", methods=("POST",))
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    actions.deactivate_user(actor=request.actor, user=found(pk))
    messages.success(request, _("The account is closed; its sessions have ended."))
    return redirect("directory:person", pk)


@page(needs=NEED, name="directory:person_reopen", methods=("POST",))
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    actions.reactivate_user(actor=request.actor, user=found(pk))
    messages.success(request, _("The account is open again."))
    return redirect("directory:person", pk)


def _with_link(request: HttpRequest, person: User, secret: str) -> HttpResponse:
    address = request.build_absolute_uri(reverse("accounts:link", args=[secret]))
    context = {**_context(request, found(person.pk)), "address": address}
    return render(request, "directory/person.html", context)


def _context(request: HttpRequest, person: User) -> dict[str, object]:
    link = queries.latest_link(person.pk)
    now = timezone.now()
    return {
        "person": person,
        "memberships": queries.memberships_of(person.pk),
        "open_link": link if link is not None and link.is_open_at(now) else None,
        "is_self": person.pk == request.user.pk,
        "today": timezone.localdate(),
        "breadcrumb": people_crumbs((person.name, "")),
    }


def found(pk: UUID) -> User:
    person = queries.user_by_id(pk)
    if person is None:
        raise NotVisible
    return person
