# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Case conferences: the tab, one conference, its guests, invitations, results, minutes as PDF."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stellwerk.access.matrix import Need
from stellwerk.access.visible import OpenedCase, open_case
from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.actions import conferences as deeds
from stellwerk.cases.choices import FieldGroup, GuestState
from stellwerk.cases.models import CaseConference, ConferenceGuest
from stellwerk.cases.queries.conferences import ConferenceView, conference_view, conferences_of
from stellwerk.exchange.conference_mail import invite as send_invitations
from stellwerk.exchange.minutes import minutes_pdf
from stellwerk.web.cases.forms.conferences import AttendanceForm, ConferenceForm, GuestForm
from stellwerk.web.cases.forms.plan import MeasureForm
from stellwerk.web.cases.tabs import section
from stellwerk.web.cases.views.parts import (
    answer_on_case,
    display_name,
    found_part,
    opened_for_work,
)
from stellwerk.web.shell.page import page

BOTH = ("GET", "POST")


@page(name="cases:conferences", needs=Need.SEE_CASES)
def conferences(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """All conferences of a case, as far as its plan may be seen."""
    opened = _opened(request, case_id)
    context = {
        **section(opened, "conferences", _("Conferences")),
        "views": conferences_of(opened.case, opened.scope),
    }
    return TemplateResponse(request, "cases/conferences.html", context)


@page(name="cases:conference", needs=Need.SEE_CASES)
def conference(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    """One conference: who, when, what about, what came of it."""
    opened = _opened(request, case_id)
    view = _found(opened, row_id)
    context = {
        **section(opened, "conferences", _("Case conference")),
        "view": view, "row": view.conference,
        "came": [(state.value, state.label) for state in GuestState][2:],
    }
    return TemplateResponse(request, "cases/conference.html", context)


@page(name="cases:add_conference", needs=Need.WORK_ON_CASES, methods=BOTH)
def add_conference(request: HttpRequest, case_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    form = ConferenceForm(request.POST or None)
    return answer_on_case(
        request, opened, form, deeds.plan_conference, lambda: {"values": form.values},
        title=_("Plan a case conference"), done=_("The conference was planned."),
        go_on=lambda made: redirect("cases:conference", opened.case.pk, made.pk),
    )


@page(name="cases:edit_conference", needs=Need.WORK_ON_CASES, methods=BOTH)
def edit_conference(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    row = found_part(opened, CaseConference, row_id)
    form = ConferenceForm(request.POST or None, instance=row)
    return answer_on_case(
        request, opened, form, deeds.change_conference,
        lambda: {"conference": row, "version": form.version, "values": form.values},
        title=_("Change the conference, minutes"), done=_("The conference was saved."),
        go_on=lambda _changed: redirect("cases:conference", opened.case.pk, row.pk),
    )


@page(name="cases:add_guest", needs=Need.WORK_ON_CASES, methods=BOTH)
def add_guest(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    row = found_part(opened, CaseConference, row_id)
    form = GuestForm(request.POST or None)
    return answer_on_case(
        request, opened, form, deeds.add_guest,
        lambda: {"conference": row, "values": form.values},
        title=_("Put somebody on the list"), done=_("The guest stands on the list."),
        go_on=lambda _made: redirect("cases:conference", opened.case.pk, row.pk),
    )


@page(name="cases:guest_state", needs=Need.WORK_ON_CASES, methods=("POST",))
def guest_state(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    """One click on who came; "off" takes a name from the list."""
    opened = opened_for_work(request, case_id)
    guest = found_part(opened, ConferenceGuest, row_id)
    form = AttendanceForm(request.POST)
    if not form.is_valid():
        raise NotVisible
    asked = {"actor": request.actor, "case": opened.case, "guest": guest}
    version, state = form.cleaned_data["version"], form.cleaned_data["state"]
    if state == "off":
        deeds.remove_guest(**asked, version=version)
    else:
        deeds.set_attendance(**asked, version=version, state=state)
    return redirect("cases:conference", opened.case.pk, guest.conference_id)


@page(name="cases:invite_conference", needs=Need.WORK_ON_CASES, methods=("POST",))
def invite(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    """A mail without any content of the case to everybody on the list who has an address."""
    opened = opened_for_work(request, case_id)
    view = _found(opened, row_id)
    invited = send_invitations(actor=request.actor, case=opened.case, view=view)
    text = ngettext("%(n)s guest was invited.", "%(n)s guests were invited.", len(invited))
    messages.success(request, text % {"n": len(invited)})
    return redirect("cases:conference", opened.case.pk, row_id)


@page(name="cases:conference_measure", needs=Need.WORK_ON_CASES, methods=BOTH)
def conference_measure(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    """A result becomes a measure of the plan, with who does it until when."""
    opened = opened_for_work(request, case_id)
    row = found_part(opened, CaseConference, row_id)
    form = MeasureForm(request.POST or None)
    return answer_on_case(
        request, opened, form, deeds.agree_on_measure,
        lambda: {"conference": row, "values": form.values},
        title=_("Agree on a measure"), done=_("The measure stands in the plan."),
        go_on=lambda _made: redirect("cases:conference", opened.case.pk, row.pk),
    )


@page(name="cases:conference_minutes", needs=Need.SEE_CASES)
def minutes(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    """The minutes to take away; that they were taken stands in the log."""
    opened = _opened(request, case_id)
    view = _found(opened, row_id)
    for log in {request.actor.organisation_id, opened.case.organisation_id}:
        record(
            actor=request.actor, verb=Verb.EXPORTED, kind="conference",
            subjects=[opened.case.pk, row_id], organisation_id=log,
            note="" if opened.is_own else "granted",
        )
    content = minutes_pdf(opened.case, view, display_name(opened))
    name = f"protokoll-{view.conference.starts_at:%Y-%m-%d}.pdf"
    return HttpResponse(
        content, content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _opened(request: HttpRequest, case_id: UUID) -> OpenedCase:
    """Only where the plan may be seen; otherwise the same 404 as for a missing case."""
    opened = open_case(request.actor, case_id)
    if not opened.shows(FieldGroup.PLAN):
        raise NotVisible
    return opened


def _found(opened: OpenedCase, row_id: UUID) -> Any:
    view: ConferenceView | None = conference_view(opened.case, opened.scope, row_id)
    if view is None:
        raise NotVisible
    return view
