# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Mein Tag and the list of cases."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from stellwerk.access.listing import first_cases
from stellwerk.access.matrix import Need, may
from stellwerk.access.visible import record_list, visible_access
from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.cases.actions.saved_filters import forget_filter, save_filter
from stellwerk.cases.queries.lists import ORDER, CaseFilter, narrowed, presented
from stellwerk.cases.queries.saved_filters import saved_filters
from stellwerk.cases.queries.today import my_day
from stellwerk.questions.kept import fetch_rows
from stellwerk.web.cases.beside import beside
from stellwerk.web.cases.filters import FilterForm, kept_address, read_address, sealed_address
from stellwerk.web.cases.rows import RowWriter
from stellwerk.web.shell.page import page
from stellwerk.web.shell.paging import Page, first_page, keyset_page, page_links

PAGE_SIZE = 50


@page(name="cases:today", needs=Need.WORK_ON_CASES)
def today(request: HttpRequest) -> HttpResponse:
    """What is due, overdue and ahead in the own cases; a team lead may look at all of them."""
    actor = request.actor
    leads = may(actor, Need.LEAD_TEAM)
    whole_team = leads and request.GET.get("team") == "1"
    own = visible_access(actor).filter(owner_organisation_id=actor.organisation_id)
    mine = own if whole_team else own.filter(manager_id__in=actor.covers)
    found = my_day(mine, unassigned=own if leads else None)
    more = beside(actor, mine)
    shown = found.case_ids | more.case_ids
    record_list(actor, "case", shown, fields=["identity", "plan", "residence"])
    context = {
        "day": found.with_names(), "beside": more.with_names(), "leads": leads,
        "whole_team": whole_team,
    }
    return TemplateResponse(request, "cases/today.html", context)


@page(name="cases:list", needs=Need.SEE_CASES, methods=("GET", "POST"))
def case_list(request: HttpRequest) -> HttpResponse:
    """Cases that the visitor may see, newest activity first; filters stay in the address.

    The form is posted, so that a typed name stands in the address only sealed.
    """
    actor = request.actor
    if request.method == "POST":
        return HttpResponseRedirect(f"{request.path}?{sealed_address(request.POST, actor)}")
    may_work = may(actor, Need.WORK_ON_CASES)
    form = FilterForm(read_address(request.GET, actor), actor=actor)
    chosen = form.chosen()
    found = _cut(actor, chosen, request.GET.get("cursor", ""))
    ids = [row["case_id"] for row in found.rows]
    record_list(actor, "case", ids, fields=["identity", "plan"], searched=bool(chosen.text))
    context = {
        "form": form,
        "rows": RowWriter(may_work).rows(presented(found.rows, actor.organisation_id)),
        "page": found,
        "links": page_links(request, found),
        "may_work": may_work,
        "chips": form.chips(request.GET),
        "kept": saved_filters(actor.organisation_id, actor.user_id),
        "query": kept_address(request.GET),
    }
    return TemplateResponse(request, "cases/list.html", context)


@page(name="cases:save_filter", needs=Need.SEE_CASES, methods=("POST",))
def keep_filter(request: HttpRequest) -> HttpResponse:
    """Save the filters that are set under a name, and show the list with them again."""
    query = kept_address(QueryDict(request.POST.get("query", "")))
    save_filter(actor=request.actor, name=request.POST.get("name", ""), query=query)
    messages.success(request, _("The filter is saved."))
    return HttpResponseRedirect(f"{reverse('cases:list')}?{query}")


@page(name="cases:forget_filter", needs=Need.SEE_CASES, methods=("POST",))
def drop_filter(request: HttpRequest, filter_id: UUID) -> HttpResponse:
    """Remove an own saved filter."""
    forget_filter(actor=request.actor, filter_id=filter_id)
    messages.success(request, _("The saved filter is removed."))
    return HttpResponseRedirect(reverse("cases:list"))


def _cut(actor: Actor, chosen: CaseFilter, cursor: str) -> Page:
    if chosen.is_wide and not cursor:
        return first_page(first_cases(actor, chosen, PAGE_SIZE + 1), ORDER, PAGE_SIZE)
    rows = narrowed(visible_access(actor), chosen, certain(actor.organisation_id, "she sees cases"))
    fetch = partial(fetch_rows, in_order=chosen.is_wide)
    return keyset_page(rows, order=ORDER, cursor=cursor, size=PAGE_SIZE, fetch=fetch)
