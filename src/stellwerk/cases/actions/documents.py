# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Filing documents on a case; a letter as issued is never changed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.keys import attach_key
from stellwerk.base.refusal import Blocker, Refusal, refuse_if
from stellwerk.cases.actions.changing import update_fields
from stellwerk.cases.actions.parts import add_part, case_key, touch
from stellwerk.cases.choices import DocumentKind
from stellwerk.cases.models import Case, Document, DocumentContent, LetterTemplate

DOCUMENT_FIELDS = ("title", "kind", "dated_on", "groups")


@dataclass(frozen=True)
class CheckedFile:
    """A file that was recognised and scanned (`exchange.documents`)."""

    name: str
    file_type: str
    content: bytes
    scan: str


def _blockers(values: Mapping[str, Any]) -> list[Blocker]:
    found = []
    if not str(values.get("title") or "").strip():
        found.append(Blocker("title_missing", _("Please name the document."), "title"))
    if not values.get("groups"):
        found.append(
            Blocker("groups_missing", _("Please choose at least one field group."), "groups")
        )
    return found


@transaction.atomic
def add_document(
    *, actor: Actor, case: Case, file: CheckedFile, values: Mapping[str, Any]
) -> Document:
    """File a document; ``values`` are keyed by ``DOCUMENT_FIELDS``. Possible after the ending too.

    Other rows name it by its id (a consent its signed copy, for example).
    """
    refuse_if(_blockers(values))
    return _store(actor, case, file, values, None)


@transaction.atomic
def file_letter(
    *, actor: Actor, case: Case, file: CheckedFile, values: Mapping[str, Any],
    template: LetterTemplate,
) -> Document:
    """Keep a letter as it was issued, with the version of the template it was written from."""
    values = {**values, "kind": DocumentKind.LETTER}
    refuse_if(_blockers(values))
    return _store(actor, case, file, values, template)


def _store(
    actor: Actor, case: Case, file: CheckedFile, values: Mapping[str, Any],
    template: LetterTemplate | None,
) -> Document:
    row = Document(
        kind=values.get("kind") or DocumentKind.OTHER, dated_on=values.get("dated_on"),
        groups=int(values["groups"]), file_type=file.file_type, size=len(file.content),
        scan=file.scan, by=actor.label, by_user_id=actor.user_id, template=template,
    )
    row.title, row.file_name = str(values["title"]).strip(), file.name
    row.sha256 = hashlib.sha256(file.content).hexdigest()
    add_part(actor=actor, case=case, row=row, kind="document", fields=[*DOCUMENT_FIELDS, "file"])
    content = DocumentContent(
        id=row.pk, case_id=case.pk, organisation_id=case.organisation_id, groups=row.groups
    )
    attach_key([content], case_key(case))
    content.content = file.content
    content.save(force_insert=True)
    touch(case)
    return row


def _refuse_issued(document: Document) -> None:
    if document.is_issued:
        raise Refusal(
            "letter_issued",
            _("This letter was issued. It stays as it is; issue a new one instead."),
        )


@transaction.atomic
def change_document(
    *, actor: Actor, case: Case, document: Document, version: int, values: Mapping[str, Any]
) -> list[str]:
    """Change what is noted of a document, never its content."""
    _refuse_issued(document)
    refuse_if(_blockers(values))
    changed = update_fields(
        actor=actor, row=document, version=version, kind="document", subjects=[case.pk],
        values=values,
    )
    if "groups" in changed:
        DocumentContent.objects.filter(pk=document.pk).update(groups=document.groups)
    if changed:
        touch(case)
    return changed


@transaction.atomic
def remove_document(*, actor: Actor, case: Case, document: Document) -> None:
    """Remove what was filed by mistake; the log keeps that it was there, not what it said."""
    _refuse_issued(document)
    DocumentContent.objects.filter(pk=document.pk, case=case).delete()
    Document.objects.filter(pk=document.pk, case=case).delete()
    record(
        actor=actor, verb=Verb.DELETED, kind="document", subjects=[case.pk, document.pk],
        fields=["file"],
    )
    touch(case)


def record_download(*, actor: Actor, case: Case, document: Document) -> None:
    """Somebody took the file out, or looked at it; the owner of a granted case learns as well."""
    for log in {actor.organisation_id, case.organisation_id}:
        record(
            actor=actor, verb=Verb.EXPORTED, kind="document", subjects=[case.pk, document.pk],
            fields=["file"], organisation_id=log,
            note="" if actor.organisation_id == case.organisation_id else "granted",
        )
