# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What a sheet and a column of the workbook are (`columns.py` and `part_columns.py` list them)."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import get_language


class Form(StrEnum):
    """How a cell is read (`values.py`)."""

    NAME = "name"  # the key of a case or client: short text, numbers allowed
    TEXT = "text"
    DATE = "date"
    MOMENT = "moment"
    YEAR = "year"
    COUNT = "count"
    PERCENT = "percent"
    WORD = "word"  # one word of a list
    WORDS = "words"  # several words of a list, separated by ";"
    FLAG = "flag"  # yes or no; empty is no


@dataclass(frozen=True)
class Column:
    """One column; ``words`` names the list that its cells come from (`words.py`)."""

    key: str
    german: str
    english: str
    form: Form
    needed: bool = False
    filled: bool = False
    words: str = ""
    longest: int = 200
    also: tuple[str, ...] = ()
    hint: str = ""
    least: int = 1  # smallest and largest whole number (Form.COUNT)
    most: int = 50
    first_year: int = 1980  # plausible days: from this year to so many years from now
    years_ahead: int = 15

    @property
    def label(self) -> str:
        """The label in the reader's language."""
        return self.german if (get_language() or "de").startswith("de") else self.english

    @property
    def names(self) -> tuple[str, ...]:
        return (self.key, self.german, self.english, *self.also)


@dataclass(frozen=True)
class Sheet:
    key: str
    german: str
    english: str
    columns: tuple[Column, ...]
    needed: bool = False
    also: tuple[str, ...] = ()
    most_rows: int = 250_000
    # Its absence is worth a word; other sheets are there or not.
    expected: bool = False

    @property
    def label(self) -> str:
        return self.german if (get_language() or "de").startswith("de") else self.english

    @property
    def names(self) -> tuple[str, ...]:
        return (self.key, self.german, self.english, *self.also)

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)
