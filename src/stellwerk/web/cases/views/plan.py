# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Topics, goals, measures, people involved."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.cases.actions import around, plan
from stellwerk.cases.models import Goal, Involved, Measure
from stellwerk.cases.queries.casefile import topics_of
from stellwerk.cases.queries.plan import scale_of
from stellwerk.web.cases.forms.plan import (
    AssessmentForm,
    GoalForm,
    InvolvedForm,
    MeasureForm,
    TopicsForm,
)
from stellwerk.web.cases.views.parts import (
    answer_on_case,
    found_part,
    opened_for_work,
    saved,
)
from stellwerk.web.shell.page import page

BOTH = ("GET", "POST")


@page(name="cases:topics", needs=Need.WORK_ON_CASES, methods=BOTH)
def topics(request: HttpRequest, case_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    rows = topics_of(opened.case, opened.scope)
    initial = {
        "topics": [row.life_area_id for row in rows],
        "central": [row.life_area_id for row in rows if row.is_central],
        "version": opened.case.version,
    }
    form = TopicsForm(request.POST or None, initial=initial)
    return answer_on_case(
        request, opened, form, plan.set_topics,
        lambda: {"version": form.version, **form.values},
        title=_("Topics"), part="topics", template="cases/topics.html",
        done=_("The topics were saved."),
    )


@page(name="cases:add_goal", needs=Need.WORK_ON_CASES, methods=BOTH)
def add_goal(request: HttpRequest, case_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    form = GoalForm(request.POST or None)
    return answer_on_case(
        request, opened, form, plan.add_goal,
        lambda: {"values": form.values},
        title=_("Agree on a goal"), part="plan", done=_("The goal was added."),
    )


@page(name="cases:edit_goal", needs=Need.WORK_ON_CASES, methods=BOTH)
def edit_goal(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    row = found_part(opened, Goal, row_id)
    form = GoalForm(request.POST or None, instance=row)
    return answer_on_case(
        request, opened, form, plan.change_goal,
        lambda: {"goal": row, "version": form.version, "values": form.values},
        title=_("Change a goal"), part="plan", entrust="goal", done=_("The goal was changed."),
    )


@page(name="cases:assess_goal", needs=Need.WORK_ON_CASES, methods=BOTH)
def assess_goal(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    row = found_part(opened, Goal, row_id)
    scale = scale_of(opened.case, row.pk)
    form = AssessmentForm(request.POST or None, instance=row, scale=scale)
    return answer_on_case(
        request, opened, form, plan.assess_goal,
        lambda: {"goal": row, "version": form.version, **form.values},
        title=_("Assess a goal"), part="plan", quote=row.text, done=_("The goal was assessed."),
    )


@page(name="cases:add_measure", needs=Need.WORK_ON_CASES, methods=BOTH)
def add_measure(request: HttpRequest, case_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    form = MeasureForm(request.POST or None)
    return answer_on_case(
        request, opened, form, plan.add_measure,
        lambda: {"values": form.values},
        title=_("Add a measure"), part="plan", done=_("The measure was added."),
    )


@page(name="cases:edit_measure", needs=Need.WORK_ON_CASES, methods=BOTH)
def edit_measure(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    row = found_part(opened, Measure, row_id)
    form = MeasureForm(request.POST or None, instance=row)
    return answer_on_case(
        request, opened, form, plan.change_measure,
        lambda: {"measure": row, "version": form.version, "values": form.values},
        title=_("Change a measure"), part="plan", entrust="measure",
        done=_("The measure was changed."),
    )


@page(name="cases:add_involved", needs=Need.WORK_ON_CASES, methods=BOTH)
def add_involved(request: HttpRequest, case_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    form = InvolvedForm(request.POST or None)
    return answer_on_case(
        request, opened, form, around.add_involved,
        lambda: {"values": form.values},
        title=_("Who else is involved?"), part="involved", done=_("Saved who is involved."),
    )


@page(name="cases:edit_involved", needs=Need.WORK_ON_CASES, methods=BOTH)
def edit_involved(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    row = found_part(opened, Involved, row_id)
    form = InvolvedForm(request.POST or None, instance=row)
    return answer_on_case(
        request, opened, form, around.change_involved,
        lambda: {"involved": row, "version": form.version, "values": form.values},
        title=_("Who is involved"), part="involved", done=_("Saved who is involved."),
    )


@page(name="cases:end_involved", needs=Need.WORK_ON_CASES, methods=("POST",))
def end_involved(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    """From tomorrow on no longer involved; the entry stays."""
    opened = opened_for_work(request, case_id)
    row = found_part(opened, Involved, row_id)
    around.end_involved(
        actor=request.actor, case=opened.case, involved=row,
        version=row.version, until=timezone.localdate(),
    )
    return saved(request, opened, _("Marked as no longer involved."), "involved")
