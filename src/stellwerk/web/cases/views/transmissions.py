# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What is sent to other organisations, what came in from them, and what is entrusted."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.access.received import open_received, open_sent, received_list, sent_list
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.actions import entrusting, transmitting
from stellwerk.cases.queries.extract import ENTRUSTABLE, entrusted_rows, row_words, sections_of
from stellwerk.cases.queries.receipts import code_of, verdict_on
from stellwerk.cases.rules.receipts import grouped
from stellwerk.exchange.papers.documents import receipt_paper
from stellwerk.web.cases.forms.consents import CodeForm, EntrustForm, TransmitForm
from stellwerk.web.cases.tabs import section
from stellwerk.web.cases.views.consents import paper_answer
from stellwerk.web.cases.views.parts import (
    answer_on_case,
    found_part,
    opened_for_work,
)
from stellwerk.web.shell.page import page

BOTH = ("GET", "POST")
_MOST = 200


@page(name="cases:transmissions", needs=Need.WORK_ON_CASES)
def transmissions(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Everything that was sent from this case, and what is entrusted in it."""
    opened = opened_for_work(request, case_id)
    context = {
        "sent": sent_list(opened),
        "entrusted": entrusted_rows(opened.case),
        **section(opened, "transmissions", _("Transmissions")),
    }
    return TemplateResponse(request, "cases/transmissions.html", context)


@page(name="cases:transmit", needs=Need.WORK_ON_CASES, methods=BOTH)
def transmit(request: HttpRequest, case_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    rows = entrusted_rows(opened.case)
    form = TransmitForm(request.POST or None, case=opened.case, entrusted=rows)
    back = reverse("cases:transmissions", args=[opened.case.pk])
    return answer_on_case(
        request, opened, form, transmitting.transmit, form.asks,
        title=_("Send to another office"), done=_("It was sent. This is the receipt."),
        submit=_("Send now"), back=back,
        go_on=lambda sent: redirect("cases:transmission", opened.case.pk, sent.pk),
        lead=_(
            "What you tick is sent as it stands now. The act is logged and cannot be undone; the"
            " recipient finds it under incoming transmissions."
        ),
    )


@page(name="cases:transmission", needs=Need.WORK_ON_CASES)
def transmission(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    """Receipt and content of what was sent."""
    opened = opened_for_work(request, case_id)
    sent = open_sent(request.actor, opened, row_id)
    context = {
        "sent": sent,
        "sections": sections_of(sent.content),
        "code": code_of(sent),
        "digest": grouped(sent.digest),
        **section(opened, "transmissions", sent.number),
    }
    return TemplateResponse(request, "cases/transmission.html", context)


@page(name="cases:receipt", needs=Need.WORK_ON_CASES)
def receipt(
    request: HttpRequest, case_id: UUID, row_id: UUID, paper_format: str
) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    sent = open_sent(request.actor, opened, row_id)
    return paper_answer(receipt_paper(opened.case, sent, paper_format))


@page(name="cases:entrust", needs=Need.WORK_ON_CASES, methods=BOTH)
def entrust(request: HttpRequest, case_id: UUID, kind: str, row_id: UUID) -> HttpResponse:
    """Mark one row as entrusted, or take the mark off."""
    opened = opened_for_work(request, case_id)
    if kind not in ENTRUSTABLE:
        raise NotVisible
    row = found_part(opened, ENTRUSTABLE[kind], row_id)
    form = EntrustForm(request.POST or None, initial={"is_entrusted": row.is_entrusted})
    return answer_on_case(
        request, opened, form, entrusting.set_entrusted,
        lambda: {"row": row, "kind": kind, **form.cleaned_data},
        title=_("Entrusted"), quote=" · ".join(part for part in row_words(row) if part),
        done=_("The mark was saved."), lead=_(
            "What somebody entrusted to you personally (§ 65 SGB VIII, § 203 StGB) is shown to no"
            " other office, whatever was granted to it, and is sent only when ticked by itself."
        ),
    )


@page(name="cases:inbox", needs=Need.SEE_CASES)
def inbox(request: HttpRequest) -> HttpResponse:
    """What other organisations sent to the visitor's."""
    rows = received_list(request.actor, _MOST)
    return TemplateResponse(request, "cases/inbox.html", {"received": rows})


@page(name="cases:received", needs=Need.SEE_CASES)
def received(request: HttpRequest, transmission_id: UUID) -> HttpResponse:
    """One received transmission; the sender sees in her log that it was read."""
    sent = open_received(request.actor, transmission_id)
    context = {
        "sent": sent,
        "sections": sections_of(sent.content),
        "code": code_of(sent),
        "digest": grouped(sent.digest),
        "breadcrumb": [(_("Incoming transmissions"), reverse("cases:inbox")), (sent.number, "")],
    }
    return TemplateResponse(request, "cases/received.html", context)


@page(name="cases:verify", needs=Need.SEE_CASES, methods=BOTH)
def verify(request: HttpRequest) -> HttpResponse:
    """Whether a receipt is genuine; only sender and recipient learn anything."""
    form = CodeForm(request.POST or None)
    verdict = verdict_on(form.cleaned_data["code"]) if form.is_valid() else None
    context = {
        "form": form,
        "verdict": verdict,
        "breadcrumb": [
            (_("Incoming transmissions"), reverse("cases:inbox")), (_("Check a receipt"), ""),
        ],
    }
    status = 422 if request.method == "POST" and verdict is None else 200
    return TemplateResponse(request, "cases/verify.html", context, status=status)


