# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Taking a document in: size, type by content, virus scan; then it is filed on the case."""

from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from stellwerk.base.actor import Actor
from stellwerk.base.refusal import Refusal
from stellwerk.cases.actions import consent as consenting
from stellwerk.cases.actions.documents import CheckedFile, add_document
from stellwerk.cases.choices import ENTRUSTED, DocumentKind, FieldGroup
from stellwerk.cases.models import Case, Consent, Document
from stellwerk.exchange import virus_scan
from stellwerk.exchange.file_types import detect, safe_name


def attach(
    *, actor: Actor, case: Case, name: str, stream: IO[bytes], values: Mapping[str, Any]
) -> Document:
    """Check an uploaded file and file it; ``values`` as `add_document` takes them."""
    file = checked_file(name, stream)
    return add_document(actor=actor, case=case, file=file, values=values)


@transaction.atomic
def note_signed_paper(
    *, actor: Actor, case: Case, consent: Consent, version: int | None, values: Mapping[str, Any],
    upload: Any = None, title: str = "",
) -> list[str]:
    """Note a consent's signed paper; an ``upload`` (name, file) is filed as its signed copy.

    The copy names every recipient, and none is to learn of another: it is entrusted.
    Raises `Refusal` and files nothing when the file is doubtful or the consent was changed since.
    """
    copy = None
    if upload is not None:
        copy = attach(
            actor=actor, case=case, name=upload.name, stream=upload.file,
            values={
                "title": title, "kind": DocumentKind.CONSENT, "dated_on": values.get("signed_on"),
                "groups": int(FieldGroup.IDENTITY | FieldGroup.NOTES) | ENTRUSTED,
            },
        ).pk
    return consenting.note_signed_paper(
        actor=actor, case=case, consent=consent, version=version, signed_copy=copy, **values
    )


def checked_file(name: str, stream: IO[bytes]) -> CheckedFile:
    """The file, once nothing about it is in doubt. Raises `Refusal` (field ``file``)."""
    stream.seek(0)
    content = stream.read(settings.DOCUMENT_MOST_BYTES + 1)
    if len(content) > settings.DOCUMENT_MOST_BYTES:
        raise Refusal(
            "file_too_large",
            _("The file is larger than %(most)d MB.")
            % {"most": settings.DOCUMENT_MOST_BYTES // 1_000_000},
            field="file",
        )
    file_type = detect(content)
    state = virus_scan.scan(content)
    return CheckedFile(safe_name(name, file_type), file_type, content, state)
