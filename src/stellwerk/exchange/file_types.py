# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What a document is, told by its content: a name proves nothing.

Office files are looked into as closely as a workbook of cases (`guard`): no macros, no bombs, no
declarations.
"""

import io
import re
import zipfile

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Refusal
from stellwerk.cases.choices import FileType
from stellwerk.exchange import guard

MEDIA_TYPES: dict[str, str] = {
    FileType.PDF: "application/pdf",
    FileType.JPEG: "image/jpeg",
    FileType.PNG: "image/png",
    FileType.WEBP: "image/webp",
    FileType.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileType.ODT: "application/vnd.oasis.opendocument.text",
    FileType.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileType.TXT: "text/plain; charset=utf-8",
}
EXTENSIONS: dict[str, str] = {str(kind): f".{kind}" for kind in FileType}
EXTENSIONS[FileType.JPEG] = ".jpg"
PICTURES = frozenset({FileType.JPEG, FileType.PNG, FileType.WEBP})

_ODT = b"application/vnd.oasis.opendocument.text"
_MARKUP = re.compile(rb"\s*(?:<[!?a-z]|\{\\rtf|%!ps|#!)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
# Also what turns the reading direction, so that "exe.txt" stays what it is.
_UNSAFE_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]')
_LONGEST_NAME = 120


def detect(content: bytes) -> FileType:
    """The type of a file. Raises `Refusal` with one clear sentence."""
    if not content:
        raise Refusal("file_empty", _("The file is empty."), field="file")
    if content.startswith(b"%PDF-"):
        return FileType.PDF
    if content.startswith(b"\xff\xd8\xff"):
        return FileType.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileType.PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return FileType.WEBP
    if content.startswith(b"PK"):
        return _packed_type(content)
    if _is_text(content):
        return FileType.TXT
    raise _unknown()


def _unknown() -> Refusal:
    return Refusal(
        "file_type",
        _("This type of file is not taken. Possible are: %(types)s.")
        % {"types": ", ".join(str(kind.label) for kind in FileType)},
        field="file",
    )


def _is_text(content: bytes) -> bool:
    """Readable text that no program takes for anything else."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not _CONTROL.search(text) and not _MARKUP.match(content[:64])


def _packed_type(content: bytes) -> FileType:
    with open_package(content) as package:
        names = set(package.namelist())
        if "mimetype" in names:
            if package.open("mimetype").read(200).strip() == _ODT and "content.xml" in names:
                return FileType.ODT
        elif "[Content_Types].xml" in names:
            if "word/document.xml" in names:
                return FileType.DOCX
            if "xl/workbook.xml" in names:
                return FileType.XLSX
    raise _unknown()


def open_package(content: bytes) -> zipfile.ZipFile:
    """An Office file, opened after the guard has looked at it. Raises `Refusal`."""
    stream = io.BytesIO(content)
    try:
        guard.inspect_office(stream, len(content))
        return zipfile.ZipFile(stream)
    except Refusal as refusal:
        raise Refusal(refusal.code, _words(refusal), field="file") from None


def _words(refusal: Refusal) -> str:
    """The guard's reasons, said of a document instead of a workbook."""
    words = {
        "file_encrypted": _("The file is protected with a password. Save it without one."),
        "file_macros": _("The file contains macros. Save it without macros."),
        "file_too_many_parts": _("The file consists of far too many parts to be a document."),
        "file_xml": _("The file contains declarations that no text program writes."),
    }
    return words.get(refusal.code, str(refusal.message))


def safe_name(name: str, file_type: str) -> str:
    """A file's name without folders and hidden characters, ending as its content demands."""
    plain = _UNSAFE_IN_NAMES.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    extension = EXTENSIONS[file_type]
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 5:
        stem = plain
    stem = stem or _("document")
    return f"{stem[:_LONGEST_NAME]}{extension}"
