# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""One sheet on its way from cells to typed rows: headings, then row by row.

Never stops at the first fault: each cell that is not understood is noted, and the next is read.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from stellwerk.exchange import moments, values
from stellwerk.exchange.cells import Cell, Misread, shown
from stellwerk.exchange.columns import Column, Form, Sheet, column_named, letter
from stellwerk.exchange.faults import Fault, Findings, Note
from stellwerk.exchange.words import Words

# A title or a remark may stand above the headings.
HEADING_WITHIN = 10


@dataclass(frozen=True)
class Span:
    """Which days are plausible: for events what their column says, for births since 1900."""

    today: date

    def events(self, column: Column) -> tuple[date, date]:
        last = date(self.today.year + column.years_ahead, 12, 31)
        return date(column.first_year, 1, 1), last

    @property
    def births(self) -> tuple[date, date]:
        return date(1900, 1, 1), self.today


class SheetReading:
    """Collects the typed rows of one sheet; each row is a dict of column key to value."""

    def __init__(self, sheet: Sheet, words: Words, span: Span, findings: Findings) -> None:
        self.sheet = sheet
        self.findings = findings
        self.rows: list[dict[str, Any]] = []
        self.bad_keys: set[str] = set()
        self.places: dict[str, int] = {}
        self.is_csv = False
        self._words = words
        self._span = span
        self._columns: dict[int, Column] = {}
        self._width = 0
        self._before: list[tuple[int, list[Cell]]] = []
        self._noted_columns: set[int] = set()
        self._too_many = False

    @property
    def has_heading(self) -> bool:
        return bool(self._columns)

    @property
    def columns(self) -> frozenset[str]:
        return frozenset(self.places)

    def feed(self, number: int, cells: Sequence[Cell]) -> None:
        """Take the next row that is not blank."""
        if all(values.is_blank(cell) for cell in cells):
            return
        if self._columns:
            self._take(number, cells)
        elif self._is_heading(cells):
            self._read_heading(number, cells)
        elif len(self._before) < HEADING_WITHIN:
            self._before.append((number, list(cells)))

    def finish(self) -> None:
        """After the last row: a sheet whose headings were never found."""
        if self._columns:
            return
        if self._before:
            self._read_heading(*self._before[0])
        else:
            self._sheet_fault("sheet_empty", _("a heading row and rows below it"))

    def fault(
        self, row: int, key: str, value: object, expected: str, code: str,
        readings: tuple[str, ...] = (), case: str = "",
    ) -> None:  # fmt: skip
        """Note a fault in a cell of this sheet."""
        column = self.sheet.column(key)
        place = self.places.get(key)
        self.findings.fault(
            Fault(
                code=code,
                sheet=self.sheet.label,
                row=row,
                column=column.label,
                letter=letter(place) if place is not None else "",
                value=str(value),
                expected=expected,
                key=case,
                readings=readings,
            )
        )

    def note(self, code: str, message: str, row: int = 0, key: str = "") -> None:
        column = self.sheet.column(key).label if key else ""
        self.findings.note(Note(code, message, self.sheet.label, row, column))

    def _sheet_fault(self, code: str, expected: str, column: str = "", row: int = 0) -> None:
        self.findings.fault(Fault(code, self.sheet.label, row, column, "", "", expected))

    def _is_heading(self, cells: Sequence[Cell]) -> bool:
        """The row that names a needed column, or two columns at least."""
        known = [column_named(self.sheet, cell) for cell in cells if isinstance(cell, str)]
        found = {column.key for column in known if column}
        return len(found) >= 2 or any(c and c.needed for c in known)

    def _read_heading(self, number: int, cells: Sequence[Cell]) -> None:
        self._width = len(cells)
        for index, cell in enumerate(cells):
            if values.is_blank(cell):
                continue
            column = column_named(self.sheet, shown(cell))
            if column is None:
                self.findings.note(
                    Note(
                        "column_unknown",
                        _("Column %(letter)s “%(name)s” is not known and is not read.")
                        % {"letter": letter(index), "name": shown(cell)},
                        self.sheet.label, number, shown(cell),
                    )
                )  # fmt: skip
                self._noted_columns.add(index)
            elif column.key in self.places:
                self._sheet_fault("column_twice", _("each column once"), column.label, number)
            else:
                self.places[column.key] = index
                self._columns[index] = column
        for column in self.sheet.columns:
            if column.needed and column.key not in self.places:
                self._sheet_fault(
                    "column_missing",
                    _("a column “%(label)s” (%(key)s)")
                    % {"label": column.label, "key": column.key},
                    column.label, number,
                )  # fmt: skip
        if not self._columns:
            # Rows without any known heading have nothing to say.
            self._columns = {-1: self.sheet.columns[0]}

    def _take(self, number: int, cells: Sequence[Cell]) -> None:
        if len(self.rows) >= self.sheet.most_rows:
            if not self._too_many:
                self._too_many = True
                self._sheet_fault(
                    "too_many_rows", _("at most %(most)d rows") % {"most": self.sheet.most_rows}
                )
            return
        self._check_surplus(number, cells)
        row: dict[str, Any] = {"row": number}
        sound = True
        for index, column in self._columns.items():
            cell = cells[index] if 0 <= index < len(cells) else None
            if values.is_blank(cell):
                if column.filled:
                    sound = False
                    self.fault(number, column.key, "", _("a value"), "value_missing")
                continue
            try:
                row[column.key] = self._read(column, cell)
            except Misread as problem:
                sound = False
                self.fault(
                    number, column.key, shown(cell), problem.expected, problem.code,
                    problem.readings, row.get("case_key", ""),
                )  # fmt: skip
        if sound:
            self.rows.append(row)
        elif "case_key" in row:
            self.bad_keys.add(row["case_key"])

    def _check_surplus(self, number: int, cells: Sequence[Cell]) -> None:
        """Cells under no heading: in CSV a sign of a torn row, elsewhere remarks at the side."""
        for index in range(len(cells)):
            if index in self._columns or index in self._noted_columns:
                continue
            if values.is_blank(cells[index]):
                continue
            if self.is_csv and index >= self._width:
                self.findings.fault(
                    Fault(
                        "cell_without_heading", self.sheet.label, number, "", letter(index),
                        shown(cells[index]),
                        _("at most %(width)d cells; put texts that hold the separator in quotes")
                        % {"width": self._width},
                    )
                )  # fmt: skip
                return
            self._noted_columns.add(index)
            self.findings.note(
                Note(
                    "column_unknown",
                    _("Column %(letter)s has no heading and is not read.")
                    % {"letter": letter(index)},
                    self.sheet.label, number,
                )
            )  # fmt: skip

    def _read(self, column: Column, cell: Cell) -> Any:
        return _READERS[column.form](self, column, cell)

    def _word(self, column: Column, cell: Cell) -> str:
        words = self._words[column.words]
        return values.read_word(cell, words.keys, words.examples)

    def _words_of(self, column: Column, cell: Cell) -> tuple[str, ...]:
        words = self._words[column.words]
        return values.read_words(cell, words.keys, words.examples)

    def _date(self, column: Column, cell: Cell) -> date:
        if column.key == "birth_date":
            return moments.read_date(cell, *self._span.births)
        return moments.read_date(cell, *self._span.events(column))

    def _year(self, _column: Column, cell: Cell) -> int:
        first, last = self._span.births
        return moments.read_year(cell, first.year, last.year)


_READERS: dict[Form, Callable[[SheetReading, Column, Cell], Any]] = {
    Form.NAME: lambda s, c, cell: sys.intern(values.read_name(cell, c.longest)),
    Form.TEXT: lambda s, c, cell: values.read_text(cell, c.longest),
    Form.DATE: SheetReading._date,
    Form.MOMENT: lambda s, c, cell: moments.read_moment(cell, *s._span.events(c)),
    Form.YEAR: SheetReading._year,
    Form.COUNT: lambda s, c, cell: values.read_count(cell, c.least, c.most),
    Form.PERCENT: lambda s, c, cell: values.read_percent(cell),
    Form.WORD: SheetReading._word,
    Form.WORDS: SheetReading._words_of,
    Form.FLAG: lambda s, c, cell: values.read_flag(cell),
}
