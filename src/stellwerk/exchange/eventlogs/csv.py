# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of events as CSV: one row per event, in any order.

Delimiter and encoding are found from the file, columns by their names (`columns`).
"""

import codecs
import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Refusal
from stellwerk.exchange.eventlogs.collecting import Collected
from stellwerk.exchange.eventlogs.columns import Columns, find_columns
from stellwerk.exchange.eventlogs.opening import MOST_ELEMENT, Source, Unpacked
from stellwerk.exchange.eventlogs.times import Clock
from stellwerk.exchange.eventlogs.xes import missing, unreadable_time
from stellwerk.exchange.safe import unguarded

DELIMITERS = ";,\t|"
#: Files written by Windows programs of this country.
OLD_ENCODING = "cp1252"


def read_csv(source: Source, into: Collected) -> None:
    """Read all events. Raises `Refusal` when columns are unclear or the file is no table."""
    into.clock = Clock(is_german=True)
    with rows_of(source) as rows:
        header = next(rows, None)
        if header is None:
            raise Refusal("file_empty", _("The file is empty."))
        columns = find_columns(header[1], into.reading)
        if into.reading.organisation or into.reading.organisation_key:
            name = header[1][columns.group] if columns.group >= 0 else ""
            into.party_keys = (name, name)
        elif columns.group >= 0 or columns.resource >= 0:
            into.party_keys = (
                header[1][columns.group].strip(), header[1][columns.resource].strip()
            )  # fmt: skip
        reader = _Reader(into, columns)
        for line, row in rows:
            reader.take(line, row)
    into.finish()


class _Reader:
    def __init__(self, into: Collected, columns: Columns) -> None:
        self.into, self.columns = into, columns
        self.texts: dict[str, str] = {}

    def take(self, line: int, row: list[str]) -> None:
        """One row; a fault is named with its line."""
        into, columns = self.into, self.columns
        position = into.position
        into.position = position + 1
        if len(row) != columns.width and not self._fits(line, row):
            return
        case, activity, time = row[columns.case], row[columns.activity], row[columns.time]
        if not case.strip():
            into.fault(line, _("The case is missing."))
            return
        if not activity.strip() or not time.strip():
            into.fault(line, missing(activity.strip() or None, time.strip() or None))
            return
        days = into.clock.days
        try:
            at = into.clock.instant(time)
        except ValueError:
            into.fault(line, unreadable_time(time))
            return
        if columns.transition >= 0 and not into.counts(row[columns.transition].strip()):
            return
        if into.clock.days > days:
            into.whole_day(position)
        self._keep(case, activity, at, position, row)

    def _fits(self, line: int, row: list[str]) -> bool:
        """Whether a row has what it needs; empty cells at its end do no harm."""
        columns = self.columns
        if len(row) < columns.width:
            needed = (columns.case, columns.activity, columns.time)
            if max(needed) < len(row):
                row.extend([""] * (columns.width - len(row)))
                return True
            self.into.fault(
                line, _("The row has %(count)d cells; the header has %(width)d.")
                % {"count": len(row), "width": columns.width},
            )  # fmt: skip
            return False
        if any(cell.strip() for cell in row[columns.width :]):
            self.into.fault(
                line, _("The row has %(count)d cells; the header has %(width)d.")
                % {"count": len(row), "width": columns.width},
            )  # fmt: skip
            return False
        return True

    def _keep(self, case: str, activity: str, at: int, position: int, row: list[str]) -> None:
        into, columns = self.into, self.columns
        code = into.activities.get(activity)
        if code is None:
            code = into.activity(unguarded(activity))
        case = unguarded(case)
        key = hash(case)
        group = self._party(row[columns.group]) if columns.group >= 0 else -1
        resource = self._party(row[columns.resource]) if columns.resource >= 0 else -1
        into.add(key, at, position, code, group, resource)
        into.name_case(key, case, position)

    def _party(self, name: str) -> int:
        return self.into.party(unguarded(name)) if name.strip() else -1


@contextmanager
def rows_of(source: Source) -> Iterator[Iterator[tuple[int, list[str]]]]:
    """The rows of a table with the line on which each ends its reading; empty ones left out."""
    encoding = _encoding(source)
    with source.open() as content:
        text = io.TextIOWrapper(
            io.BufferedReader(_Bytes(content)), encoding=encoding, newline=""
        )
        try:
            yield _rows(text)
        except UnicodeDecodeError as problem:
            raise Refusal(
                "file_encoding", _("The file is not written in UTF-8, UTF-16 or Windows-1252.")
            ) from problem


def _rows(text: io.TextIOWrapper) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(MOST_ELEMENT)
    first = _line(text)
    reader = csv.reader(_lines(first, text), delimiter=_delimiter(first))
    before = 0
    try:
        for row in reader:
            line, before = before + 1, reader.line_num
            if row and (len(row) > 1 or row[0].strip()):
                yield line, row
    except csv.Error as problem:
        raise Refusal(
            "file_malformed",
            _("Line %(line)d: the table cannot be read from here on (%(why)s). It is not read.")
            % {"line": reader.line_num, "why": problem},
        ) from None


def _lines(first: str, text: io.TextIOWrapper) -> Iterator[str]:
    while first:
        yield first
        first = _line(text)


def _line(text: io.TextIOWrapper) -> str:
    line = text.readline(MOST_ELEMENT)
    if len(line) >= MOST_ELEMENT:
        raise Refusal(
            "file_element",
            _("A line is longer than %(most)d MB. The file is not read.")
            % {"most": MOST_ELEMENT // 2**20},
        )
    return line


def _delimiter(first: str) -> str:
    """What parts the header into most columns; outside of quotes."""
    counts = {sign: len(next(csv.reader([first], delimiter=sign), [])) for sign in DELIMITERS}
    return max(DELIMITERS, key=lambda sign: counts[sign])


def _encoding(source: Source) -> str:
    """UTF-8 where the whole file is that; otherwise the old encoding of Windows."""
    with source.open() as content:
        piece = content.read()
        if piece.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while piece:
                decoder.decode(piece)
                piece = content.read()
            decoder.decode(b"", True)
        except UnicodeDecodeError:
            return OLD_ENCODING
    return "utf-8-sig"


class _Bytes(io.RawIOBase):
    """The unpacked content as a stream of the standard library."""

    def __init__(self, content: Unpacked) -> None:
        self._content = content

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._content.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)
