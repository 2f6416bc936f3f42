# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The reading process: one file in on standard input, rows out as JSON lines.

Runs in a Python of its own (``main`` with the arguments csv|xlsx|ods SHEET…) under limits on
memory, time and files, knows no database, no settings and no key, and holds no texts for people:
it answers with codes. Started by `intake.py` only.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, NoReturn, cast

from stellwerk.exchange.oddities import OddCells, odd_cells_ods, odd_cells_xlsx, ods_cells

if TYPE_CHECKING:
    import zipfile

MEMORY = 448 * 1024 * 1024
SECONDS = 90
MOST_COLUMNS = 200
#: Instead of names: every sheet is wanted.
ANY = "*"
STORED = 0  # zipfile.ZIP_STORED
MOST_CELL = 100_000
MOST_ODS_CELLS = 12_000_000
#: What a row begins with, and the parts whose rows count: enough for a progress bar.
ROW_MARKS = {"xlsx": b"<row ", "ods": b"<table:table-row"}
ROWS_ARE_IN = {"xlsx": "xl/worksheets/", "ods": "content.xml"}


class Refused(Exception):  # noqa: N818
    """The file is refused; the argument is the code."""


def limit() -> None:
    """From here on: little memory, little time, no new files, no core dump."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def say(message: object) -> None:
    sys.stdout.write(json.dumps(message, ensure_ascii=False, separators=(",", ":")) + "\n")


def wire(value: Any) -> Any:
    """A cell for JSON; the counterpart is `cells.from_wire`."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        if len(value) > MOST_CELL:
            raise Refused("cell_too_long")
        return value
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, time):
        return {"h": value.isoformat()}
    return str(value)  # a duration: no column takes one, so it is shown as it is


def tell_rows(rows: Iterator[list[Any]], odd: dict[tuple[int, int], Any], first: int) -> None:
    """Every row that is not blank, with its number; ``first`` is the first cell's column."""
    odd_rows: dict[int, list[tuple[int, Any]]] = {}
    for (line, column), value in odd.items():
        odd_rows.setdefault(line, []).append((column, value))
    for number, row in enumerate(rows, start=1):
        if len(row) > MOST_COLUMNS:
            raise Refused("too_many_columns")
        cells = [wire(value) for value in row]
        if first and cells:
            cells = [None] * first + cells
        for column, value in odd_rows.get(number, ()):
            cells.extend([None] * (column + 1 - len(cells)))
            cells[column] = value
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            continue
        say([number, cells])


def read_workbook(data: bytes, kind: str, wanted: set[str]) -> None:
    # Imported under the limits, so that whatever they allocate counts, and only when needed:
    # a third of the time until a small file is refused goes into starting up.
    import zipfile

    from python_calamine import CalamineWorkbook

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        odd, rows = _odd_cells(archive, kind, wanted)
    say({"expect": rows})
    sys.stdout.flush()  # opening the workbook takes its time: the page shows meanwhile how much
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    say({"sheets": book.sheet_names})
    for name in book.sheet_names:
        if fold(name) not in wanted and ANY not in wanted:
            continue
        sheet = book.get_sheet_by_name(name)
        say({"sheet": name})
        if sheet.start is None:
            continue
        if sheet.width > MOST_COLUMNS:
            raise Refused("too_many_columns")
        tell_rows(sheet.iter_rows(), odd.get(name, {}), sheet.start[1])


def _odd_cells(
    archive: zipfile.ZipFile, kind: str, wanted: set[str]
) -> tuple[OddCells, int]:
    """Sizes as they really are, then the cells that the parser would lose; about how many rows."""
    rows, mark = 0, ROW_MARKS[kind]
    for part in archive.infolist():
        if part.file_size > 0 and not part.is_dir():
            found = check_size(archive, part, mark)
            rows += found if part.filename.startswith(ROWS_ARE_IN[kind]) else 0
    if kind == "ods":
        if ods_cells(archive) > MOST_ODS_CELLS:
            raise Refused("file_bomb")
        return odd_cells_ods(archive), rows
    return odd_cells_xlsx(archive, lambda name: ANY in wanted or fold(name) in wanted), rows


def check_size(archive: zipfile.ZipFile, part: zipfile.ZipInfo, mark: bytes = b"<row ") -> int:
    """Unpack to nowhere: a part that is larger than its directory entry says is a bomb.

    Returns how often ``mark`` was seen on the way (not where two blocks meet: an estimate).
    """
    header = archive.fp
    if header is None:
        raise Refused("file_damaged")
    header.seek(part.header_offset + 26)
    lengths = header.read(4)
    skip = int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
    header.seek(part.header_offset + 30 + skip)
    if part.compress_type == STORED:
        if part.compress_size != part.file_size:
            raise Refused("file_bomb")
        return 0
    inflater = zlib.decompressobj(-15)
    found, left, marks = 0, part.compress_size, 0
    pending = b""
    while not inflater.eof:
        if not pending:
            pending = header.read(min(left, 65_536))
            left -= len(pending)
            if not pending:
                break
        block = inflater.decompress(pending, 1 << 20)
        found += len(block)
        marks += block.count(mark)
        pending = inflater.unconsumed_tail
        if found > part.file_size:
            raise Refused("file_bomb")
    if found != part.file_size or not inflater.eof:
        raise Refused("file_damaged")
    return marks


def fold(name: str) -> str:
    """As `columns.folded`, which this process does not load."""
    return " ".join(name.replace("_", " ").replace("-", " ").casefold().replace("*", " ").split())


def decode(data: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with mark, else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def separator(text: str) -> tuple[str, str]:
    """The separator, and the text without Excel's line ``sep=;``."""
    first, _break, rest = text.partition("\n")
    if first.strip().casefold().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4], rest
    bare = "".join(first.split('"')[::2])  # the heading line outside of quotes
    return max(";,\t", key=bare.count), text


def read_csv(data: bytes, name: str) -> None:
    import csv

    try:
        text = decode(data)
    except UnicodeDecodeError:
        raise Refused("file_encoding") from None
    if "\0" in text:
        raise Refused("file_encoding")
    del data
    mark, text = separator(text)
    if text.partition("\n")[0].count(mark) >= MOST_COLUMNS:
        raise Refused("too_many_columns")
    csv.field_size_limit(MOST_CELL)
    say({"expect": text.count("\n")})
    say({"sheets": [name]})
    say({"sheet": name})
    try:
        tell_rows(csv.reader(io.StringIO(text, newline=""), delimiter=mark), {}, 0)
    except csv.Error:
        raise Refused("csv_broken") from None


def main() -> None:
    kind, *sheets = sys.argv[1:]
    io.TextIOWrapper.reconfigure(
        cast("io.TextIOWrapper", sys.stdout), encoding="utf-8", errors="surrogatepass"
    )
    limit()
    try:
        data = sys.stdin.buffer.read()
        if kind == "csv":
            read_csv(data, sheets[0] if sheets else "cases")
        else:
            read_workbook(data, kind, set(sheets))
        say({"end": True})
    except Refused as refusal:
        say({"refused": str(refusal)})
    except MemoryError:
        _leave("file_too_demanding")
    except Exception as problem:  # the parser's own kinds; none of them may show a traceback
        say({"refused": "file_damaged", "detail": type(problem).__name__})
    sys.stdout.flush()


def _leave(code: str) -> NoReturn:
    sys.stdout.write(f'{{"refused":"{code}"}}\n')
    sys.stdout.flush()
    raise SystemExit(3)


if __name__ == "__main__":
    main()
