# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The course of a case through the offices: what they did, when, how long it took."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.access.visible import OpenedCase
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.actions import noting
from stellwerk.cases.queries.noting import noted_event, steps_of, trace_of
from stellwerk.networks.models import Event
from stellwerk.web.cases.forms.noting import CourseGroupsForm, NoteForm
from stellwerk.web.cases.tabs import section
from stellwerk.web.cases.views.parts import answer_on_case, opened_for_work, saved
from stellwerk.web.shell.acting import answer_form
from stellwerk.web.shell.page import page

BOTH = ("GET", "POST")


@page(name="cases:course", needs=Need.WORK_ON_CASES, methods=BOTH)
def course(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What every office did in this case, and the form to add what it did; own organisation."""
    opened = opened_for_work(request, case_id)
    form = NoteForm(request.POST or None)

    def show(status: int) -> HttpResponse:
        context = {
            **section(opened, "course", _("Course through the offices")),
            "form": form,
            "steps": steps_of(opened.case),
            "trace": trace_of(opened.case),
        }
        return TemplateResponse(request, "cases/course.html", context, status=status)

    return answer_form(
        request, form, noting.note_event,
        asks=lambda: {"case": opened.case, "values": form.cleaned_data},
        done=_("It was added to the course."), go_on=lambda _made: redirect(_course(opened)),
        show=show,
    )


@page(name="cases:correct_event", needs=Need.WORK_ON_CASES, methods=BOTH)
def correct_event(request: HttpRequest, case_id: UUID, mark: int) -> HttpResponse:
    """Say it right; the old line stays, struck out."""
    opened = opened_for_work(request, case_id)
    event = _found(opened, mark)
    form = NoteForm(request.POST or None, event=event)
    return answer_on_case(
        request, opened, form, noting.correct_noted,
        lambda: {"event": event, "values": form.cleaned_data},
        title=_("Correct what was noted"), done=_("The course was corrected."),
        template="cases/course_correct.html", mark=mark, back=_course(opened),
    )


@page(name="cases:withdraw_event", needs=Need.WORK_ON_CASES, methods=("POST",))
def withdraw_event(request: HttpRequest, case_id: UUID, mark: int) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    noting.withdraw_noted(actor=request.actor, case=opened.case, event=_found(opened, mark))
    return saved(request, opened, _("It was taken back: the line stays, struck out."))


@page(name="cases:course_groups", needs=Need.WORK_ON_CASES, methods=BOTH)
def course_groups(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """For which field of action and target group the course counts."""
    opened = opened_for_work(request, case_id)
    form = CourseGroupsForm(request.POST or None, instance=opened.case)
    return answer_on_case(
        request, opened, form, noting.set_course_groups,
        lambda: {"version": form.version, "values": form.values},
        title=_("What the course counts for"), done=_("Saved."),
        back=_course(opened),
    )


def _course(opened: OpenedCase) -> str:
    return reverse("cases:course", args=[opened.case.pk])


def _found(opened: OpenedCase, mark: int) -> Event:
    event = noted_event(opened.case, mark)
    if event is None:
        raise NotVisible
    return event
