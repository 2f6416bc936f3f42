# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Templates come in checked; letters are written from them and kept as issued."""

from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _

from stellwerk.base.actor import Actor
from stellwerk.base.refusal import Refusal
from stellwerk.cases.actions.documents import CheckedFile, file_letter
from stellwerk.cases.actions.templates import add_template, add_version
from stellwerk.cases.choices import FileType, ScanState
from stellwerk.cases.models import Case, Document, LetterTemplate
from stellwerk.cases.rules.placeholders import groups_of
from stellwerk.exchange import virus_scan
from stellwerk.exchange.file_types import safe_name
from stellwerk.exchange.letter_files import MOST_BYTES, check_template, fill

#: What stands where a value is missing and nobody wrote one: a line to fill in by hand.
BLANK = "____________________"


def take_in(
    *, actor: Actor, name: str, kind: str, stream: IO[bytes]
) -> LetterTemplate:
    """Check an uploaded template and add it. Raises one `Refusal` naming all that is wrong."""
    return add_template(actor=actor, name=name, kind=kind, content=_checked(stream))


def take_in_version(
    *, actor: Actor, template: LetterTemplate, stream: IO[bytes]
) -> LetterTemplate:
    """Check an uploaded file and make it the template's newest version."""
    return add_version(actor=actor, template=template, content=_checked(stream))


def _checked(stream: IO[bytes]) -> bytes:
    stream.seek(0)
    content = stream.read(MOST_BYTES + 1)
    check_template(content)
    virus_scan.scan(content)
    return content


def placeholders_of(template: LetterTemplate) -> list[str]:
    """The placeholders that a stored template uses."""
    return check_template(bytes(template.content))


def issue(
    *, actor: Actor, case: Case, template: LetterTemplate, values: Mapping[str, str | None],
    notes: Mapping[str, Any], of_rows: Mapping[str, int],
) -> Document:
    """Write a letter and keep it as issued; ``notes`` as `add_document` takes them.

    ``values`` are keyed by placeholder; what is missing becomes a line to fill in by hand. The
    document needs the field groups of all that stands in it (``of_rows``: `groups_of`), whatever
    was chosen beyond them.
    """
    if template.retired_at is not None:
        raise Refusal("template_retired", _("This template is no longer offered."))
    told = [word for word in placeholders_of(template) if values.get(word)]
    notes = {**notes, "groups": int(notes["groups"]) | groups_of(told, of_rows)}
    said = {word: value or BLANK for word, value in values.items()}
    content = fill(bytes(template.content), said)
    name = safe_name(f"{notes.get('title') or template.name}.docx", FileType.DOCX)
    file = CheckedFile(name, FileType.DOCX, content, ScanState.NOT_SCANNED)
    return file_letter(actor=actor, case=case, file=file, values=notes, template=template)


def printable(template: LetterTemplate, values: Mapping[str, str]) -> bytes:
    """The template for use without a case: what belongs to a case is a line to fill in."""
    words = dict.fromkeys(placeholders_of(template), BLANK)
    return fill(bytes(template.content), words | dict(values))
