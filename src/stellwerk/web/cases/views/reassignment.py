# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Many cases to other hands: choose, look, confirm, see what came of it, undo."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.access.caseload import open_cases
from stellwerk.access.matrix import Need
from stellwerk.access.visible import record_list, visible_access
from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.actions import reassignment as actions
from stellwerk.cases.choices import ReassignmentOutcome
from stellwerk.cases.models import Reassignment
from stellwerk.cases.queries.caseload import board_of, measure_of
from stellwerk.cases.queries.reassignment import (
    cases_to_move,
    counts_of,
    items_of,
    reassignment_by_id,
    reassignments,
)
from stellwerk.directory.queries import users_by_ids
from stellwerk.web.cases.forms.reassignment import LeaveOutForm, ReassignForm, people_of
from stellwerk.web.cases.tasks import work_reassignment
from stellwerk.web.cases.views.team import home_of
from stellwerk.web.shell.acting import answer_form, form_page
from stellwerk.web.shell.page import page


def _crumbs(title: str) -> list[tuple[str, str]]:
    return [(_("Team"), reverse("cases:team")), (title, "")]


@page(name="cases:reassign", needs=Need.LEAD_TEAM, methods=("GET", "POST"))
def reassign(request: HttpRequest) -> HttpResponse:
    """Whose cases, to whom; the next page shows what would happen."""
    actor, home = request.actor, home_of(request.actor)
    board = board_of(open_cases(actor), home, timezone.localdate())
    people = people_of(home)
    gone = {r.user_id: r.name for r in board.people if r.user_id and r.user_id not in people}
    form = ReassignForm(request.POST or None, people=people, gone=gone)
    present = {load.user_id: load.weight for load in board.people if load.user_id}
    return answer_form(
        request, form, actions.prepare_reassignment,
        asks=lambda: {**_chosen(actor, home, form), "present": present},
        done=_("Please look at the preview. Nothing has changed yet."),
        go_on=lambda run: redirect("cases:reassignment", run.pk),
        show=form_page(
            request, "cases/reassign.html", form=form, runs=reassignments(home),
            breadcrumb=_crumbs(_("Reassign cases")),
        ),
    )


def _chosen(actor: Actor, home: UUID, form: ReassignForm) -> Mapping[str, Any]:
    users = users_by_ids([*form.to, *([form.whose] if form.whose else [])])
    access, phase = visible_access(actor), form.cleaned_data["phase"]
    return {
        "from_user": users.get(form.whose) if form.whose else None,
        "targets": [users[pk] for pk in form.to if pk in users],
        "cases": cases_to_move(access, home, form.whose, phase, measure_of(home)),
    }


def _found(actor: Actor, row_id: UUID) -> Reassignment:
    run = reassignment_by_id(home_of(actor), row_id)
    if run is None:
        raise NotVisible
    return run


@page(name="cases:reassignment", needs=Need.LEAD_TEAM)
def run(request: HttpRequest, row_id: UUID) -> HttpResponse:
    """What would happen, how far it is, what came of each case."""
    found = _found(request.actor, row_id)
    items, counts = items_of(found), counts_of(found)
    record_list(request.actor, "case", [item.case_id for item in items], fields=["manager"])
    context = {
        "run": found, "items": items, "total": sum(counts.values()),
        "counts": [(label, counts[key]) for key, label in ReassignmentOutcome.choices
                   if key in counts],
        "planned": counts.get(ReassignmentOutcome.PLANNED, 0),
        "moved": counts.get(ReassignmentOutcome.MOVED, 0),
        "breadcrumb": _crumbs(_("Reassign cases")),
    }
    return TemplateResponse(request, "cases/reassignment.html", context)


@page(name="cases:reassignment_confirm", needs=Need.LEAD_TEAM, methods=("POST",))
def confirm(request: HttpRequest, row_id: UUID) -> HttpResponse:
    """The worker begins; what was ticked stays as it is."""
    found = _found(request.actor, row_id)
    form = LeaveOutForm(request.POST, items=[item.pk for item in items_of(found)])
    left_out = form.cleaned_data["leave"] if form.is_valid() else []
    actions.confirm_reassignment(actor=request.actor, run=found, left_out=left_out)
    _enqueue(request.actor, found)
    return redirect("cases:reassignment", row_id)


@page(name="cases:reassignment_undo", needs=Need.LEAD_TEAM, methods=("POST",))
def undo(request: HttpRequest, row_id: UUID) -> HttpResponse:
    """The worker puts back what nobody has changed since."""
    found = _found(request.actor, row_id)
    actions.undo_reassignment(actor=request.actor, run=found)
    _enqueue(request.actor, found)
    return redirect("cases:reassignment", row_id)


def _enqueue(actor: Actor, found: Reassignment) -> None:
    who = certain(actor.user_id, "signed in")
    work_reassignment.enqueue(str(found.pk), str(found.organisation_id), str(who))
