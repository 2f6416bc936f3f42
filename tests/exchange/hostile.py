# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Files that mean harm or are simply the wrong ones; used by the tests and by the bench."""

import io
import struct
import zipfile
from collections.abc import Callable

from tests.exchange.support import case, csv_files, ods, tables, xlsx

XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
LAUGHS = b"".join(
    b'<!ENTITY a%d "%s">' % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 10)
)  # fmt: skip
BILLION = b'<!DOCTYPE x [<!ENTITY a0 "ha">' + LAUGHS + b"]>"
XXE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'


def rewritten(book: bytes, change: dict[str, bytes], compress: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook with parts exchanged or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(stream, "w", compress) as new:
        for name in old.namelist():
            if name not in change:
                new.writestr(name, old.read(name))
        for name, content in change.items():
            new.writestr(name, content)
    return stream.getvalue()


def plain() -> bytes:
    return xlsx(tables())


def sheet(body: bytes, prologue: bytes = b"") -> dict[str, bytes]:
    """The first sheet's part."""
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    part = XML + prologue + head + body + b"</worksheet>"
    return {"xl/worksheets/sheet1.xml": part}


def cell(reference: str, text: bytes) -> bytes:
    return b'<c r="%s" t="inlineStr"><is><t>%s</t></is></c>' % (reference.encode(), text)


def bomb_of_zeros() -> bytes:
    return rewritten(plain(), {"xl/media/image1.png": b"\0" * (300 * 2**20)})


def bomb_of_sheets() -> bytes:
    row = b'<row r="1">' + cell("A1", b"x") + b"</row>"
    return rewritten(plain(), sheet(b"<sheetData>" + row * 4_000_000 + b"</sheetData>"))


def lying_sizes() -> bytes:
    """The directory says 1,000 bytes; the part unpacks to 50 MB."""
    book = rewritten(plain(), {"xl/media/z.png": b"\0" * (50 * 2**20)})
    real = struct.pack("<L", 50 * 2**20)
    return book.replace(real, struct.pack("<L", 1_000))


def overlapping() -> bytes:
    """Two entries of the directory share one body."""
    book = bytearray(rewritten(plain(), {"a.xml": XML + b"<a/>", "b.xml": XML + b"<b/>"}))
    with zipfile.ZipFile(io.BytesIO(bytes(book))) as archive:
        first = archive.getinfo("a.xml").header_offset
        second = archive.getinfo("b.xml").header_offset
    at = bytes(book).rfind(struct.pack("<L", second))
    book[at : at + 4] = struct.pack("<L", first)
    return bytes(book)


def many_parts() -> bytes:
    return rewritten(plain(), {f"xl/x{i}.xml": b"<a/>" for i in range(3_000)})


def wide_sheet() -> bytes:
    """Two cells in the far corners: a dense reader would need 400 GB."""
    rows = b'<row r="1">' + cell("A1", b"case_key") + b"</row>"
    rows += b'<row r="1048576">' + cell("XFD1048576", b"x") + b"</row>"
    return rewritten(plain(), sheet(b"<sheetData>" + rows + b"</sheetData>"))


def million_columns() -> bytes:
    return b"case_key;opened_on" + b";x" * 1_000_000 + b"\n"


def ods_repeats() -> bytes:
    """A few hundred bytes that stand for 17 thousand million filled cells."""
    book = ods(tables())
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        content = archive.read("content.xml")
    bomb = (
        b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        b'office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
        b"</table:table-row></table:table>"
    )
    return rewritten(book, {"content.xml": content.replace(b"</table:table>", bomb, 1)})


def deep_nesting() -> bytes:
    return rewritten(plain(), sheet(b"<a>" * 500_000 + b"</a>" * 500_000))


def password_workbook() -> bytes:
    name = "EncryptedPackage".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + name


def ods_password() -> bytes:
    manifest = XML + b"<m><manifest:encryption-data/></m>"
    return rewritten(ods(tables()), {"META-INF/manifest.xml": manifest})


def encrypted_entries() -> bytes:
    book = bytearray(plain())
    at = 0
    while (at := bytes(book).find(b"PK\x01\x02", at)) >= 0:
        book[at + 8] |= 1
        at += 4
    return bytes(book)


def with_part(name: str, content: bytes = b"x") -> bytes:
    return rewritten(plain(), {name: content})


def macro_types() -> bytes:
    macro = b"application/vnd.ms-excel.sheet.macroEnabled"
    types = XML + b'<Types><Override ContentType="%s"/></Types>' % macro
    return rewritten(plain(), {"[Content_Types].xml": types})


def big_csv() -> bytes:
    return b"case_key;opened_on\n" + b"x" * (49 * 2**20)


#: name -> (how it is made, expected code)
CORPUS: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb_of_zeros": (bomb_of_zeros, "file_bomb"),
    "bomb_of_sheets": (bomb_of_sheets, "file_bomb"),
    "lying_sizes": (lying_sizes, "file_bomb"),
    "overlapping": (overlapping, "file_bomb"),
    "many_parts": (many_parts, "file_too_many_parts"),
    "wide_sheet": (wide_sheet, "file_too_demanding"),
    "million_columns": (million_columns, "too_many_columns"),
    "ods_repeats": (ods_repeats, "file_bomb"),
    "xxe": (lambda: rewritten(plain(), sheet(b"<sheetData/>", XXE)), "file_xml"),
    "billion_laughs": (lambda: rewritten(plain(), sheet(b"&a9;", BILLION)), "file_xml"),
    "hidden_doctype": (
        lambda: rewritten(plain(), sheet(b"<sheetData/>", b"<!--" + b" " * 9_000 + b"-->" + XXE)),
        "file_xml",
    ),
    "utf16_part": (
        lambda: with_part("xl/styles.xml", XXE.decode().encode("utf-16")), "file_xml"
    ),
    "macro": (lambda: with_part("xl/vbaProject.bin"), "file_macros"),
    "macro_types": (macro_types, "file_macros"),
    "macro_sheet": (lambda: with_part("xl/macrosheets/sheet1.xml"), "file_macros"),
    "basic_in_ods": (
        lambda: rewritten(ods(tables()), {"Basic/Standard/Module1.xml": b"<a/>"}), "file_macros"
    ),
    "external_link": (lambda: with_part("xl/externalLinks/externalLink1.xml"), "file_links"),
    "connection": (lambda: with_part("xl/connections.xml"), "file_links"),
    "nested_zip": (lambda: with_part("xl/media/inner.zip"), "file_nested"),
    "embedding": (lambda: with_part("xl/embeddings/oleObject1.doc"), "file_nested"),
    "path_outside": (lambda: with_part("../../etc/passwd"), "file_damaged"),
    "password": (password_workbook, "file_encrypted"),
    "password_ods": (ods_password, "file_encrypted"),
    "encrypted_entries": (encrypted_entries, "file_encrypted"),
    "old_xls": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096, "file_old_format"),
    "truncated": (lambda: plain()[:-400], "file_damaged"),
    "torn_inside": (lambda: plain()[:60] + b"\xff" * 140 + plain()[200:], "file_damaged"),
    "word_document": (
        lambda: rewritten(b"PK\x05\x06" + b"\0" * 18, {"word/document.xml": b"<a/>"}), "file_type"
    ),
    "xlsb": (lambda: with_part("xl/workbook.bin"), "file_type"),
    "pdf": (lambda: b"%PDF-1.7\n" + b"x" * 100, "file_type"),
    "html": (lambda: b"<html><table><tr><td>a</td></tr></table></html>", "file_type"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0", "file_type"),
    "empty": (lambda: b"", "file_empty"),
    "too_large": (big_csv, "file_too_large"),
    "zip_of_workbooks": (
        lambda: rewritten(b"PK\x05\x06" + b"\0" * 18, {"cases.csv": plain()}), "file_nested"
    ),
    "csv_with_nul": (lambda: csv_files(tables(cases=[case("F\x001")]))["cases.csv"], "file_type"),
    "csv_quote_never_closed": (
        lambda: b'case_key;opened_on\n"F-1;1.1.2024\n' + b"x\n" * 100_000, "csv_broken"
    ),
    "not_decodable": (lambda: b"case_key;opened_on\n\x81\x8d;1.1.2024\n", "file_encoding"),
}  # fmt: skip
