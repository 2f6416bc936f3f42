# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The section "plan": goals with history and scale, measures, the plan as an agreement."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.access.visible import OpenedCase, open_case
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.actions import goals
from stellwerk.cases.choices import FieldGroup
from stellwerk.cases.models import Goal, GoalAssessment, PlanAgreement
from stellwerk.cases.queries.casefile import person_view
from stellwerk.cases.queries.plan import plan_of, scale_of
from stellwerk.exchange.papers import LANGUAGES, PLAN, Language, paper_pdf
from stellwerk.web.cases.forms.goals import AgreementForm, ScaleForm
from stellwerk.web.cases.tabs import section
from stellwerk.web.cases.views.parts import (
    answer_on_case,
    display_name,
    found_part,
    opened_for_work,
)
from stellwerk.web.cases.views.sections import done_in, to_section
from stellwerk.web.shell.page import page

BOTH = ("GET", "POST")
#: Percent of a goal that is reached.
ALL_OF_IT = 100


@page(name="cases:plan", needs=Need.SEE_CASES)
def plan(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Goals with all that was seen of them, measures with their days, agreements to print."""
    opened = open_case(request.actor, case_id)
    context = {
        "plan": plan_of(opened.case, opened.scope),
        **_languages(opened),
        **section(opened, "plan", _("Plan")),
    }
    return TemplateResponse(request, "cases/plan.html", context)


def _languages(opened: OpenedCase) -> dict[str, list[Language]]:
    """The languages of papers: those that the client speaks first, then the others."""
    if not opened.may_write:
        return {}
    spoken = person_view(opened.case.person, opened.scope & FieldGroup.LANGUAGE).languages
    keys = {row.language.key for row in spoken}
    hers = [one for one in LANGUAGES.values() if one.key in keys and not one.is_german]
    others = [one for one in LANGUAGES.values() if one not in hers and not one.is_german]
    return {"her_languages": hers, "other_languages": others}


@page(name="cases:agreement_pdf", needs=Need.WORK_ON_CASES)
def agreement_pdf(
    request: HttpRequest, case_id: UUID, row_id: UUID, language: str
) -> HttpResponse:
    """The plan to sign: German, and beside it the same in the client's language."""
    opened = opened_for_work(request, case_id)
    row = found_part(opened, PlanAgreement, row_id)
    if language not in LANGUAGES:
        raise NotVisible
    written = paper_pdf(PLAN, language, _paper(opened, row))
    answer = HttpResponse(written, content_type="application/pdf")
    name = f"plan-{opened.case.case_key}-{language}.pdf"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


def _paper(opened: OpenedCase, row: PlanAgreement) -> dict[str, Any]:
    """What the paper says: goals that are not reached yet, what is still to be done."""
    found = plan_of(opened.case, opened.scope)
    known = person_view(opened.case.person, opened.scope & FieldGroup.IDENTITY).identity
    names = (known.given_name, known.family_name) if known else ()
    return {
        "paper_title": _("Agreement on the support plan"),
        "office": opened.case.organisation.name,
        "number": opened.case.case_key,
        "name": " ".join(filter(None, names)) or display_name(opened),
        "agreed_on": row.agreed_on,
        "review_on": row.review_on,
        "more": row.note or "",
        "goals": [view.goal for view in found.goals if view.goal.attainment != ALL_OF_IT],
        "own_steps": [one.measure for one in found.own_steps if not one.is_over],
        "measures": [one.measure for one in found.of_others if not one.is_over],
    }


@page(name="cases:goal_scale", needs=Need.WORK_ON_CASES, methods=BOTH)
def goal_scale(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    """What −2 to +2 mean for one goal."""
    opened = opened_for_work(request, case_id)
    goal = found_part(opened, Goal, row_id)
    form = ScaleForm(request.POST or None, instance=scale_of(opened.case, goal.pk))
    return answer_on_case(
        request, opened, form, goals.set_scale,
        lambda: {"goal": goal, "version": form.cleaned_data.get("version"), "values": form.values},
        title=_("Goal attainment scale"), quote=goal.text, done=_("The scale was saved."),
        **to_section(request, opened, "plan", f"goal-{goal.pk}"),
    )


@page(name="cases:withdraw_rating", needs=Need.WORK_ON_CASES, methods=("POST",))
def withdraw_rating(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    """One assessment no longer holds; it stays readable in the history."""
    opened = opened_for_work(request, case_id)
    row = found_part(opened, GoalAssessment, row_id)
    goals.withdraw_assessment(
        actor=request.actor, case=opened.case, assessment=row, version=row.version
    )
    return done_in(request, opened, "plan", _("The assessment was withdrawn."))


@page(name="cases:add_agreement", needs=Need.WORK_ON_CASES, methods=BOTH)
def add_agreement(request: HttpRequest, case_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    form = AgreementForm(request.POST or None)
    return answer_on_case(
        request, opened, form, goals.agree_on_plan, lambda: {"values": form.values},
        title=_("Agree on the plan"), done=_("The agreement was noted. You can print it now."),
        **to_section(request, opened, "plan", "agreements"),
    )


@page(name="cases:edit_agreement", needs=Need.WORK_ON_CASES, methods=BOTH)
def edit_agreement(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    row = found_part(opened, PlanAgreement, row_id)
    form = AgreementForm(request.POST or None, instance=row)
    return answer_on_case(
        request, opened, form, goals.change_agreement,
        lambda: {"agreement": row, "version": form.version, "values": form.values},
        title=_("Change an agreement"), done=_("The agreement was changed."),
        **to_section(request, opened, "plan", "agreements"),
    )
