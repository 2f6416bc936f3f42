# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The maintained lists: look, add, change, retire. A term in use is never deleted."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.base.refusal import NotVisible
from stellwerk.vocabulary import actions, queries
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.models import Term
from stellwerk.vocabulary.rules import blockers_to_delete
from stellwerk.web.shell.acting import answer_form, form_page
from stellwerk.web.shell.page import page
from stellwerk.web.vocabulary.forms import NewTermForm, TermForm

NEED = Need.MANAGE_VOCABULARY


@page(needs=NEED, name="vocabulary:index")
def index(request: HttpRequest) -> HttpResponse:
    """All lists with the number of their terms."""
    counts = queries.counts_per_list()
    lists = [{"key": k.value, "label": k.label, "count": counts[k.value]} for k in ListKey]
    return render(request, "vocabulary/lists.html", {"lists": lists})


@page(needs=NEED, name="vocabulary:list")
def one_list(request: HttpRequest, list_key: str) -> HttpResponse:
    """The terms of a list in their order; retired ones stay visible."""
    name = _known(list_key)
    context = {
        "list_key": list_key,
        "list_label": name,
        "terms": queries.terms(list_key),
        "today": timezone.localdate(),
        "breadcrumb": _crumbs((name, "")),
    }
    return render(request, "vocabulary/list.html", context)


@page(needs=NEED, name="vocabulary:new", methods=("GET", "POST"))
def new(request: HttpRequest, list_key: str) -> HttpResponse:
    name = _known(list_key)
    form = NewTermForm(request.POST or None)
    return answer_form(
        request,
        form,
        actions.add_term,
        asks=lambda: {"list_key": list_key, **form.cleaned_data},
        done=_("The term is there."),
        go_on=lambda _added: redirect("vocabulary:list", list_key),
        show=form_page(
            request,
            "vocabulary/new.html",
            form=form,
            list_key=list_key,
            breadcrumb=_crumbs((name, list_key), (_("New term"), "")),
        ),
    )


@page(needs=NEED, name="vocabulary:term", methods=("GET", "POST"))
def edit(request: HttpRequest, list_key: str, pk: int) -> HttpResponse:
    """Labels and place of one term; key and official key stay."""
    term = _found(list_key, pk)
    form = TermForm(request.POST or None, initial=_initial(term))
    blocked = blockers_to_delete(list_key=list_key, key=term.key, bit=term.bit)
    return answer_form(
        request,
        form,
        actions.change_term,
        asks=lambda: {"term": term, **form.cleaned_data},
        done=_("Saved."),
        go_on=lambda _changed: redirect("vocabulary:list", list_key),
        show=form_page(
            request,
            "vocabulary/term.html",
            form=form,
            term=term,
            may_delete=not blocked,
            breadcrumb=_crumbs((_known(list_key), list_key), (term.label, "")),
        ),
    )


@page(needs=NEED, name="vocabulary:retire", methods=("POST",))
def retire(request: HttpRequest, list_key: str, pk: int) -> HttpResponse:
    term = _found(list_key, pk)
    actions.retire_term(actor=request.actor, term=term, on=timezone.localdate())
    messages.success(
        request, _("The term is retired: old records keep it, new ones cannot use it.")
    )
    return redirect("vocabulary:list", list_key)


@page(needs=NEED, name="vocabulary:reinstate", methods=("POST",))
def reinstate(request: HttpRequest, list_key: str, pk: int) -> HttpResponse:
    actions.reinstate_term(actor=request.actor, term=_found(list_key, pk))
    messages.success(request, _("The term is in use again."))
    return redirect("vocabulary:list", list_key)


@page(needs=NEED, name="vocabulary:delete", methods=("POST",))
def delete(request: HttpRequest, list_key: str, pk: int) -> HttpResponse:
    """Only a term that was added here and that nothing uses; otherwise refused with the place."""
    actions.delete_term(actor=request.actor, term=_found(list_key, pk))
    messages.success(request, _("The term is deleted."))
    return redirect("vocabulary:list", list_key)


def _known(list_key: str) -> str:
    if list_key not in ListKey.values:
        raise NotVisible
    return str(ListKey(list_key).label)


def _found(list_key: str, pk: int) -> Term:
    _known(list_key)
    term = queries.term_by_id(list_key, pk) if pk < 32_768 else None
    if term is None:
        raise NotVisible
    return term


def _initial(term: Term) -> dict[str, Any]:
    return {
        "label_de": term.label_de,
        "label_en": term.label_en,
        "position": term.position,
        "seen": queries.stamp(term),
    }


def _crumbs(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    way = [(_("Lists"), reverse("vocabulary:index"))]
    for name, list_key in steps:
        way.append((name, reverse("vocabulary:list", args=[list_key]) if list_key else ""))
    return way
