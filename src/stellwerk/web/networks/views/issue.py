# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""One issue: how far it is, what lies behind it, where it could be turned; its steps."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need, may
from stellwerk.base.certain import certain
from stellwerk.base.refusal import NotVisible
from stellwerk.networks.actions import issues as actions
from stellwerk.networks.actions.bundling import unbundle
from stellwerk.networks.choices import COURSE, SMALLEST_GROUP, STEPS, IssueState
from stellwerk.networks.models import IssueStep, KnownIssue
from stellwerk.networks.queries import evidence
from stellwerk.networks.queries import issues as queries
from stellwerk.networks.queries.levers import levers_of
from stellwerk.networks.queries.places import station_of
from stellwerk.networks.rules.issues import is_back, standing_blockers
from stellwerk.web.networks.areas import areas
from stellwerk.web.networks.drawings import month_chart
from stellwerk.web.networks.forms.issues import IssueForm, StepForm
from stellwerk.web.networks.views.issues import BOTH, FORM, crumbs, sees_own, tone
from stellwerk.web.shell.acting import answer_form, form_page
from stellwerk.web.shell.page import page


@page(name="networks:issue", needs=Need.SEE_ISSUES)
def issue(request: HttpRequest, issue_id: UUID) -> HttpResponse:
    """The whole of an issue; sentences of observations only from the own organisation."""
    found, actor = _found(issue_id), request.actor
    own, keeps = sees_own(actor), may(actor, Need.KEEP_ISSUES)
    proof = evidence.proof_of(actor.organisation_id, found.pk, with_own=own)
    history = queries.steps_of(found)
    observations = _observations(request, found) if own else []
    context = {
        "areas": areas(request, "issues"),
        "issue": found, "tone": tone(found.state), "breadcrumb": crumbs(found.title),
        "course": _course(found, history), "history": history,
        "steps": _steps(request, found) if keeps else [],
        "proof": proof, "charts": _charts(proof),
        "observations": observations, "has_words": any(row.sentence for row in observations),
        "levers": levers_of(found.pk),
        "station": station_of(found),
        "neighbours": list(evidence.same_interface(found)),
        "sees_own": own, "may_keep": keeps, "smallest": SMALLEST_GROUP,
    }
    return TemplateResponse(request, "networks/issue.html", context)


@page(name="networks:issue_edit", needs=Need.KEEP_ISSUES, methods=BOTH)
def issue_edit(request: HttpRequest, issue_id: UUID) -> HttpResponse:
    found = _found(issue_id)
    form = IssueForm(request.POST or None, issue=found)
    title = _("Change issue no. %(number)s") % {"number": found.number}
    return answer_form(
        request, form, actions.change_known_issue,
        asks=lambda: {**form.values, "issue": found},
        done=_("The issue was changed."), go_on=lambda _done: redirect("networks:issue", found.pk),
        show=form_page(request, FORM, form=form, title=title, breadcrumb=crumbs(title, found)),
    )


@page(name="networks:issue_step", needs=Need.KEEP_ISSUES, methods=BOTH)
def issue_step(request: HttpRequest, issue_id: UUID, state: str) -> HttpResponse:
    """One step of the issue, dated, with its words."""
    found = _found(issue_id)
    if state not in STEPS[IssueState(found.state)]:
        raise NotVisible
    form = StepForm(request.POST or None, issue=found, to_state=state)
    title = _("New state: %(state)s") % {"state": IssueState(state).label}
    standing = standing_blockers(
        found.state, state, evidence.evidence_of(request.actor.organisation_id, found)
    )
    return answer_form(
        request, form, actions.take_step,
        asks=lambda: {**form.cleaned_data, "issue": found, "to_state": state},
        done=_("The new state is noted."), go_on=lambda _done: redirect("networks:issue", found.pk),
        show=form_page(
            request, "networks/issue_step.html", form=form, title=title, issue=found,
            breadcrumb=crumbs(title, found), standing=standing,
        ),
    )


@page(name="networks:unbundle", needs=Need.KEEP_ISSUES, methods=("POST",))
def take_out(request: HttpRequest, issue_id: UUID) -> HttpResponse:
    """Take ticked observations of the own organisation out of the issue again."""
    found = _found(issue_id)
    taken = unbundle(
        actor=request.actor, issue=found, observation_ids=request.POST.getlist("observation")
    )
    if taken:
        messages.success(request, _("Taken out of the issue: %(n)s.") % {"n": len(taken)})
    else:
        messages.info(request, _("Nothing was ticked."))
    return redirect("networks:issue", found.pk)


def _found(issue_id: UUID) -> KnownIssue:
    found = queries.issue_by_id(issue_id)
    if found is None:
        raise NotVisible
    return found


def _course(found: KnownIssue, history: list[IssueStep]) -> list[dict[str, Any]]:
    """The way of the issue for the row of steps; beside it there is no place of its own."""
    days = {step.to_state: step.on for step in reversed(history)}
    states = list(COURSE) if found.state in COURSE else [*COURSE[:1], IssueState(found.state)]
    at = states.index(IssueState(found.state))
    return [
        {
            "label": state.label,
            "state": "done" if n < at else "current" if n == at else "ahead",
            "day": days.get(state) if n <= at else None,
        }
        for n, state in enumerate(states)
    ]


def _steps(request: HttpRequest, found: KnownIssue) -> list[dict[str, Any]]:
    """Every step that the table allows, with all that stands in its way."""
    behind = evidence.evidence_of(request.actor.organisation_id, found)
    return [
        {
            "state": state.value, "label": state.label, "is_back": is_back(found.state, state),
            "blockers": standing_blockers(found.state, state, behind),
        }
        for state in STEPS[IssueState(found.state)]
    ]


def _observations(request: HttpRequest, found: KnownIssue) -> list[Any]:
    organisation = certain(request.actor.organisation_id, "she sees its figures")
    return list(evidence.observations_of(organisation, found.pk))


def _charts(proof: evidence.Proof) -> dict[str, Any]:
    return {
        "own": month_chart(proof.own_spans, _("own organisation")) if proof.own_spans else "",
        "others": (
            month_chart(proof.other_spans, _("other organisations")) if proof.other_spans else ""
        ),
    }
