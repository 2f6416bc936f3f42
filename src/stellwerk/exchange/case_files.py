# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Case records as a file: a workbook, CSV files in a ZIP, or JSON, with a mark on every sheet.

Workbook and CSV are in the form that the import takes: read in again, they change nothing.
"""

import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.base.refusal import Refusal
from stellwerk.exchange.columns import SHEETS, Column, Form, Sheet
from stellwerk.exchange.safe import write_csv
from stellwerk.exchange.template import label_of, write_workbook
from stellwerk.exchange.words import Words

LOCAL = ZoneInfo("Europe/Berlin")
#: What a cell of a workbook holds; longer texts need CSV or JSON.
MOST_CELL = 32_767
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class Mark:
    """Who took these records out, when, what for; stands on every sheet."""

    number: str
    who: str
    when: datetime
    purpose: str

    def __str__(self) -> str:
        return (
            f"Ausgabe {self.number}: {self.who}, "
            f"{timezone.localtime(self.when):%d.%m.%Y %H:%M} Uhr. Zweck: {self.purpose}"
        )


@dataclass(frozen=True)
class FileForm:
    media_type: str
    ending: str
    write: Callable[[Rows, Words, Mark], bytes]


def sheets_of(rows: Rows) -> list[Sheet]:
    """The chosen sheets in the order of the workbook."""
    return [sheet for sheet in SHEETS if sheet.key in rows]


def _workbook(rows: Rows, words: Words, mark: Mark) -> bytes:
    stream = io.BytesIO()
    notes = (
        ("Ausgabe von Falldaten", ""),
        ("Nummer", mark.number),
        ("Von", mark.who),
        ("Am", f"{timezone.localtime(mark.when):%d.%m.%Y %H:%M} Uhr"),
        ("Zweck", mark.purpose),
        ("Umgang", "Die Datei enthält personenbezogene Daten. Sie darf nur für diesen Zweck "
         "verwendet werden und ist danach zu löschen."),
    )  # fmt: skip
    ready = {
        sheet.key: [
            {c.key: _workbook_cell(c, row.get(c.key)) for c in sheet.columns}
            for row in rows[sheet.key]
        ]
        for sheet in sheets_of(rows)
    }
    write_workbook(
        stream, words, ready, notes=notes, sheets=sheets_of(rows), above=str(mark)
    )
    return stream.getvalue()


def _workbook_cell(column: Column, value: Any) -> Any:
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, Decimal) and 0 < value < 1:
        return _percent(value)  # a bare 0.9 has two readings
    if isinstance(value, str) and len(value) > MOST_CELL and column.form == Form.TEXT:
        raise Refusal(
            "cell_too_long",
            _("A text is too long for a cell of a workbook. Please choose CSV or JSON."),
        )
    return value


def _moment(value: datetime) -> datetime | str:
    """Local time; with its offset where the clock shows it twice or its seconds have fractions."""
    local = timezone.localtime(value, LOCAL)
    first, second = local.replace(fold=0), local.replace(fold=1)
    if local.microsecond or first.utcoffset() != second.utcoffset():
        return local.isoformat()
    return local.replace(tzinfo=None)


def _percent(value: Decimal) -> str:
    return f"{value.normalize():f} %".replace(".", ",")


def _csv_folder(rows: Rows, words: Words, mark: Mark) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in sheets_of(rows):
            text = io.StringIO(newline="")
            lines: list[Sequence[Any]] = [[str(mark)], [column.german for column in sheet.columns]]
            lines += [
                [_csv_cell(column, row.get(column.key), words) for column in sheet.columns]
                for row in rows[sheet.key]
            ]
            write_csv(text, lines)
            archive.writestr(f"{sheet.key}.csv", text.getvalue().encode("utf-8-sig"))
    return stream.getvalue()


def _csv_cell(column: Column, value: Any, words: Words) -> Any:
    if value is None or value in ("", ()):
        return None
    if column.form == Form.FLAG:
        return "ja" if value else "nein"
    if column.form == Form.WORDS:
        return "; ".join(label_of(words, column, key) for key in value)
    if column.form == Form.WORD:
        return label_of(words, column, value)
    if isinstance(value, datetime):
        moment = _moment(value)
        return moment if isinstance(moment, str) else f"{moment:%d.%m.%Y %H:%M:%S}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return _percent(value) if isinstance(value, Decimal) else value


def _json(rows: Rows, _words: Words, mark: Mark) -> bytes:
    """Keys instead of words, ISO dates with their offset, exact decimals as text."""
    said = {
        "export": {
            "number": mark.number, "by": mark.who, "at": mark.when, "purpose": mark.purpose,
        },
        "sheets": {
            sheet.key: [
                {c.key: row[c.key] for c in sheet.columns if row.get(c.key) not in (None, "", ())}
                for row in rows[sheet.key]
            ]
            for sheet in sheets_of(rows)
        },
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False, indent=1, default=_plain).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS: dict[str, FileForm] = {
    "xlsx": FileForm(XLSX, "xlsx", _workbook),
    "csv": FileForm("application/zip", "zip", _csv_folder),
    "json": FileForm("application/json", "json", _json),
}
