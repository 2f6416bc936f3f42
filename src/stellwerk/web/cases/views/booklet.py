# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The client's booklet (Begleitheft): chosen, made as PDF, noted in the log."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from stellwerk.access.episodes import open_episodes
from stellwerk.access.matrix import Need
from stellwerk.access.visible import OpenedCase
from stellwerk.base.actor import Actor
from stellwerk.cases.actions.booklet import hand_out_booklet
from stellwerk.cases.queries.casefile import person_view
from stellwerk.exchange.papers import BOOKLET, LANGUAGES, paper_pdf
from stellwerk.web.cases.bookletpage import booklet_context
from stellwerk.web.cases.forms.booklet import BookletForm
from stellwerk.web.cases.views.parts import case_form_page, opened_for_work
from stellwerk.web.shell.page import page
from stellwerk.web.shell.refusals import attempt


@page(name="cases:booklet", needs=Need.WORK_ON_CASES, methods=("GET", "POST"))
def booklet(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The client says what she wants in it; nothing is chosen for her."""
    opened = opened_for_work(request, case_id)
    form = BookletForm(request.POST or None, initial={"language": _spoken(opened)})
    if form.is_valid():
        made = attempt(form, _make, actor=request.actor, opened=opened, **form.cleaned_data)
        if made:
            return _file(made.value, opened)
    return case_form_page(
        request, opened, form, _("Companion booklet"), submit=_("Make the booklet (PDF)")
    )


def _make(*, actor: Actor, opened: OpenedCase, parts: list[str], language: str) -> bytes:
    """The PDF, and the line in the log only when there is one."""
    context = booklet_context(opened, open_episodes(actor, opened), parts)
    written = paper_pdf(BOOKLET, language, context)
    hand_out_booklet(actor=actor, case=opened.case, parts=parts, language=language)
    return written


def _file(written: bytes, opened: OpenedCase) -> HttpResponse:
    name = f"begleitheft-{opened.case.case_key}.pdf"
    return HttpResponse(
        written, content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _spoken(opened: OpenedCase) -> str:
    """The first of the person's languages in which papers are written."""
    spoken = person_view(opened.case.person, opened.scope).languages
    return next((row.language.key for row in spoken if row.language.key in LANGUAGES), "de")
