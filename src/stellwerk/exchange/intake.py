# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Letting a file in: inspected first, then read by a process of its own that may do nothing else.

What arrives here are rows of plain cells; nothing has been believed yet.
"""

import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import python_calamine
from django.utils.translation import gettext as _

from stellwerk.base.certain import certain
from stellwerk.base.refusal import Refusal
from stellwerk.exchange import guard, reader
from stellwerk.exchange.cells import Cell, from_wire
from stellwerk.exchange.columns import SHEETS, folded, sheet_named
from stellwerk.exchange.guard import FileKind

_SOURCE = Path(__file__).resolve().parents[2]
# The process starts without `site`, which alone would take a third of the time to refuse a file.
# That the parser is loaded here too leaves its compiled form behind for the process.
_PATH = os.pathsep.join([str(_SOURCE), str(Path(python_calamine.__file__).resolve().parents[1])])
_START = f"from {reader.__name__} import main; main()"
_WANTED = sorted({folded(name) for sheet in SHEETS for name in sheet.names})
_CSV_NAMES = (".csv", ".txt")


@dataclass(frozen=True)
class SheetStart:
    """From here on rows of this sheet; ``is_csv``: a row longer than its heading is a fault."""

    name: str
    is_csv: bool


@dataclass(frozen=True)
class SheetNames:
    """All sheets that the file has, wanted or not."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowRead:
    number: int
    cells: list[Cell]


@dataclass(frozen=True)
class RowsExpected:
    """About how many rows all files together have, as far as can be told by now."""

    count: int


Event = SheetStart | SheetNames | RowRead | RowsExpected


@dataclass(frozen=True)
class Upload:
    """One file as it came: its name for people, its bytes as a stream that can seek."""

    name: str
    stream: IO[bytes]


def uploads_from_path(path: Path) -> list[Upload]:
    """A workbook, a CSV file, a ZIP, or the CSV files of a folder. Raises `Refusal`."""
    if path.is_dir():
        found = sorted(p for p in path.iterdir() if p.suffix.casefold() in _CSV_NAMES)
        known = [p for p in found if sheet_named(p.stem)]
        if not known:
            raise Refusal(
                "folder_without_tables",
                _("The folder holds no cases.csv, appointments.csv or goals.csv."),
            )
        return [Upload(p.name, p.open("rb")) for p in known]
    try:
        return [Upload(path.name, path.open("rb"))]
    except OSError:
        raise Refusal("file_missing", _("The file cannot be opened.")) from None


