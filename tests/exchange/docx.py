# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""DOCX files for tests, as small as they can be."""

import io
import zipfile
from collections.abc import Iterable

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/'
    '2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def paragraph(*runs: str) -> str:
    """A paragraph whose runs are cut as given."""
    said = "".join(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{run}</w:t></w:r>" for run in runs)
    return f"<w:p>{said}</w:p>"


def body(paragraphs: Iterable[str], tag: str = "document") -> str:
    inside = "".join(paragraphs)
    inside = f"<w:body>{inside}</w:body>" if tag == "document" else inside
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{tag} xmlns:w="{W}">{inside}</w:{tag}>'


def docx(*paragraphs: str, types: str = TYPES, **parts: str | bytes) -> bytes:
    """A file with these paragraphs; ``parts`` by name with ``__`` for a slash, ``_`` for a dot."""
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", types)
        packed.writestr("word/document.xml", body(paragraphs))
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").replace("_", "."), content)
    return book.getvalue()


def texts_of(content: bytes, part: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return packed.read(part).decode()
