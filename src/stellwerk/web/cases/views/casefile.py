# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The page of one case."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need, may
from stellwerk.access.visible import open_case
from stellwerk.cases.choices import FIELD_GROUP_LABELS, FieldGroup
from stellwerk.cases.queries import casefile
from stellwerk.cases.queries.timeline import timeline_of
from stellwerk.web.cases.casepage import MAX_ENTRIES, entries_wanted, header, next_steps, plan_view
from stellwerk.web.shell.page import page


@page(name="cases:case", needs=Need.SEE_CASES)
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Everything of one case that the visitor may see; what is not granted is not asked for."""
    actor = request.actor  # type: ignore[attr-defined]
    opened = open_case(actor, case_id)
    found, scope, limit = opened.case, opened.scope, entries_wanted(request)
    person, plan = casefile.person_view(found.person, scope), plan_view(found, scope)
    context: dict[str, Any] = {
        "opened": opened,
        "case": found,
        "person": person,
        "plan": plan,
        "timeline": timeline_of(
            found, scope, phases=plan.phases, goals=plan.goals, residence=person.residence,
            limit=limit,
        ),
        "more_entries": min(limit * 3, MAX_ENTRIES),
        "grants": casefile.grants_of(found) if opened.may_write else [],
        "episodes": casefile.episodes_of(found) if opened.is_own else [],
        "next_steps": next_steps(opened, plan) if opened.may_write else [],
        "hidden_groups": [FIELD_GROUP_LABELS[g] for g in FieldGroup if g not in scope],
        "breadcrumb": [(_("Cases"), reverse("cases:list")), (found.case_key, "")],
        "may_lead": opened.is_own and may(actor, Need.LEAD_TEAM),
        **header(opened, person, plan),
    }
    return TemplateResponse(request, "cases/case.html", context)
