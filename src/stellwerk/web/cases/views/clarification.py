# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The section "Klärung" of a case, and the admission criteria of an organisation."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.access.history import open_earlier
from stellwerk.access.matrix import Need, may
from stellwerk.access.visible import OpenedCase
from stellwerk.base.certain import certain
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.actions.checklists import publish_checklist, retire_checklist
from stellwerk.cases.actions.clarification import save_clarification
from stellwerk.cases.models import Case, Checklist
from stellwerk.cases.queries.admission import OpenResult, open_results
from stellwerk.cases.queries.clarification import (
    checklist_by_id,
    checklist_in_force,
    checklists_of,
    clarification_of,
)
from stellwerk.cases.queries.episodes import history_of
from stellwerk.cases.rules.checklist_sets import SETS, Criterion, set_by_key
from stellwerk.web.cases.forms.clarification import ChecklistForm, ClarificationForm
from stellwerk.web.cases.tabs import section
from stellwerk.web.cases.views.parts import answer_on_case, opened_for_work
from stellwerk.web.shell.acting import answer_form, form_page
from stellwerk.web.shell.page import page

BOTH = ("GET", "POST")


@page(name="cases:clarification", needs=Need.WORK_ON_CASES, methods=BOTH)
def clarification(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What was found out, what is still open for each result, and what earlier episodes say."""
    actor = request.actor
    opened = opened_for_work(request, case_id)
    view = clarification_of(opened.case)
    preset = request.GET.get("result", "")
    form = ClarificationForm(request.POST or None, case=opened.case, view=view, preset=preset)
    results = [] if _is_done(opened, view.is_decided) else open_results(opened.case)
    return answer_on_case(
        request, opened, form, save_clarification, form.asks,
        title=_("Clarification"), done=_("The clarification was saved."),
        template="cases/clarification.html", go_on=_after_clarification,
        **{
            **_section(opened, "clarification", _("Clarification")),
            "view": view, "is_done": _is_done(opened, view.is_decided), "results": results,
            "blockers": [] if request.method == "POST" else _in_the_way(results, preset),
            "episodes": history_of(open_earlier(actor, opened)),
            "may_lead": may(actor, Need.LEAD_TEAM),
        },
    )


def _is_done(opened: OpenedCase, is_decided: bool) -> bool:
    return is_decided or opened.case.closed_on is not None


def _in_the_way(results: list[OpenResult], preset: str) -> list[Any]:
    return next((found.blockers for found in results if found.result == preset), [])


def _section(opened: OpenedCase, current: str, title: str) -> dict[str, Any]:
    """The frame of a section for a page that brings its own form."""
    found = section(opened, current, title)
    return {**{k: v for k, v in found.items() if k not in ("opened", "title")}, "narrow": False}


def _after_clarification(case: Case) -> HttpResponse:
    decided = clarification_of(case).is_decided
    return redirect("cases:case" if decided else "cases:clarification", case.pk)


# --- the organisation's criteria -----------------------------------------------------------------
@page(name="cases:checklists", needs=Need.LEAD_TEAM)
def checklists(request: HttpRequest) -> HttpResponse:
    """All versions, the one in force, and the sets to begin with."""
    organisation_id = certain(request.actor.organisation_id, "the page needs a role")
    context = {
        "versions": checklists_of(organisation_id),
        "current": checklist_in_force(organisation_id, timezone.localdate()),
        "sets": SETS,
        "breadcrumb": _crumbs(),
    }
    return TemplateResponse(request, "cases/checklists.html", context)


@page(name="cases:checklist", needs=Need.LEAD_TEAM)
def checklist(request: HttpRequest, row_id: UUID) -> HttpResponse:
    found = _found(request, row_id)
    title = _("%(name)s, version %(version)s") % {"name": found.name, "version": found.version}
    context = {"checklist": found, "title": title, "narrow": True, "breadcrumb": _crumbs(title)}
    return TemplateResponse(request, "cases/checklist.html", context)


@page(name="cases:checklist_new", needs=Need.LEAD_TEAM, methods=BOTH)
def checklist_new(request: HttpRequest) -> HttpResponse:
    """A next version: begun with a shipped set, the version before, or nothing."""
    initial, criteria = _beginning(request)
    form = ChecklistForm(request.POST or None, initial=initial, criteria=criteria)
    return answer_form(
        request, form, publish_checklist, asks=form.asks,
        done=_("The new version of the admission criteria is published."),
        go_on=lambda made: redirect("cases:checklist", made.pk),
        show=form_page(
            request, "cases/checklist_form.html", form=form,
            based_on=set_by_key(str(initial.get("based_on", ""))),
            breadcrumb=_crumbs(_("New version")),
        ),
    )


@page(name="cases:checklist_retire", needs=Need.LEAD_TEAM, methods=("POST",))
def checklist_retire(request: HttpRequest, row_id: UUID) -> HttpResponse:
    found = _found(request, row_id)
    retire_checklist(actor=request.actor, checklist=found, on=timezone.localdate())
    messages.success(request, _("This version is no longer in force."))
    return redirect("cases:checklists")


def _found(request: HttpRequest, row_id: UUID) -> Checklist:
    organisation_id = certain(request.actor.organisation_id, "the page needs a role")
    found = checklist_by_id(organisation_id, row_id)
    if found is None:
        raise NotVisible
    return found


def _beginning(request: HttpRequest) -> tuple[dict[str, Any], list[Criterion]]:
    chosen = set_by_key(request.GET.get("set", ""))
    if chosen is not None:
        return {"name": chosen.name, "based_on": chosen.key}, list(chosen.criteria)
    organisation_id = certain(request.actor.organisation_id, "the page needs a role")
    latest = next(iter(checklists_of(organisation_id)), None)
    if latest is None or request.GET.get("set") == "empty":
        return {}, []
    lines = [Criterion(i.key, i.text, i.is_required) for i in latest.items.all()]
    return {"name": latest.name, "based_on": latest.based_on}, lines


def _crumbs(title: str = "") -> list[tuple[str, str]]:
    here = (_("Admission criteria"), reverse("cases:checklists") if title else "")
    return [(_("Cases"), reverse("cases:list")), here, *([(title, "")] if title else [])]
