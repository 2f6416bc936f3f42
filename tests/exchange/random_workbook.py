# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Random records written as people write them: German or English, dates as dates or as text.

The records come from `tests.indicators.random_records`; here they become a workbook in one of
its forms. What is written must be understood as exactly these records.
"""

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from stellwerk.exchange.columns import CORE, Column, Form
from tests.exchange.support import csv_files, ods, words, xlsx
from tests.indicators.independent import Row

COLUMNS = {
    "cases": ("case_key", "opened_on", "closed_on", "closing_kind", "closed_by", "topics",
              "central_topics", "gender", "birth_year", "residence_status", "nationality"),
    "appointments": ("case_key", "starts_at", "outcome", "kind"),
    "goals": ("case_key", "life_area", "text", "attainment"),
}  # fmt: skip
FORMS = ("xlsx", "ods", "semicolon", "comma", "cp1252", "bom")


def write(
    rows: tuple[Sequence[Row], Sequence[Row], Sequence[Row]], form: str, seed: int
) -> bytes | dict[str, bytes]:
    """The records as a file (or CSV files) of one form."""
    chance = random.Random(seed)
    is_csv = form not in ("xlsx", "ods")
    sheets = {}
    for sheet, records in zip(CORE, rows, strict=True):
        keys = list(COLUMNS[sheet.key])
        chance.shuffle(keys)
        columns = [sheet.column(key) for key in keys]
        head = [chance.choice([column.key, column.german, column.english]) for column in columns]
        lines = [[_cell(chance, c, record, is_csv) for c in columns] for record in records]
        name = sheet.key if is_csv else chance.choice([sheet.key, sheet.german, sheet.english])
        sheets[name] = [head, *lines]
    return _filed(sheets, form)


def _filed(sheets: Mapping[str, Any], form: str) -> bytes | dict[str, bytes]:
    if form == "xlsx":
        return xlsx(sheets)
    if form == "ods":
        return ods(sheets)
    delimiter = "," if form == "comma" else ";"
    encodings = {"cp1252": "cp1252", "bom": "utf-8-sig"}
    return csv_files(sheets, delimiter, encodings.get(form, "utf-8"))


def _cell(chance: random.Random, column: Column, record: Row, is_csv: bool) -> Any:
    value = record.get(column.key)
    if value is None or value == []:
        return None if chance.random() < 0.8 else " "
    if column.form == Form.WORDS:
        return chance.choice(["; ", ";"]).join(_word(chance, column, key) for key in value)
    if column.form == Form.WORD:
        return _word(chance, column, value)
    if isinstance(value, datetime):
        return value if chance.random() < 0.5 else value.strftime("%d.%m.%Y %H:%M")
    if isinstance(value, date):
        styles = ["%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y"]
        return value if chance.random() < 0.5 else value.strftime(chance.choice(styles))
    if isinstance(value, Decimal):
        text = str(value).replace(".", ",")
        return chance.choice([text, f"{text} %", text if is_csv else float(value)])
    return value


def _word(chance: random.Random, column: Column, key: str) -> str:
    """The key, or one of its labels that means nothing else."""
    listed = words()[column.words]
    word = next(one for one in listed.words if one.key == key)
    names = [n for n in (word.german, word.english) if listed.keys.get(n) == key and ";" not in n]
    return str(chance.choice([key, *names]))
