# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The integration biography of a person: one line over spheres, organisations and episodes."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from stellwerk.access.episodes import open_episodes
from stellwerk.access.matrix import Need
from stellwerk.access.visible import open_case
from stellwerk.cases.queries.biography import biography_of
from stellwerk.cases.rules.biography import narrowed
from stellwerk.web.cases.biographypage import BiographyWriter, Cut
from stellwerk.web.cases.forms.biography import BiographyForm
from stellwerk.web.cases.lanes import lanes
from stellwerk.web.cases.tabs import section
from stellwerk.web.shell.page import page


@page(name="cases:biography", needs=Need.SEE_CASES)
def biography(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What may be seen of the person's way, gaps and contradictions included."""
    opened = open_case(request.actor, case_id)
    found = biography_of(open_episodes(request.actor, opened), opened.scope)
    form = BiographyForm(request.GET)
    items = narrowed(found.items, form.narrowing(), found.today)
    cut = Cut(request, items)
    context = {
        **section(opened, "biography", _("Biography")),
        "form": form, "is_filtered": bool(request.GET), "cut": cut, "gap_days": found.gap_days,
        "entries": BiographyWriter().entries(cut.items),
        "drawing": lanes(items, found.today),
    }
    return TemplateResponse(request, "cases/biography.html", context)
