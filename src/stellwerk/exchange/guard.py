# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Looking at a file before anything opens it.

Reads only the directory of a ZIP and the first bytes of its parts, so that a refusal costs
milliseconds. What inflating alone can tell (sizes that lie) the reading process checks under
its limits (`reader.py`).
"""

import re
import struct
import zipfile
import zlib
from enum import StrEnum
from typing import IO

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Refusal

# Generous for 20,000 cases, 200,000 appointments and 60,000 goals (about 15 MB as .xlsx).
MOST_BYTES = 48 * 1024 * 1024
MOST_UNPACKED = 512 * 1024 * 1024
MOST_PARTS = 1_000
# Table XML packs 10 to 60 times; deflate's own limit, which only bombs reach, is 1,032.
MOST_RATIO = 250
RATIO_MATTERS_ABOVE = 4 * 1024 * 1024
MOST_DIRECTORY = 512 * 1024
PROLOGUE = 8 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_END = b"PK\x05\x06"
_PACKED = (".zip", ".xlsx", ".xlsm", ".xls", ".ods", ".gz", ".bz2", ".xz", ".7z", ".rar", ".bin")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_ROOT = re.compile(rb"<[A-Za-z_]")
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)


class FileKind(StrEnum):
    XLSX = "xlsx"
    ODS = "ods"
    CSV = "csv"
    FOLDER = "folder"  # a ZIP with cases.csv, appointments.csv, goals.csv


def inspect(stream: IO[bytes]) -> FileKind:
    """What the file is by its content. Raises `Refusal` with one clear sentence."""
    stream.seek(0, 2)
    size = stream.tell()
    stream.seek(0)
    if size == 0:
        raise Refusal("file_empty", _("The file is empty."))
    if size > MOST_BYTES:
        raise Refusal(
            "file_too_large",
            _("The file has %(size)d MB; at most %(most)d MB are read.")
            % {"size": size // 2**20, "most": MOST_BYTES // 2**20},
        )
    head = stream.read(4096)
    if head.startswith(b"PK"):
        return _inspect_zip(stream, size)
    if head.startswith(_OLE):
        raise _ole_refusal(stream)
    if _looks_binary(head):
        raise Refusal(
            "file_type",
            _("This is no table: please send an .xlsx or .ods workbook or CSV files."),
        )
    return FileKind.CSV


def _looks_binary(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False  # UTF-16 text; the reader says more
    start = head.lstrip()[:64].lower()
    return b"\0" in head or start.startswith((b"%pdf", b"<", b"{\\rtf", b"\x1f\x8b", b"{"))


def _ole_refusal(stream: IO[bytes]) -> Refusal:
    stream.seek(0)
    if _ENCRYPTED_PACKAGE in stream.read(MOST_BYTES):
        return Refusal(
            "file_encrypted",
            _("The workbook is protected with a password. Save it without one, then send it."),
        )
    return Refusal(
        "file_old_format",
        _("This is an old .xls workbook (or another Office file). Save it as .xlsx."),
    )


def _inspect_zip(stream: IO[bytes], size: int) -> FileKind:
    _check_directory_size(stream, size)
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            _check_sizes(parts)
            _check_overlap(parts)
            kind = _kind_of(archive, {part.filename for part in parts})
            _check_contents(parts, kind)
            _check_prologues(archive, parts)
            return kind
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError) as problem:
        raise _damaged() from problem
    except (RuntimeError, ValueError, KeyError, NotImplementedError) as problem:
        raise _damaged() from problem


def inspect_office(stream: IO[bytes], size: int) -> None:
    """Whether an Office document of any kind may be opened: sizes, macros, declarations."""
    _check_directory_size(stream, size)
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            _check_sizes(parts)
            _check_overlap(parts)
            _check_office_parts(archive, parts)
            _check_prologues(archive, parts)
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError) as problem:
        raise _damaged() from problem
    except (RuntimeError, ValueError, KeyError, NotImplementedError) as problem:
        raise _damaged() from problem


def _check_office_parts(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """No macros by whatever name; pictures and embedded tables are a document's own business."""
    for part in parts:
        name = part.filename.replace("\\", "/").casefold()
        if "vbaproject" in name or "/activex/" in name or name.startswith(("basic/", "scripts/")):
            raise _macros()
        if name.startswith("/") or ".." in name.split("/"):
            raise Refusal("file_damaged", _("The file names parts outside of itself."))
        if name not in ("[content_types].xml", "meta-inf/manifest.xml"):
            continue
        said = archive.open(part).read(256 * 1024)
        if b"macroEnabled" in said:
            raise _macros()
        if b"encryption-data" in said:
            raise Refusal(
                "file_encrypted",
                _("The workbook is protected with a password. Save it without one, then send it."),
            )


def _damaged() -> Refusal:
    return Refusal("file_damaged", _("The file is damaged or cut off; it cannot be opened."))


