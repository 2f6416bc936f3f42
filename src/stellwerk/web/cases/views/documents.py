# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Documents of a case: the list, one document, its file, filing and removing."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.access.visible import OpenedCase, open_case
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.actions import documents as actions
from stellwerk.cases.choices import FIELD_GROUP_LABELS, FileType, ScanState
from stellwerk.cases.models import Document
from stellwerk.cases.queries.documents import content_of, document_of, documents_of
from stellwerk.exchange import virus_scan
from stellwerk.exchange.documents import attach
from stellwerk.exchange.file_types import MEDIA_TYPES, PICTURES
from stellwerk.exchange.pictures import redrawn
from stellwerk.web.cases.forms.documents import DocumentForm, NewDocumentForm
from stellwerk.web.cases.tabs import section
from stellwerk.web.cases.views.parts import answer_on_case, opened_for_work, saved, way_back
from stellwerk.web.shell.page import page

BOTH = ("GET", "POST")
# What is shown beside our pages may load nothing, run nothing and lead nowhere.
LOCKED = "default-src 'none'; sandbox"
# The browser's own viewer for PDF does not start inside a sandbox; it runs apart from our pages.
VIEWER = "default-src 'none'; object-src 'self'; style-src 'self'; form-action 'none'"
LONGEST_TEXT = 20_000


def documents_address(opened: OpenedCase) -> str:
    return reverse("cases:documents", args=[opened.case.pk])


def _found(opened: OpenedCase, row_id: UUID) -> Document:
    row = document_of(opened.case, opened.scope, row_id)
    if row is None:
        raise NotVisible
    return row


@page(name="cases:documents", needs=Need.SEE_CASES)
def documents(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """All documents that the visitor may see, newest first."""
    opened = open_case(request.actor, case_id)
    context = {
        **section(opened, "documents", _("Documents")),
        "documents": documents_of(opened.case, opened.scope),
        "is_scanned": virus_scan.is_configured(),
    }
    return TemplateResponse(request, "cases/documents.html", context)


@page(name="cases:document", needs=Need.SEE_CASES)
def document(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    """One document: what is noted of it and, where possible, a look at it."""
    opened = open_case(request.actor, case_id)
    row = _found(opened, row_id)
    is_text = row.file_type == FileType.TXT
    content = content_of(opened.case, opened.scope, row_id) if is_text else None
    context = {
        **section(opened, "documents", row.title),
        "document": row,
        "groups": [label for group, label in FIELD_GROUP_LABELS.items() if group & row.groups],
        "is_picture": row.file_type in PICTURES,
        "is_pdf": row.file_type == FileType.PDF,
        "filed_by": row.by.split(" <")[0],
        "is_not_scanned": row.scan == ScanState.NOT_SCANNED and not row.is_issued,
        "said": content.decode("utf-8-sig", "replace")[:LONGEST_TEXT] if content else "",
    }
    return TemplateResponse(request, "cases/document.html", context)


@page(name="cases:document_file", needs=Need.SEE_CASES)
def document_file(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    """The file for saving, noted in the log."""
    opened = open_case(request.actor, case_id)
    row = _found(opened, row_id)
    return _file(request, opened, row, MEDIA_TYPES[row.file_type], LOCKED, is_saved=True)


@page(name="cases:document_view", needs=Need.SEE_CASES)
def document_view(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    """The file for looking at: a PDF as it is, a picture drawn anew."""
    opened = open_case(request.actor, case_id)
    row = _found(opened, row_id)
    if row.file_type in PICTURES:
        return _file(request, opened, row, "image/jpeg", LOCKED)
    if row.file_type == FileType.PDF:
        return _file(request, opened, row, "application/pdf", VIEWER)
    raise NotVisible


def _file(
    request: HttpRequest, opened: OpenedCase, row: Document, media: str, policy: str,
    is_saved: bool = False,
) -> HttpResponse:
    content = content_of(opened.case, opened.scope, row.pk)
    if content is None:
        raise NotVisible
    if media == "image/jpeg" and not is_saved:
        content = redrawn(content)
    actions.record_download(actor=request.actor, case=opened.case, document=row)
    return HttpResponse(
        content,
        content_type=media,
        headers={
            "Content-Disposition": content_disposition_header(is_saved, row.file_name) or "",
            "Content-Security-Policy": policy,
            "Cache-Control": "private, no-store",
        },
    )


@page(name="cases:add_document", needs=Need.WORK_ON_CASES, methods=BOTH)
def add_document(request: HttpRequest, case_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    # Other pages lead here with what is to be filed ("?kind=consent&next=…").
    preset = {name: request.GET[name] for name in ("kind", "title") if request.GET.get(name)}
    form = NewDocumentForm(request.POST or None, request.FILES or None, initial=preset)
    back = way_back(request, documents_address(opened))
    return answer_on_case(
        request, opened, form, attach,
        lambda: {
            "name": form.cleaned_data["file"].name, "stream": form.cleaned_data["file"].file,
            "values": form.values,
        },
        title=_("File a document"), done=_("The document was filed."),
        go_on=lambda _row: redirect(back), template="cases/document_form.html", back=back,
        is_scanned=virus_scan.is_configured(), most=settings.DOCUMENT_MOST_BYTES // 1_000_000,
    )


@page(name="cases:edit_document", needs=Need.WORK_ON_CASES, methods=BOTH)
def edit_document(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    row = _found(opened, row_id)
    form = DocumentForm(request.POST or None, instance=row)
    back = reverse("cases:document", args=[case_id, row_id])
    return answer_on_case(
        request, opened, form, actions.change_document,
        lambda: {"document": row, "version": form.version, "values": form.values},
        title=_("Change what is noted of a document"), done=_("The document was changed."),
        go_on=lambda _changed: redirect(back), back=back,
    )


@page(name="cases:remove_document", needs=Need.WORK_ON_CASES, methods=("POST",))
def remove_document(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    """Take away what was filed by mistake."""
    opened = opened_for_work(request, case_id)
    row = _found(opened, row_id)
    actions.remove_document(actor=request.actor, case=opened.case, document=row)
    saved(request, opened, _("The document was removed."))
    return redirect(documents_address(opened))
