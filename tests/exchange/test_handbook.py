# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The handbook's page about the table says what the code does."""

import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from stellwerk.exchange import guard, reader
from stellwerk.exchange.columns import CORE, SHEETS
from stellwerk.exchange.part_columns import PART_SHEETS
from stellwerk.exchange.template import write_template, write_workbook
from tests.exchange.support import checked, words

PAGE = Path(__file__).parents[2] / "docs" / "handbook" / "tabelle.md"


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
def test_the_columns_are_those_of_the_code(sheet):
    text = PAGE.read_text(encoding="utf-8")
    part = text.split(f"### {sheet.german} (`{sheet.key}`)")[1].split("\n## ")[0].split("### ")[0]
    found = re.findall(r"^\| ([^|]+?)( \\\*)? \| `(\w+)` \|", part, re.MULTILINE)
    assert found == [(c.german, r" \*" if c.filled else "", c.key) for c in sheet.columns]


def test_the_limits_are_those_of_the_code():
    text = PAGE.read_text(encoding="utf-8")
    assert f"{guard.MOST_BYTES // 2**20} MB" in text
    for sheet in CORE:
        assert f"{sheet.most_rows:,} {sheet.german}".replace(",", ".") in text
    assert {sheet.most_rows for sheet in PART_SHEETS} == {250_000}
    assert "250.000 Zeilen auf jedem weiteren Blatt" in text
    assert f"{reader.MOST_COLUMNS} Spalten" in text


def test_the_template_has_every_column_list_and_comment(tmp_path):
    path = tmp_path / "template.xlsx"
    write_template(path, words())
    book = openpyxl.load_workbook(path)
    for sheet in SHEETS:
        page = book[sheet.german]
        heads = [cell.value.removesuffix(" *") for cell in page[1]]
        assert heads == [column.german for column in sheet.columns]
        assert [cell.comment.text.split("\n")[0] for cell in page[1]] == [
            column.key for column in sheet.columns
        ]
        assert page.freeze_panes == "B2"
        choices = [
            column
            for column in sheet.columns
            if column.form == "flag" or (column.form == "word" and words()[column.words].words)
        ]
        assert len(page.data_validations.dataValidation) == len(choices)


def test_an_empty_template_is_checked_without_a_faulty_cell(tmp_path):
    path = tmp_path / "template.xlsx"
    write_template(path, words())
    assert checked(path.read_bytes()).findings.faults == []


def test_what_we_write_we_read(tmp_path):
    """Also texts that look like formulas come back as they were."""
    path = tmp_path / "book.xlsx"
    rows = {
        "cases": [{"case_key": "=1+1", "opened_on": date(2024, 2, 1),
                   "family_name": "@Ada", "topics": ("housing", "health")}],
        "goals": [{"case_key": "=1+1", "text": "+49", "attainment": 0}],
    }  # fmt: skip
    write_workbook(path, words(), rows)
    records = checked(path.read_bytes()).records
    (case,), (goal,) = records.cases, records.goals
    assert (case.case_key, case.family_name, case.topics) == (
        "=1+1", "@Ada", ("housing", "health"),
    )  # fmt: skip
    assert (goal.text, goal.attainment) == ("+49", 0)
