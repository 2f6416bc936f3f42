# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Noting contacts and appointments."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.cases.actions import course
from stellwerk.cases.models import Appointment, Contact
from stellwerk.web.cases.forms.course import AppointmentForm, ContactForm, OutcomeForm
from stellwerk.web.cases.views.parts import (
    answer_on_case,
    case_form_page,
    found_part,
    opened_for_work,
    saved,
)
from stellwerk.web.shell.page import page
from stellwerk.web.shell.refusals import attempt

BOTH = ("GET", "POST")


@page(name="cases:note_contact", needs=Need.WORK_ON_CASES, methods=BOTH)
def note_contact(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Two clicks from every list: open, save; all but the note is preset."""
    opened = opened_for_work(request, case_id)
    form = ContactForm(request.POST or None)
    return answer_on_case(
        request, opened, form, course.record_contact, lambda: form.values,
        title=_("Note a contact"), done=_("The contact was noted."), part="course",
    )


@page(name="cases:edit_contact", needs=Need.WORK_ON_CASES, methods=BOTH)
def edit_contact(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    row = found_part(opened, Contact, row_id)
    form = ContactForm(request.POST or None, instance=row)
    return answer_on_case(
        request, opened, form, course.change_contact,
        lambda: {"contact": row, "version": form.version, **form.values},
        title=_("Change a contact"), done=_("The contact was changed."), part="course",
        entrust="contact",
    )


@page(name="cases:add_appointment", needs=Need.WORK_ON_CASES, methods=BOTH)
def add_appointment(request: HttpRequest, case_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    form = AppointmentForm(request.POST or None)
    return answer_on_case(
        request, opened, form, course.plan_appointment, lambda: form.values,
        title=_("Enter an appointment"), done=_("The appointment was entered."), part="course",
    )


@page(name="cases:edit_appointment", needs=Need.WORK_ON_CASES, methods=BOTH)
def edit_appointment(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    row = found_part(opened, Appointment, row_id)
    form = AppointmentForm(request.POST or None, instance=row)
    return answer_on_case(
        request, opened, form, course.change_appointment,
        lambda: {"appointment": row, "version": form.version, **form.values},
        title=_("Change an appointment"), done=_("The appointment was changed."), part="course",
        entrust="appointment",
    )


@page(name="cases:appointment_outcome", needs=Need.WORK_ON_CASES, methods=("POST",))
def appointment_outcome(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    """One click on what became of it; if that cannot be saved, the full form opens."""
    opened = opened_for_work(request, case_id)
    row = found_part(opened, Appointment, row_id)
    quick = OutcomeForm(request.POST)
    if quick.is_valid() and attempt(
        quick, course.set_appointment_outcome, actor=request.actor, case=opened.case,
        appointment=row, **quick.cleaned_data,
    ):
        return saved(request, opened, _("The outcome was noted."), "course")
    return case_form_page(
        request, opened, AppointmentForm(instance=row), _("Change an appointment"), part="course",
        problem=quick.errors, action="../",
    )
