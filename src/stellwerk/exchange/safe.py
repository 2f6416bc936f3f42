# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Text that no spreadsheet takes for a formula, and its way back.

A CSV cell that starts like a formula gets an apostrophe in front. A text that already starts
with apostrophes before such a sign gets one more, so `unguarded(guarded(text)) == text` always.
Workbooks need no apostrophe: there a text is marked as text by its type.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from typing import IO, Any

# Full-width signs are formulas to East Asian spreadsheets; blanks in front do not help.
_BLANKS = r"[\s\x00-\x1f\u200b\u2060\ufeff]*"
_FORMULA = re.compile(rf"'*(?:{_BLANKS}[=+\-@＝＋－＠﹢﹣﹦﹫−]|[\t\r\n\x00])")


def is_formula_like(text: str) -> bool:
    """Might a spreadsheet run this text?"""
    return bool(_FORMULA.match(text))


def guarded(value: Any) -> Any:
    """A value that is safe in a CSV cell; numbers and dates stay what they are."""
    if isinstance(value, str) and _FORMULA.match(value):
        return "'" + value
    return value


def unguarded(text: str) -> str:
    """The text before `guarded`; any other text unchanged."""
    if text.startswith("'") and _FORMULA.match(text[1:]):
        return text[1:]
    return text


def write_csv(stream: IO[str], rows: Iterable[Sequence[Any]], *, delimiter: str = ";") -> None:
    """Rows as CSV, every text cell safe. ``stream`` must be opened with ``newline=""``.

    All texts are quoted, so that no cell breaks out of its column whatever the reader's
    separator is. Missing values are empty, 0 is 0.
    """
    writer = csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_NONNUMERIC)
    for row in rows:
        writer.writerow(["" if value is None else guarded(value) for value in row])


def workbook_options() -> dict[str, bool]:
    """Options for every workbook that we write with XlsxWriter: a text is never a formula."""
    return {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
