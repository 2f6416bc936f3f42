# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Cells that the fast parser would turn into nothing or into another number.

Error cells (#REF!), formulas without a stored result, and numbers shown as percentages. A quick
look at the bytes tells whether a sheet has any; only then is it read a second time. Runs inside
the reading process, so it loads nothing but the standard library.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

if TYPE_CHECKING:
    import zipfile

OddCells = dict[str, dict[tuple[int, int], Any]]
_CHUNK = 1 << 20
_BUILT_IN_PERCENT = {"9", "10"}
_ODS_HINT = re.compile(rb'value-type="(?:percentage|error)"|table:formula=')
_REPEAT = re.compile(rb'number-(rows|columns)-repeated="(\d+)"')


def chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as part:
        while block := part.read(_CHUNK):
            yield block


def has(archive: zipfile.ZipFile, name: str, pattern: re.Pattern[bytes]) -> bool:
    """Does the pattern occur in the part? Blocks overlap, so nothing hides at a seam."""
    tail = b""
    for block in chunks(archive, name):
        if pattern.search(tail + block):
            return True
        tail = block[-128:]
    return False


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    # The guard has refused declarations; this holds even if it were fooled.
    parser.StartDoctypeDeclHandler = _no_declarations
    return parser


def _no_declarations(*_arguments: Any) -> None:
    raise ValueError("declaration")


def _local(name: str) -> str:
    return name.rsplit(" ", 1)[-1]


def odd_cells_xlsx(archive: zipfile.ZipFile, wanted: Callable[[str], bool]) -> OddCells:
    """Per sheet name: (row, column from 0) -> wire value."""
    percent = _percent_styles(archive)
    hint = rb"""\bt=["']e["']|<(?:\w+:)?f[\s/>]"""
    if percent:
        styles = "|".join(percent).encode()
        hint += rb"""|\bs=["'](?:""" + styles + rb""")["']"""
    pattern = re.compile(hint)
    found: OddCells = {}
    for name, part in _sheet_parts(archive).items():
        if wanted(name) and has(archive, part, pattern):
            found[name] = _scan_sheet(archive, part, percent)
    return found


def _percent_styles(archive: zipfile.ZipFile) -> set[str]:
    """Indices of cell formats that show a number as a percentage."""
    formats, styles, counter = set(_BUILT_IN_PERCENT), set(), [0]
    inside = [False]

    def start(name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if local == "numFmt" and "%" in attributes.get("formatCode", ""):
            formats.add(attributes.get("numFmtId", ""))
        elif local == "cellXfs":
            inside[0] = True
        elif local == "xf" and inside[0]:
            if attributes.get("numFmtId") in formats:
                styles.add(str(counter[0]))
            counter[0] += 1

    def end(name: str) -> None:
        if _local(name) == "cellXfs":
            inside[0] = False

    part = next((n for n in archive.namelist() if n.lower() == "xl/styles.xml"), "")
    if part:
        _parse(archive, part, start, end)
    return styles


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> part of the archive."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def relation(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "Relationship":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            targets[attributes.get("Id", "")] = path

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "sheet":
            identity = next((v for k, v in attributes.items() if k.endswith(" id")), "")
            sheets[attributes.get("name", "")] = identity

    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    _parse(archive, "xl/_rels/workbook.xml.rels", relation, None)
    _parse(archive, "xl/workbook.xml", sheet, None)
    return {name: targets[key] for name, key in sheets.items() if targets.get(key) in names}


def _scan_sheet(
    archive: zipfile.ZipFile, part: str, percent: set[str]
) -> dict[tuple[int, int], Any]:
    found: dict[tuple[int, int], Any] = {}
    here: dict[str, Any] = {"row": 0, "column": -1, "kind": "", "style": "", "formula": False}
    value: list[str] = []
    inside = [False]

    def start(name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if local == "row":
            here["row"] = int(attributes.get("r", here["row"] + 1))
            here["column"] = -1
        elif local == "c":
            reference = attributes.get("r", "")
            here["column"] = _column(reference) if reference else here["column"] + 1
            here["kind"], here["style"] = attributes.get("t", "n"), attributes.get("s", "")
            here["formula"] = False
            value.clear()
        elif local == "f":
            here["formula"] = True
        elif local in {"v", "t"}:
            inside[0] = True

    def end(name: str) -> None:
        local = _local(name)
        if local in {"v", "t"}:
            inside[0] = False
        elif local == "c":
            text, place = "".join(value), (here["row"], here["column"])
            if here["kind"] == "e":
                found[place] = {"e": text or "#ERR"}
            elif here["formula"] and not text and here["kind"] != "str":
                found[place] = {"e": "="}
            elif here["style"] in percent and here["kind"] == "n" and text:
                found[place] = {"p": text}

    def data(text: str) -> None:
        if inside[0]:
            value.append(text)

    _parse(archive, part, start, end, data)
    return found


def _column(reference: str) -> int:
    index = 0
    for sign in reference:
        if not sign.isalpha():
            break
        index = index * 26 + ord(sign.upper()) - 64
    return index - 1


def ods_cells(archive: zipfile.ZipFile) -> int:
    """How many filled cells a parser would have to hold, repeated ones included (estimate).

    Only repeats of several columns inside repeats of several rows blow up; what is empty at the
    end of a sheet is not held, so the large repeats there do not count.
    """
    worst, columns, rows = 0, 1, 1
    filled = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal worst, columns, rows, filled
        local = _local(name)
        if local == "table-row":
            rows, columns, filled = _repeated(attributes, "number-rows-repeated"), 0, False
        elif local in {"table-cell", "covered-table-cell"}:
            columns += _repeated(attributes, "number-columns-repeated")
            filled = filled or any(key.endswith(" value-type") for key in attributes)

    def end(name: str) -> None:
        nonlocal worst
        if _local(name) == "table-row" and filled:
            worst += rows * columns

    if not _large_repeats(archive):
        return 0
    _parse(archive, "content.xml", start, end)
    return worst


def _large_repeats(archive: zipfile.ZipFile) -> bool:
    """Are there repeats large enough to look closer?"""
    tail = b""
    large = 0
    for block in chunks(archive, "content.xml"):
        large += sum(int(match[2][:9]) > 1_000 for match in _REPEAT.finditer(tail + block))
        tail = block[-64:]
    return large > 0


def _repeated(attributes: dict[str, str], name: str) -> int:
    text = next((v for k, v in attributes.items() if k.endswith(f" {name}")), "1")
    return int(text[:9]) if text[:9].isdigit() else 1


def odd_cells_ods(archive: zipfile.ZipFile) -> OddCells:
    """Per sheet name: (row, column from 0) -> wire value."""
    found: OddCells = {}
    if not has(archive, "content.xml", _ODS_HINT):
        return found
    here: dict[str, Any] = {"sheet": {}, "row": 0, "rows": 1, "column": 0, "columns": 1}
    text: list[str] = []
    cell: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if local == "table":
            title = next((v for k, v in attributes.items() if k.endswith(" name")), "")
            here.update(sheet=found.setdefault(title, {}), row=0, rows=1)
            here["row"] = 1
        elif local == "table-row":
            here["rows"] = _repeated(attributes, "number-rows-repeated")
            here["column"] = 0
        elif local in {"table-cell", "covered-table-cell"}:
            here["columns"] = _repeated(attributes, "number-columns-repeated")
            cell.clear()
            cell.update({_qualified(key): value for key, value in attributes.items()})
            text.clear()

    def end(name: str) -> None:
        local = _local(name)
        if local in {"table-cell", "covered-table-cell"}:
            odd = _odd_ods(cell, "".join(text))
            if odd is not None and here["rows"] * here["columns"] < 10_000:
                for row in range(here["row"], here["row"] + here["rows"]):
                    for column in range(here["column"], here["column"] + here["columns"]):
                        here["sheet"][(row, column)] = odd
            here["column"] += here["columns"]
        elif local == "table-row":
            here["row"] += here["rows"]

    _parse(archive, "content.xml", start, end, text.append)
    return found


def _qualified(key: str) -> str:
    """``calcext:value-type`` and ``office:value-type`` are two things."""
    space, _blank, local = key.rpartition(" ")
    return f"calcext {local}" if "calcext" in space else local


def _odd_ods(cell: dict[str, str], text: str) -> Any:
    if cell.get("calcext value-type") == "error" or re.match(r"#[A-Z/0]+[!?]|Err:\d+$", text):
        return {"e": text or "#ERR"}
    if cell.get("value-type") == "percentage" and cell.get("value"):
        return {"p": cell["value"]}
    if "formula" in cell and "value-type" not in cell:
        return {"e": "="}
    return None


def _parse(
    archive: zipfile.ZipFile,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None,
    data: Callable[[str], Any] | None = None,
) -> None:
    parser = _parser()
    parser.StartElementHandler = start
    if end is not None:
        parser.EndElementHandler = end
    if data is not None:
        parser.CharacterDataHandler = data
    for block in chunks(archive, part):
        parser.Parse(block, False)
    parser.Parse(b"", True)
