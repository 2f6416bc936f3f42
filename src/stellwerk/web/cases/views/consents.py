# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Alliance and consents of a case, and their papers."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.access.visible import OpenedCase
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.actions import alliance as alliances
from stellwerk.cases.actions import consent as consenting
from stellwerk.cases.models import Alliance
from stellwerk.cases.queries.consent import (
    ConsentView,
    alliances_of,
    consent_of,
    consents_of,
)
from stellwerk.cases.queries.documents import signed_copies
from stellwerk.exchange.documents import note_signed_paper
from stellwerk.exchange.papers.documents import Paper, alliance_paper, consent_paper
from stellwerk.web.cases.forms.consents import AllianceForm, GiveConsentForm, SignedPaperForm
from stellwerk.web.cases.tabs import section
from stellwerk.web.cases.views.parts import (
    answer_on_case,
    display_name,
    found_part,
    opened_for_work,
    saved,
)
from stellwerk.web.shell.page import page

BOTH = ("GET", "POST")


def _place(opened: OpenedCase) -> str:
    return reverse("cases:consents", args=[opened.case.pk])


def found_consent(opened: OpenedCase, row_id: UUID) -> ConsentView:
    """One consent of the opened case, or the same 404 as for one that never was."""
    view = consent_of(opened.case, row_id)
    if view is None:
        raise NotVisible
    return view


def paper_answer(paper: Paper) -> HttpResponse:
    """A paper to keep or print; its name names nobody."""
    return HttpResponse(
        paper.content,
        content_type=paper.media_type,
        headers={"Content-Disposition": f'attachment; filename="{paper.file_name}"'},
    )


@page(name="cases:consents", needs=Need.WORK_ON_CASES)
def consents(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What was agreed on, what the client allows to whom, and what it can be printed as."""
    opened = opened_for_work(request, case_id)
    context = {
        "consents": consents_of(opened.case),
        "alliances": alliances_of(opened.case, opened.scope),
        "copies": {row.pk for row in signed_copies(opened.case, opened.scope)},
        **section(opened, "consents", _("Alliance and consents")),
    }
    return TemplateResponse(request, "cases/consents.html", context)


@page(name="cases:add_consent", needs=Need.WORK_ON_CASES, methods=BOTH)
def add_consent(request: HttpRequest, case_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    form = GiveConsentForm(request.POST or None, case=opened.case)
    return answer_on_case(
        request, opened, form, consenting.give_consent, form.asks,
        title=_("Note a consent"), done=_("The consent was noted. The paper can be printed now."),
        submit=_("Note the consent"), back=_place(opened),
        go_on=lambda _result: redirect(_place(opened)),
        lead=_(
            "First explain, then note. The chosen offices see what is ticked from this moment"
            " on, until the consent ends or is revoked."
        ),
    )


@page(name="cases:revoke_consent", needs=Need.WORK_ON_CASES, methods=("POST",))
def revoke_consent(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    """Wholly, or for the one organisation that was sent along."""
    opened = opened_for_work(request, case_id)
    view = found_consent(opened, row_id)
    wanted = request.POST.get("recipient", "")
    only = next((row.recipient_id for row in view.active if str(row.recipient_id) == wanted), None)
    if wanted and only is None:
        raise NotVisible
    consenting.revoke_consent(
        actor=request.actor, case=opened.case, consent=view.consent, recipient_id=only
    )
    saved(request, opened, _("The consent was revoked. Access has ended."))
    return redirect(_place(opened))


@page(name="cases:sign_consent", needs=Need.WORK_ON_CASES, methods=BOTH)
def sign_consent(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    """When the signed paper came, where it lies, and its copy."""
    opened = opened_for_work(request, case_id)
    row = found_consent(opened, row_id).consent
    form = SignedPaperForm(request.POST or None, request.FILES or None, instance=row)
    return answer_on_case(
        request, opened, form, note_signed_paper,
        lambda: {
            "consent": row, "version": form.version, "values": form.values,
            "upload": form.cleaned_data["file"], "title": _("Signed consent"),
        },
        title=_("Signed paper"), done=_("The signed paper was noted."), back=_place(opened),
        go_on=lambda _result: redirect(_place(opened)),
    )


@page(name="cases:consent_paper", needs=Need.WORK_ON_CASES)
def print_consent(
    request: HttpRequest, case_id: UUID, row_id: UUID, paper_format: str
) -> HttpResponse:
    """PDF or page to print, in German and in the language of the client."""
    opened = opened_for_work(request, case_id)
    view = found_consent(opened, row_id)
    return paper_answer(consent_paper(opened.case, display_name(opened), view, paper_format))


@page(name="cases:add_alliance", needs=Need.WORK_ON_CASES, methods=BOTH)
def add_alliance(request: HttpRequest, case_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    form = AllianceForm(request.POST or None)
    return answer_on_case(
        request, opened, form, alliances.add_alliance, lambda: {"values": form.values},
        title=_("Note the working alliance"), done=_("The working alliance was noted."),
        back=_place(opened), go_on=lambda _result: redirect(_place(opened)),
    )


@page(name="cases:edit_alliance", needs=Need.WORK_ON_CASES, methods=BOTH)
def edit_alliance(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    row = found_part(opened, Alliance, row_id)
    form = AllianceForm(request.POST or None, instance=row)
    return answer_on_case(
        request, opened, form, alliances.change_alliance,
        lambda: {"alliance": row, "version": form.version, "values": form.values},
        title=_("Change the working alliance"), done=_("The working alliance was changed."),
        back=_place(opened), go_on=lambda _result: redirect(_place(opened)),
    )


@page(name="cases:alliance_paper", needs=Need.WORK_ON_CASES)
def print_alliance(
    request: HttpRequest, case_id: UUID, row_id: UUID, paper_format: str
) -> HttpResponse:
    """PDF or page to print, in German and in the language of the client."""
    opened = opened_for_work(request, case_id)
    row = found_part(opened, Alliance, row_id)
    return paper_answer(alliance_paper(opened.case, display_name(opened), row, paper_format))
