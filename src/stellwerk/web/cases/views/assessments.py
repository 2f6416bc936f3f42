# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The section "assessment": life areas over time, strengths, language levels, scale texts."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need, may
from stellwerk.access.visible import OpenedCase, open_case
from stellwerk.base.certain import certain
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.actions import assessments, surroundings
from stellwerk.cases.choices import AssessmentKind, FieldGroup
from stellwerk.cases.models import Strength
from stellwerk.cases.queries.assessments import (
    Taken,
    assessments_of,
    has_assessment,
    language_level_of,
    language_levels_of,
    meanings,
    own_texts,
    taken_of,
)
from stellwerk.cases.queries.casefile import topics_of
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.models import Term
from stellwerk.web.cases.drawings import need_chart, signed
from stellwerk.web.cases.forms.assessments import (
    LanguageLevelForm,
    ScaleTextsForm,
    StrengthForm,
    TakingForm,
)
from stellwerk.web.cases.forms.base import term_choices
from stellwerk.web.cases.tabs import section
from stellwerk.web.cases.views.parts import answer_on_case, found_part, opened_for_work
from stellwerk.web.cases.views.sections import to_section
from stellwerk.web.shell.acting import answer_form, form_page
from stellwerk.web.shell.page import page

BOTH = ("GET", "POST")


@page(name="cases:assessment", needs=Need.SEE_CASES)
def assessment(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """How needs and strengths developed; what is not granted is not asked for."""
    opened = open_case(request.actor, case_id)
    found = assessments_of(opened.case, opened.scope)
    context = {
        "found": found,
        "courses": [
            (row, need_chart(row.life_area.label, row.course), signed(row.course.change))
            for row in found.courses
        ],
        "levels": language_levels_of(opened.case.person, opened.scope),
        "shows_language": FieldGroup.LANGUAGE in opened.scope,
        "shows_plan": FieldGroup.PLAN in opened.scope,
        "may_set_scales": opened.is_own and may(request.actor, Need.LEAD_TEAM),
        **section(opened, "assessment", _("Assessment")),
    }
    return TemplateResponse(request, "cases/assessment.html", context)


def _taking_form(request: HttpRequest, opened: OpenedCase, taken: Taken | None) -> TakingForm:
    """Topics of the case first, then the other life areas in their order."""
    topics = [row.life_area for row in topics_of(opened.case, opened.scope)]
    noted = [row.life_area for row in taken.areas] if taken else []
    areas = list(dict.fromkeys([*topics, *term_choices(ListKey.LIFE_AREA), *noted]))
    kind = AssessmentKind.FIRST
    if has_assessment(opened.case):
        kind = AssessmentKind.AGAIN
    return TakingForm(
        request.POST or None, areas=areas, own=own_texts(opened.case.organisation_id),
        first=[*topics, *noted], taken=taken, initial={"kind": kind},
    )


@page(name="cases:take_assessment", needs=Need.WORK_ON_CASES, methods=BOTH)
def take_assessment(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """All life areas on one page; only those one wants."""
    opened = opened_for_work(request, case_id)
    form = _taking_form(request, opened, None)
    return answer_on_case(
        request, opened, form, assessments.take_assessment, form.asks,
        title=_("Take an assessment"), done=_("The assessment was saved."),
        template="cases/assessment_form.html", narrow=False,
        **to_section(request, opened, "assessment"),
    )


@page(name="cases:edit_assessment", needs=Need.WORK_ON_CASES, methods=BOTH)
def edit_assessment(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    taken = taken_of(opened.case, row_id)
    if taken is None:
        raise NotVisible
    form = _taking_form(request, opened, taken)
    return answer_on_case(
        request, opened, form, assessments.change_assessment,
        lambda: {"assessment": taken.assessment, "version": form.version, **form.asks()},
        title=_("Correct an assessment"), done=_("The assessment was saved."),
        template="cases/assessment_form.html", narrow=False,
        **to_section(request, opened, "assessment"),
    )


@page(name="cases:add_strength", needs=Need.WORK_ON_CASES, methods=BOTH)
def add_strength(request: HttpRequest, case_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    form = StrengthForm(request.POST or None)
    return answer_on_case(
        request, opened, form, assessments.add_strength, lambda: {"values": form.values},
        title=_("Note a strength"), done=_("The strength was noted."),
        **to_section(request, opened, "assessment", "strengths"),
    )


@page(name="cases:edit_strength", needs=Need.WORK_ON_CASES, methods=BOTH)
def edit_strength(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    row = found_part(opened, Strength, row_id)
    form = StrengthForm(request.POST or None, instance=row)
    return answer_on_case(
        request, opened, form, assessments.change_strength,
        lambda: {"strength": row, "version": form.version, "values": form.values},
        title=_("Change a strength"), done=_("The strength was changed."),
        **to_section(request, opened, "assessment", "strengths"),
    )


@page(name="cases:add_language_level", needs=Need.WORK_ON_CASES, methods=BOTH)
def add_language_level(request: HttpRequest, case_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    form = LanguageLevelForm(request.POST or None)
    return answer_on_case(
        request, opened, form, surroundings.add_language_level, lambda: {"values": form.values},
        title=_("Note a language level"), done=_("The language level was noted."),
        subject={"person": opened.case.person},
        **to_section(request, opened, "assessment", "languages"),
    )


@page(name="cases:edit_language_level", needs=Need.WORK_ON_CASES, methods=BOTH)
def edit_language_level(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    row = language_level_of(opened.case.person, row_id)
    if row is None:
        raise NotVisible
    form = LanguageLevelForm(request.POST or None, instance=row)
    return answer_on_case(
        request, opened, form, surroundings.change_language_level,
        lambda: {"row": row, "version": form.version, "values": form.values},
        title=_("Change a language level"), done=_("The language level was changed."),
        subject={"person": opened.case.person},
        **to_section(request, opened, "assessment", "languages"),
    )


@page(name="cases:scales", needs=Need.LEAD_TEAM)
def scales(request: HttpRequest) -> HttpResponse:
    """What the levels of need mean in each life area of this organisation."""
    own = own_texts(certain(request.actor.organisation_id, "she leads a team"))
    changed = {area for area, _level in own}
    context = {
        "areas": [
            (area, meanings(area, own), area.pk in changed)
            for area in term_choices(ListKey.LIFE_AREA)
        ],
        "breadcrumb": [(_("Cases"), reverse("cases:list")), (_("Levels of need"), "")],
    }
    return TemplateResponse(request, "cases/scales.html", context)


@page(name="cases:scale", needs=Need.LEAD_TEAM, methods=BOTH)
def scale(request: HttpRequest, area_key: str) -> HttpResponse:
    """The five levels of one life area, in one's own words."""
    area: Term | None = term_choices(ListKey.LIFE_AREA).filter(key=area_key).first()
    if area is None:
        raise NotVisible
    own = own_texts(certain(request.actor.organisation_id, "she leads a team"))
    form = ScaleTextsForm(request.POST or None, area=area, own=own)
    crumbs = [
        (_("Cases"), reverse("cases:list")), (_("Levels of need"), reverse("cases:scales")),
        (area.label, ""),
    ]
    return answer_form(
        request, form, assessments.set_scale_texts,
        asks=lambda: {"life_area": area, "texts": form.texts()},
        done=_("The levels were saved."), go_on=lambda _result: redirect("cases:scales"),
        show=form_page(
            request, "cases/scale.html", form=form, area=area, title=area.label,
            back=reverse("cases:scales"), submit=_("Save"), breadcrumb=crumbs,
        ),
    )