class _Expectation:
    """Rows of several files, told from those that were begun: the rest in proportion to size."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self._whole, self._begun, self._rows = sum(sizes), 0, 0

    def of_all(self, events: Iterator[Event], size: int) -> Iterator[Event]:
        """The events of one file; what it expects is said for all files."""
        self._begun += size
        for event in events:
            if isinstance(event, RowsExpected):
                self._rows += event.count
                rest = (self._whole - self._begun) * self._rows // max(self._begun, 1)
                yield RowsExpected(self._rows + rest)
            else:
                yield event


def _size(stream: IO[bytes]) -> int:
    return stream.seek(0, os.SEEK_END)


def read(uploads: Sequence[Upload]) -> Iterator[Event]:
    """All wanted sheets of the files, row by row. Raises `Refusal` before the first row or amid."""
    sizes = [_size(upload.stream) for upload in uploads]
    expectation = _Expectation(sizes)
    for upload, size in zip(uploads, sizes, strict=True):
        yield from expectation.of_all(_read_one(upload), size)


def read_any(upload: Upload) -> Iterator[Event]:
    """The rows of every sheet of one file, whatever the sheets are called. Raises `Refusal`."""
    kind = guard.inspect(upload.stream)
    if kind == FileKind.FOLDER:
        raise Refusal(
            "file_kind", _("Please send one table here: a workbook or one CSV file.")
        )
    if kind == FileKind.CSV:
        yield from _run(upload.stream, "csv", [Path(upload.name).stem])
    else:
        yield from _run(upload.stream, str(kind), [reader.ANY])


def _read_one(upload: Upload) -> Iterator[Event]:
    kind = guard.inspect(upload.stream)
    if kind == FileKind.FOLDER:
        yield from _read_folder(upload.stream)
    elif kind == FileKind.CSV:
        yield from _run(upload.stream, "csv", [Path(upload.name).stem])
    else:
        yield from _run(upload.stream, str(kind), _WANTED)


def _read_folder(stream: IO[bytes]) -> Iterator[Event]:
    """The CSV files of a ZIP; the guard has limited their number and sizes."""
    with zipfile.ZipFile(stream) as archive:
        parts = [p for p in archive.infolist() if not p.is_dir() and "__MACOSX" not in p.filename]
        expectation = _Expectation([part.file_size for part in parts])
        for part in parts:
            stem = Path(part.filename).stem
            if part.file_size > guard.MOST_BYTES:
                raise Refusal(
                    "file_too_large",
                    _("The file has %(size)d MB; at most %(most)d MB are read.")
                    % {"size": part.file_size // 2**20, "most": guard.MOST_BYTES // 2**20},
                )
            with tempfile.TemporaryFile() as plain, archive.open(part) as packed:
                try:
                    # One byte more than announced is enough to tell a lie.
                    plain.write(packed.read(part.file_size + 1))
                except (zipfile.BadZipFile, EOFError) as problem:
                    raise Refusal(
                        "file_damaged",
                        _("The file is damaged or cut off; it cannot be opened."),
                    ) from problem
                if guard.inspect(plain) != FileKind.CSV:
                    raise Refusal(
                        "file_nested",
                        _("The file contains further files. Remove them, then send it."),
                    )
                yield from expectation.of_all(_run(plain, "csv", [stem]), part.file_size)


def _run(stream: IO[bytes], kind: str, names: Sequence[str]) -> Iterator[Event]:
    """Start the reading process on the file and translate its lines."""
    with _as_file(stream) as source:
        process = subprocess.Popen(
            [sys.executable, "-P", "-s", "-S", "-B", "-c", _START, kind, *names],
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Nothing of our environment: no key, no password, no home.
            env={"PYTHONPATH": _PATH, "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "1"},
        )
        output = certain(process.stdout, "the process was started with a pipe")
        ended = False
        try:
            for line in output:
                message = json.loads(line)
                if isinstance(message, list):
                    yield RowRead(message[0], [from_wire(cell) for cell in message[1]])
                elif "sheet" in message:
                    yield SheetStart(message["sheet"], kind == "csv")
                elif "sheets" in message:
                    yield SheetNames(tuple(message["sheets"]))
                elif "expect" in message:
                    yield RowsExpected(message["expect"])
                elif "refused" in message:
                    raise refusal_for(message["refused"])
                else:
                    ended = True
        except ValueError as problem:
            raise refusal_for("file_damaged") from problem
        finally:
            if not ended:
                process.kill()
            output.close()
            process.wait()
        if not ended:
            raise refusal_for("file_too_demanding")


def _as_file(stream: IO[bytes]) -> IO[bytes]:
    """A copy of the file that another process can read; small ones stay in memory."""
    stream.seek(0)
    try:
        copy: IO[bytes] = os.fdopen(os.memfd_create("upload"), "w+b")
    except (AttributeError, OSError):
        copy = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    while block := stream.read(1 << 20):
        copy.write(block)
    copy.flush()
    copy.seek(0)
    os.lseek(copy.fileno(), 0, os.SEEK_SET)
    return copy


def refusal_for(code: str) -> Refusal:
    """The sentence for what the reading process found."""
    sentences: dict[str, Any] = {
        "file_bomb": _("Unpacked, the file would become far too large. It is not opened."),
        "file_too_demanding": _(
            "Reading the file needs more memory or time than a table of cases may take."
        ),
        "file_encoding": _("The characters of the file are neither UTF-8 nor Windows-1252."),
        "csv_broken": _("The CSV file is broken: check the quotation marks and line breaks."),
        "cell_too_long": _("A cell holds more than 100,000 characters."),
        "too_many_columns": _("A sheet has more than 200 columns."),
    }
    sentence = sentences.get(code) or _("The file is damaged or cut off; it cannot be opened.")
    return Refusal(code if code in sentences else "file_damaged", sentence)
