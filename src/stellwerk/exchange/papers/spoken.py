# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Arabic script that can be read aloud, searched and copied from a PDF.

The font draws an Arabic letter as a bare shape and its dots; several letters share a shape, so
that shapes alone do not say which letter they are. Each line therefore carries its text
(``ActualText``, ISO 32000-1, 14.9.4).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

_ARABIC = ("\u0600", "\u06ff")
# Marks of direction are for whoever sets the line, not for whoever reads it.
_SILENT = dict.fromkeys([0x200E, 0x200F, *range(0x2066, 0x206A)])


def is_arabic(text: str) -> bool:
    return any(_ARABIC[0] <= letter <= _ARABIC[1] for letter in text)


@cache
def carry_text() -> None:
    """Let WeasyPrint mark lines in Arabic script with their text; other lines stay as they are."""
    import pydyf
    from weasyprint.pdf.stream import Stream

    before = Stream.marked

    @contextmanager
    def marked(self: Any, box: Any, tag: str) -> Iterator[None]:
        text = getattr(box, "text", None) or ""
        if self._tags is None or not is_arabic(text):
            with before(self, box, tag):
                yield
            return
        number = len(self._tags)
        self._tags[box] = {"tag": tag, "mcid": number}
        said = pydyf.String(text.translate(_SILENT))
        self.begin_marked_content(
            tag, pydyf.Dictionary({"MCID": number, "ActualText": said})
        )
        try:
            yield
        finally:
            self.end_marked_content()

    Stream.marked = marked
