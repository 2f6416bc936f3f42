# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Handing a case over, referring somebody, answering what one is asked."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need, may
from stellwerk.access.visible import record_list
from stellwerk.access.waiting import open_waiting, waiting_for
from stellwerk.base.certain import certain
from stellwerk.cases.actions import transitions as actions
from stellwerk.cases.models import Transition
from stellwerk.cases.queries.transitions import proposed_by, transitions_of
from stellwerk.web.cases.forms.transitions import DeclineForm, HandOverForm, ReferralForm
from stellwerk.web.cases.tabs import section
from stellwerk.web.cases.views.parts import answer_on_case, found_part, opened_for_work
from stellwerk.web.shell.acting import answer_form, form_page
from stellwerk.web.shell.page import page

BOTH = ("GET", "POST")


@page(name="cases:transitions", needs=Need.WORK_ON_CASES)
def transitions(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The history of a case: who carried it, who was asked, what came of it."""
    opened = opened_for_work(request, case_id)
    context = {
        **section(opened, "transitions", _("Hand-overs")),
        "rows": transitions_of(opened.case),
        "may_lead": may(request.actor, Need.LEAD_TEAM),
    }
    return TemplateResponse(request, "cases/transitions.html", context)


@page(name="cases:propose_hand_over", needs=Need.WORK_ON_CASES, methods=BOTH)
def propose_hand_over(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask a colleague; the case stays where it is until she accepts."""
    opened = opened_for_work(request, case_id)
    form = HandOverForm(request.POST or None, case=opened.case)
    return answer_on_case(
        request, opened, form, actions.propose_hand_over, lambda: form.cleaned_data,
        title=_("Hand the case over"), done=_("Your colleague has been asked."), submit=_("Ask"),
        lead=_("You carry the case until your colleague accepts."),
        go_on=lambda _row: redirect("cases:transitions", case_id),
    )


@page(name="cases:propose_referral", needs=Need.WORK_ON_CASES, methods=BOTH)
def propose_referral(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask another organisation; without a basis the request stays anonymous."""
    opened = opened_for_work(request, case_id)
    form = ReferralForm(request.POST or None, case=opened.case)
    return answer_on_case(
        request, opened, form, actions.propose_referral, lambda: form.cleaned_data,
        title=_("Refer to another organisation"), done=_("The organisation has been asked."),
        submit=_("Ask"),
        lead=_(
            "The other organisation sees the field of action and who asks, but no case number"
            " and no name. What you write here it reads only while a grant is in force."
        ),
        go_on=lambda _row: redirect("cases:transitions", case_id),
    )


@page(name="cases:withdraw_transition", needs=Need.WORK_ON_CASES, methods=("POST",))
def withdraw(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    row = found_part(opened, Transition, row_id)
    actions.withdraw(actor=request.actor, case=opened.case, transition=row)
    messages.success(request, _("The proposal was withdrawn."))
    return redirect("cases:transitions", case_id)


@page(name="cases:waiting", needs=Need.WORK_ON_CASES)
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for the visitor's answer, and what she waits for herself."""
    actor = request.actor
    asked = waiting_for(actor)
    mine = list(proposed_by(certain(actor.organisation_id, "she works"), actor.covers))
    record_list(actor, "transition", [row.case_id for row in mine], fields=["transition"])
    context = {"asked": asked, "mine": mine, "leads": may(actor, Need.LEAD_TEAM)}
    return TemplateResponse(request, "cases/waiting.html", context)


@page(name="cases:transition_accept", needs=Need.WORK_ON_CASES, methods=("POST",))
def accept(request: HttpRequest, row_id: UUID) -> HttpResponse:
    """Take the case over, or say that the organisation takes somebody on."""
    row = open_waiting(request.actor, row_id).transition
    if row.is_referral:
        actions.answer_referral(actor=request.actor, transition=row, accepted=True)
        messages.success(request, _("The other organisation has your answer."))
        return redirect("cases:waiting")
    actions.accept_hand_over(actor=request.actor, transition=row)
    messages.success(request, _("You carry the case now."))
    return redirect("cases:case", row.case_id)


@page(name="cases:transition_decline", needs=Need.WORK_ON_CASES, methods=BOTH)
def decline(request: HttpRequest, row_id: UUID) -> HttpResponse:
    """No, with a reason; nothing else changes."""
    found = open_waiting(request.actor, row_id)
    row = found.transition
    form = DeclineForm(request.POST or None, may_write=found.may_read)
    action = actions.decline_hand_over
    if row.is_referral:
        action = partial(actions.answer_referral, accepted=False)
    crumbs = [(_("Hand-overs to me"), reverse("cases:waiting")), (_("Decline"), "")]
    return answer_form(
        request, form, action, asks=lambda: {"transition": row, **form.answer()},
        done=_("Your answer was noted."), go_on=lambda _result: redirect("cases:waiting"),
        show=form_page(
            request, "cases/transition_decline.html", form=form, found=found, breadcrumb=crumbs,
            back=reverse("cases:waiting"), submit=_("Decline"),
        ),
    )
