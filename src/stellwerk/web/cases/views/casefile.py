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
from stellwerk.cases.queries.casefile import case_file, episodes_of, has_episodes
from stellwerk.cases.queries.timeline import timeline_of
from stellwerk.web.cases.casepage import entries_wanted, header, plan_view, what_next
from stellwerk.web.cases.entries import EntryWriter
from stellwerk.web.cases.tabs import case_tabs
from stellwerk.web.shell.page import page


@page(name="cases:case", needs=Need.SEE_CASES)
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Everything of one case that the visitor may see; what is not granted is not asked for."""
    actor = request.actor
    opened = open_case(actor, case_id)
    found, scope, limit = opened.case, opened.scope, entries_wanted(request)
    file = case_file(found, scope, with_grants=opened.may_write, entries=limit)
    person, plan = file.person, plan_view(file)
    context: dict[str, Any] = {
        "opened": opened,
        "case": found,
        "person": person,
        "plan": plan,
        "base": (base := reverse("cases:case", args=[found.pk])),
        "timeline": (timeline := timeline_of(found, scope, file, limit=limit)),
        "entries": EntryWriter(base, opened.may_write).entries(timeline.entries),
        "grants": file.grants,
        "episodes": episodes_of(found) if opened.is_own and has_episodes(found) else [],
        **(what_next(opened, plan, base) if opened.may_write else {}),
        "tabs": case_tabs(opened, "case"),
        "hidden_groups": [FIELD_GROUP_LABELS[g] for g in FieldGroup if g not in scope],
        "breadcrumb": [(_("Cases"), reverse("cases:list")), (found.case_key, "")],
        "may_lead": opened.is_own and may(actor, Need.LEAD_TEAM),
        **header(opened, person, plan),
    }
    return TemplateResponse(request, "cases/case.html", context)
