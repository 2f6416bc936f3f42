# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Workbooks in the making: small tables as .xlsx, .ods or CSV, and the lists without a database."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

import openpyxl
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from stellwerk.exchange.checking import Checked, check
from stellwerk.exchange.consistency import Scope
from stellwerk.exchange.intake import Upload
from stellwerk.exchange.words import Words, shipped_words

TODAY = date(2026, 11, 22)
SCOPE = Scope("own", frozenset({"own", "other"}), TODAY)
Tables = Mapping[str, Sequence[Sequence[Any]]]

CASE_HEAD = ["case_key", "client_key", "birth_year", "gender", "opened_on", "closed_on",
             "closing_kind", "closed_by", "topics", "central_topics", "nationality",
             "residence_status", "household_members", "birth_date", "phase", "organisation",
             "family_name", "given_name", "access_channel", "closing_reason"]  # fmt: skip
APPOINTMENT_HEAD = ["case_key", "starts_at", "kind", "outcome"]
GOAL_HEAD = ["case_key", "life_area", "text", "agreed_on", "due_on", "attainment", "assessed_on"]


@cache
def words() -> Words:
    """The shipped lists, read from their files."""
    return shipped_words()


def case(key: str = "F-1", opened: Any = date(2024, 1, 15), **more: Any) -> list[Any]:
    """One row of cases under CASE_HEAD."""
    values = {"case_key": key, "opened_on": opened, **more}
    return [values.get(column) for column in CASE_HEAD]


def goal(key: str = "F-1", **more: Any) -> list[Any]:
    values = {"case_key": key, "life_area": "housing", "text": "Ziel", **more}
    return [values.get(column) for column in GOAL_HEAD]


def tables(
    cases: Sequence[Sequence[Any]] | None = None,
    appointments: Sequence[Sequence[Any]] = (),
    goals: Sequence[Sequence[Any]] = (),
) -> Tables:
    return {
        "cases": [CASE_HEAD, *([case()] if cases is None else cases)],
        "appointments": [APPOINTMENT_HEAD, *appointments],
        "goals": [GOAL_HEAD, *goals],
    }


def xlsx(sheets: Tables) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([_plain(value) for value in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _plain(value: Any) -> Any:
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def ods(sheets: Tables) -> bytes:
    document = OpenDocumentSpreadsheet()
    for name, rows in sheets.items():
        table = Table(name=name)
        for row in rows:
            line = TableRow()
            for value in row:
                line.addElement(_ods_cell(value))
            table.addElement(line)
        document.spreadsheet.addElement(table)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _ods_cell(value: Any) -> TableCell:
    if value is None:
        return TableCell()
    if isinstance(value, datetime):
        cell = TableCell(valuetype="date", datevalue=value.replace(tzinfo=None).isoformat())
    elif isinstance(value, date):
        cell = TableCell(valuetype="date", datevalue=value.isoformat())
    elif isinstance(value, int | float):
        cell = TableCell(valuetype="float", value=str(value))
    else:
        cell = TableCell(valuetype="string")
    cell.addElement(P(text=str(value)))
    return cell


def csv_text(rows: Sequence[Sequence[Any]], delimiter: str = ";") -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter)
    for row in rows:
        writer.writerow([_csv_cell(value, delimiter) for value in row])
    return stream.getvalue()


def _csv_cell(value: Any, delimiter: str) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%d.%m.%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, float) and delimiter == ";":
        return repr(value).replace(".", ",")
    return value


def csv_files(sheets: Tables, delimiter: str = ";", encoding: str = "utf-8") -> dict[str, bytes]:
    return {
        f"{name}.csv": csv_text(rows, delimiter).encode(encoding) for name, rows in sheets.items()
    }


def zipped(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def uploads(files: Mapping[str, bytes] | bytes, name: str = "book.xlsx") -> list[Upload]:
    named = {name: files} if isinstance(files, bytes) else files
    return [Upload(name, io.BytesIO(content)) for name, content in named.items()]


def checked(files: Mapping[str, bytes] | bytes, name: str = "book.xlsx") -> Checked:
    return check(uploads(files, name), words(), SCOPE)


def codes(result: Checked) -> list[str]:
    return [fault.code for fault in result.findings.faults]
