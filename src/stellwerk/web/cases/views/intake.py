# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A new case: the person first, then the case; who carries it; a new episode."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.cases.actions import intake
from stellwerk.web.cases.forms.intake import AssignForm, ConcernForm, NewCaseForm, PersonSearchForm
from stellwerk.web.cases.forms.person import NewPersonForm
from stellwerk.web.cases.found import found_people
from stellwerk.web.cases.views.parts import answer_on_case, opened_for_work
from stellwerk.web.shell.acting import NOT_SAVED
from stellwerk.web.shell.page import page
from stellwerk.web.shell.refusals import attempt

BOTH = ("GET", "POST")
#: Letters from which on people are looked for while somebody types.
SHORTEST_NAME = 3


@page(name="cases:new", needs=Need.WORK_ON_CASES, methods=BOTH)
def new(request: HttpRequest) -> HttpResponse:
    """Look for the person before anything is written twice (posted: names are no addresses)."""
    form = PersonSearchForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "hits": None, "breadcrumb": _crumbs(_("New case"))}
    if form.is_valid():
        name = form.cleaned_data["name"]
        context |= {"hits": found_people(request.actor, name), "searched": name}
    return TemplateResponse(request, "cases/new.html", {**context, "narrow": True})


@page(name="cases:similar", needs=Need.WORK_ON_CASES, methods=("POST",))
def similar(request: HttpRequest) -> HttpResponse:
    """The same while somebody types: the bare list, to be put into the page."""
    sent = request.POST
    typed = sent.get("name") or f"{sent.get('family_name', '')} {sent.get('given_name', '')}"
    name = " ".join(typed.split())[:200]
    is_enough = len(name) >= SHORTEST_NAME
    context = {
        "hits": found_people(request.actor, name) if is_enough else None, "searched": name,
        "registers": "name" in sent,
    }
    return TemplateResponse(request, "cases/_similar.html", context)


@page(name="cases:new_person", needs=Need.WORK_ON_CASES, methods=BOTH)
def new_person(request: HttpRequest) -> HttpResponse:
    """Nobody fits: register the person and open the case in one form."""
    actor = request.actor
    wanted = request.POST if "opened_on" in request.POST else None
    # The name comes along from the search, in the body and never in the address.
    preset = {"family_name": request.POST.get("name", "")} if wanted is None else {}
    person = NewPersonForm(wanted, initial=preset)
    case = NewCaseForm(wanted, actor=actor)
    if person.is_valid() & case.is_valid() and (
        done := attempt(
            person, intake.register_and_open, actor=actor, case=case.cleaned_data, **person.parts()
        )
    ):
        messages.success(request, _("The case was opened."))
        return redirect("cases:case", done.value.pk)
    crumbs = _crumbs(_("New person"))
    context = {"person": person, "form": case, "narrow": True, "breadcrumb": crumbs}
    status = NOT_SAVED if wanted is not None else 200
    return TemplateResponse(request, "cases/new_person.html", context, status=status)


@page(name="cases:readmit", needs=Need.WORK_ON_CASES, methods=BOTH)
def readmit(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """A new episode of a person whose former case has ended."""
    opened = opened_for_work(request, case_id)
    form = NewCaseForm(request.POST or None, actor=request.actor)
    return answer_on_case(
        request, opened, form, intake.readmit, lambda: form.cleaned_data,
        title=_("Re-admission"), done=_("The new episode was opened."),
        submit=_("Open a new episode"), subject={"previous": opened.case},
        go_on=lambda episode: redirect("cases:case", episode.pk),
    )


@page(name="cases:concern", needs=Need.WORK_ON_CASES, methods=BOTH)
def concern(request: HttpRequest, case_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    form = ConcernForm(request.POST or None, instance=opened.case)
    return answer_on_case(
        request, opened, form, intake.change_concern,
        lambda: {"version": form.version, "values": form.values},
        title=_("Concern"), done=_("The concern was saved."),
    )


@page(name="cases:assign", needs=Need.LEAD_TEAM, methods=BOTH)
def assign(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Who carries the case; a team lead's decision."""
    opened = opened_for_work(request, case_id)
    form = AssignForm(request.POST or None, case=opened.case)
    return answer_on_case(
        request, opened, form, intake.assign_case,
        lambda: {"version": form.version, **form.values},
        title=_("Assign the case"), done=_("The case was assigned."), submit=_("Assign"),
    )


def _crumbs(title: str) -> list[tuple[str, str]]:
    return [(_("Cases"), reverse("cases:list")), (title, "")]
