# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Barriers: noting one from anywhere in a case, the list, correcting and erasing."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.actions.barriers import change_barrier, record_barrier, remove_barrier
from stellwerk.cases.models import Barrier
from stellwerk.cases.queries.barriers import barriers_of
from stellwerk.web.cases.forms.barriers import BarrierForm, RemoveForm
from stellwerk.web.cases.tabs import section
from stellwerk.web.cases.views.parts import (
    answer_on_case,
    found_part,
    opened_for_work,
    saved,
)
from stellwerk.web.shell.page import page

BOTH = ("GET", "POST")


@page(name="cases:barriers", needs=Need.WORK_ON_CASES)
def barriers(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What stood in this person's way, and what went well; only for the own organisation."""
    opened = opened_for_work(request, case_id)
    context = {
        **section(opened, "barriers", _("Barriers")),
        "rows": barriers_of(opened.case),
    }
    return TemplateResponse(request, "cases/barriers.html", context)


@page(name="cases:add_barrier", needs=Need.WORK_ON_CASES, methods=BOTH)
def add_barrier(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Open, say what and between whom, save."""
    opened = opened_for_work(request, case_id)
    form = BarrierForm(request.POST or None)
    return answer_on_case(
        request, opened, form, record_barrier, lambda: {"values": form.values},
        title=_("Note a barrier"), done=_("The barrier was noted."),
    )


@page(name="cases:edit_barrier", needs=Need.WORK_ON_CASES, methods=BOTH)
def edit_barrier(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    row = found_part(opened, Barrier, row_id)
    form = BarrierForm(request.POST or None, instance=row)
    return answer_on_case(
        request, opened, form, change_barrier,
        lambda: {"barrier": row, "version": form.version, "values": form.values},
        title=_("Change a barrier"), done=_("The barrier was changed."),
        template="cases/barrier_form.html", row=row,
    )


@page(name="cases:remove_barrier", needs=Need.WORK_ON_CASES, methods=("POST",))
def remove(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    """Noted by mistake: both halves go."""
    opened = opened_for_work(request, case_id)
    row = found_part(opened, Barrier, row_id)
    form = RemoveForm(request.POST)
    if not form.is_valid():
        raise NotVisible
    remove_barrier(actor=request.actor, case=opened.case, barrier=row, **form.cleaned_data)
    return saved(request, opened, _("The barrier was erased, here and in the counts."))