def _check_directory_size(stream: IO[bytes], size: int) -> None:
    """Before the directory is read: a directory with a million entries is itself a bomb."""
    tail = min(size, 65_557)
    stream.seek(size - tail)
    data = stream.read(tail)
    at = data.rfind(_END)
    if at < 0 or len(data) < at + 22:
        raise _damaged()
    entries, length = struct.unpack("<HL", data[at + 10 : at + 16])
    if entries > MOST_PARTS or length > MOST_DIRECTORY:
        raise Refusal(
            "file_too_many_parts",
            _("The file consists of far too many parts to be a table of cases."),
        )


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS:
        raise Refusal(
            "file_too_many_parts",
            _("The file consists of far too many parts to be a table of cases."),
        )
    if any(part.flag_bits & 0x1 for part in parts):
        raise Refusal(
            "file_encrypted",
            _("The workbook is protected with a password. Save it without one, then send it."),
        )
    # Deflate never grows a text by more than a few bytes: such a directory entry lies.
    lies = any(part.compress_size > part.file_size + part.file_size // 64 + 128 for part in parts)
    bomb = lies or any(
        part.file_size > RATIO_MATTERS_ABOVE
        and part.file_size > MOST_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if bomb or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refusal(
            "file_bomb",
            _("Unpacked, the file would become far too large. It is not opened."),
        )
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise Refusal("file_type", _("The file is packed in a way that workbooks do not use."))


def _check_overlap(parts: list[zipfile.ZipInfo]) -> None:
    """Parts that share bytes unpack to more than the file can honestly hold."""
    end = 0
    for part in sorted(parts, key=lambda one: one.header_offset):
        if part.header_offset < end:
            raise Refusal(
                "file_bomb", _("Parts of the file lie on top of each other. It is not opened.")
            )
        end = part.header_offset + 30 + part.compress_size


def _kind_of(archive: zipfile.ZipFile, names: set[str]) -> FileKind:
    if "mimetype" in names:
        mimetype = archive.open("mimetype").read(200).strip()
        if mimetype == _ODS and "content.xml" in names:
            _check_ods_encryption(archive, names)
            return FileKind.ODS
    elif "[Content_Types].xml" in names:
        if "xl/workbook.bin" in names:
            raise Refusal("file_type", _("This is an .xlsb workbook. Save it as .xlsx."))
        if any(name.startswith("xl/") for name in names):
            types = archive.open("[Content_Types].xml").read(256 * 1024)
            if b"macroEnabled" in types:
                raise _macros()
            return FileKind.XLSX
    elif names and all(_plain_name(name).endswith((".csv", ".txt")) for name in names):
        return FileKind.FOLDER
    raise Refusal(
        "file_type",
        _("This is no table: please send an .xlsx or .ods workbook or CSV files."),
    )


def _plain_name(name: str) -> str:
    return name.rsplit("/", 1)[-1].casefold()


def _check_ods_encryption(archive: zipfile.ZipFile, names: set[str]) -> None:
    if "META-INF/manifest.xml" in names:
        manifest = archive.open("META-INF/manifest.xml").read(256 * 1024)
        if b"encryption-data" in manifest:
            raise Refusal(
                "file_encrypted",
                _("The workbook is protected with a password. Save it without one, then send it."),
            )


def _macros() -> Refusal:
    return Refusal(
        "file_macros",
        _("The workbook contains macros. Save it as .xlsx or .ods without macros."),
    )


def _check_contents(parts: list[zipfile.ZipInfo], kind: FileKind) -> None:
    """Nothing that runs, nothing that reaches out, no file within the file."""
    for part in parts:
        name = part.filename.replace("\\", "/").casefold()
        if (
            "vbaproject" in name
            or name.startswith(("xl/macrosheets/", "xl/dialogsheets/", "basic/", "scripts/"))
            or "/activex/" in name
        ):
            raise _macros()
        if name.startswith(("xl/externallinks/", "xl/connections", "xl/querytables/")):
            raise Refusal(
                "file_links",
                _("The workbook draws on other files or sources. Cut the links, then send it."),
            )
        inner = name.endswith(_PACKED) and "printersettings" not in name
        if inner or "/embeddings/" in name or (kind == FileKind.ODS and name.startswith("object ")):
            raise Refusal(
                "file_nested", _("The file contains further files. Remove them, then send it.")
            )
        if name.startswith("/") or ".." in name.split("/"):
            raise Refusal("file_damaged", _("The file names parts outside of itself."))


def _check_prologues(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """No document type declarations: they are what XXE and entity bombs are made of.

    A declaration must stand before the first element, so the first bytes tell.
    """
    for part in parts:
        if not part.filename.casefold().endswith((".xml", ".rels", ".rdf", ".vml")):
            continue
        with archive.open(part) as xml:
            head = xml.read(PROLOGUE)
        if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head[:64]:
            raise Refusal("file_xml", _("The workbook is written in an unusual encoding."))
        root = _ROOT.search(head)
        if _DECLARATION.search(head) or (root is None and len(head) == PROLOGUE):
            raise Refusal(
                "file_xml",
                _("The workbook contains declarations that no spreadsheet writes."),
            )
