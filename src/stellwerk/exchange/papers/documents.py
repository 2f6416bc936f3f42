# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Consent, alliance and receipt as papers: from the rows of a case to bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stellwerk.base.refusal import NotVisible
from stellwerk.cases.choices import FieldGroup, PaperLanguage
from stellwerk.cases.models import Alliance, Case, Transmission
from stellwerk.cases.queries.consent import ConsentView, group_keys
from stellwerk.cases.queries.extract import sections_of
from stellwerk.cases.queries.receipts import code_of
from stellwerk.cases.rules.receipts import grouped
from stellwerk.exchange.papers.printing import paper_html, paper_pdf

CONSENT = "exchange/papers/consent.html"
ALLIANCE = "exchange/papers/alliance.html"
RECEIPT = "exchange/papers/receipt.html"


@dataclass(frozen=True)
class Paper:
    """A written paper: bytes, media type, file name without a name in it."""

    content: bytes
    media_type: str
    file_name: str


def consent_paper(case: Case, name: str, view: ConsentView, file_format: str) -> Paper:
    """The consent in German and in the language in which it was explained."""
    consent = view.consent
    context = {
        "paper_title": "Einwilligung",
        "name": name,
        "groups": group_keys(consent.scope),
        "has_health": bool(consent.scope & FieldGroup.HEALTH),
        "recipients": [str(row.recipient) for row in view.recipients],
        "purpose": consent.purpose,
        "own_words": consent.own_words or "",
        "start": consent.given_on,
        "end": consent.valid_until,
        "explained_in": consent.explained_in,
        "guardian": consent.guardian or "",
    }
    return _written(CONSENT, consent.explained_in, case, context, file_format, "einwilligung")


def alliance_paper(case: Case, name: str, alliance: Alliance, file_format: str) -> Paper:
    """The alliance in German and in the language in which it was explained."""
    context = {
        "paper_title": "Arbeitsbündnis",
        "name": name,
        "agreed_on": alliance.agreed_on,
        "content": alliance.content,
        "client_side": alliance.client_side or "",
        "our_side": alliance.our_side or "",
        "guardian": "",
    }
    return _written(
        ALLIANCE, alliance.explained_in, case, context, file_format, "arbeitsbuendnis"
    )


def receipt_paper(case: Case, sent: Transmission, file_format: str) -> Paper:
    """The receipt of a transmission: what was sent to whom on what basis, and its code."""
    context = {
        "paper_title": "Übermittlungsbeleg",
        "sent": sent,
        "groups": group_keys(sent.scope),
        "titles": [section["title"] for section in sections_of(sent.content)],
        "code": code_of(sent),
        "digest": grouped(sent.digest),
    }
    return _written(RECEIPT, PaperLanguage.GERMAN, case, context, file_format, "beleg")


def _written(
    template: str, language: str, case: Case, context: Mapping[str, Any], file_format: str,
    what: str,
) -> Paper:
    whole = {"office": case.organisation.name, "number": case.case_key, **context}
    name = f"{what}-{case.case_key}"
    if file_format == "html":
        page = paper_html(template, language, whole).encode()
        return Paper(page, "text/html; charset=utf-8", f"{name}.html")
    if file_format == "pdf":
        return Paper(paper_pdf(template, language, whole), "application/pdf", f"{name}.pdf")
    raise NotVisible
