# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Promise 29: no cell that we write becomes a formula, and the text comes back unchanged."""

import csv
import io
import zipfile

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from stellwerk.exchange.safe import (
    guarded,
    is_formula_like,
    unguarded,
    workbook_options,
    write_csv,
)

STARTS = [
    "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "\u200b=", "'=", "''@",
]  # fmt: skip
dangerous = st.builds("".join, st.tuples(st.sampled_from(STARTS), st.text(max_size=20)))
texts = st.one_of(st.text(max_size=40), dangerous)


@given(texts)
def test_guard_is_undone_exactly(text):
    assert unguarded(guarded(text)) == text


@given(texts)
def test_nothing_guarded_looks_like_a_formula_to_a_spreadsheet(text):
    cell = guarded(text).lstrip(" \u200b\ufeff")
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize("start", STARTS)
def test_each_dangerous_start_is_recognised(start):
    assert is_formula_like(start + "cmd|' /C calc'!A0")


@pytest.mark.parametrize("text", ["", "Anna", "F-1", "1+1", "a=b", "'Anna'", "O'Brien", "3.5"])
def test_plain_texts_stay(text):
    assert guarded(text) == text


def test_numbers_and_missing_values_stay():
    assert (guarded(-3), guarded(None), guarded(0)) == (-3, None, 0)
    stream = io.StringIO(newline="")
    write_csv(stream, [["Kopf", "Zahl"], ["=1+1", -3], [None, 0]])
    assert stream.getvalue() == '"Kopf";"Zahl"\r\n"\'=1+1";-3\r\n"";0\r\n'


@given(st.lists(st.lists(texts, min_size=2, max_size=2), max_size=5))
def test_csv_round_trip(rows):
    stream = io.StringIO(newline="")
    write_csv(stream, rows)
    stream.seek(0)
    back = [[unguarded(cell) for cell in row] for row in csv.reader(stream, delimiter=";")]
    assert back == rows


@pytest.mark.parametrize("start", STARTS)
def test_workbooks_hold_no_formula(start):
    text = start + 'HYPERLINK("x")'
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, workbook_options())
    book.add_worksheet().write(0, 0, text)
    book.close()
    with zipfile.ZipFile(target) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    cell = openpyxl.load_workbook(target).active["A1"]
    assert cell.data_type in ("s", "inlineStr")
