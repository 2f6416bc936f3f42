# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Documents of a case, within what may be seen; the templates of an organisation."""

from uuid import UUID

from django.db.models import Max, QuerySet

from stellwerk.base.keys import share_key
from stellwerk.cases.choices import DocumentKind, FieldGroup
from stellwerk.cases.models import Case, Document, DocumentContent, LetterTemplate
from stellwerk.cases.queries.casefile import opened, within

#: More are not shown on one page; a case has a few dozen.
MOST = 300


def documents_of(case: Case, scope: FieldGroup) -> list[Document]:
    """Newest first, without their contents."""
    rows = Document.objects.filter(case=case).order_by("-created_at", "id")
    return opened(within(rows, scope)[:MOST], case)


def document_of(case: Case, scope: FieldGroup, document_id: UUID) -> Document | None:
    """One document of the case within the scope, with its key."""
    rows = Document.objects.filter(case=case, pk=document_id).select_related("template")
    return next(iter(opened(within(rows, scope), case)), None)


def signed_copies(case: Case, scope: FieldGroup) -> list[Document]:
    """What a consent or a plan can name as its signed paper, newest first."""
    kinds = (DocumentKind.CONSENT, DocumentKind.AGREEMENT)
    rows = Document.objects.filter(case=case, kind__in=kinds).order_by("-created_at", "id")
    return opened(within(rows, scope)[:MOST], case)


def content_of(case: Case, scope: FieldGroup, document_id: UUID) -> bytes | None:
    """The content of a document within the scope; None when it is gone or not readable."""
    rows = within(DocumentContent.objects.filter(case=case, pk=document_id), scope)
    row = rows.first()
    if row is None:
        return None
    share_key(case, [row])
    content: bytes | None = row.content
    return content


def templates_of(organisation_id: UUID, *, retired: bool = False) -> list[LetterTemplate]:
    """The newest version of every template, without contents."""
    rows = LetterTemplate.objects.filter(organisation_id=organisation_id)
    newest = rows.values("series").annotate(top=Max("number")).values_list("series", "top")
    latest = dict(newest)
    found = rows.defer("content").order_by("kind", "name", "id")
    if not retired:
        found = found.filter(retired_at__isnull=True)
    return [row for row in found if latest.get(row.series) == row.number]


def template_of(organisation_id: UUID, template_id: UUID) -> LetterTemplate | None:
    """One version of a template of the organisation, with its content."""
    return _templates(organisation_id).filter(pk=template_id).first()


def versions_of(template: LetterTemplate) -> list[LetterTemplate]:
    """All versions of the template, newest first, without contents."""
    rows = _templates(template.organisation_id).filter(series=template.series)
    return list(rows.defer("content").order_by("-number"))


def _templates(organisation_id: UUID) -> QuerySet[LetterTemplate]:
    return LetterTemplate.objects.filter(organisation_id=organisation_id)
