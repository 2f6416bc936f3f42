# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The report as a file, in every format."""

import csv
import io
import json
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import openpyxl
import pytest

from stellwerk.exchange.report_files import FORMATS, file_name, paper
from stellwerk.indicators.rules.report import CrossCell, CrossTable, Report, Scope
from stellwerk.indicators.rules.words import Words
from tests.indicators.test_rules import sample_report

HOSTILE = '=HYPERLINK("http://boese.example";"x")'


def full_report() -> Report:
    """A report with flow, cross table and an organisation whose name is a formula."""
    labels = {
        "residence_status": {"asylg_55": Words("Gestattung", "Permission")},
        "gender": {"w": Words("weiblich", "female")},
        "age_group": {"18-26": Words("18–26", "18–26")},
        "nationality": {"rest": Words("alle übrigen", "all others")},
    }
    cells = (CrossCell("asylg_55", "w", "18-26", "rest", 3),)
    return replace(sample_report(), scope=Scope("home", HOSTILE), cross=CrossTable(cells, labels))


def test_json_has_the_promised_shape():
    found = json.loads(FORMATS["json"].write(full_report(), "de"))
    assert set(found) == {"report", "scope", "period", "as_of", "figures", "tables"}
    assert set(found["figures"][0]) == {
        "key",
        "value",
        "numerator",
        "denominator",
        "unit",
        "formula",
    }
    assert found["period"] == {"from": "2019-01-01", "to": None}
    values = {figure["key"]: figure["value"] for figure in found["figures"]}
    assert values["goals.attainment_planned"] == 90
    assert values["goals.attainment_unplanned"] is None
    assert found["tables"]["flow"] == [{"quarter": "2019-Q1", "entries": 3, "exits": 1, "stock": 2}]


def test_csv_opens_in_german_excel_and_holds_no_formula():
    content = FORMATS["csv"].write(full_report(), "de").decode()
    assert content.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(content[1:]), delimiter=";"))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    by_key = {row[0]: row for row in rows if row}
    assert by_key["goals.attainment_planned"][2] == "90,0"
    assert by_key["goals.attainment_unplanned"][2] == ""


def test_the_workbook_holds_numbers_and_no_formula():
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(full_report(), "de")))
    assert len(book.sheetnames) == 4
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert HOSTILE in [cell.value for cell in cells]
    assert 90 in [cell.value for cell in cells]


def test_text_prints_the_table_of_the_booklet():
    text = FORMATS["text"].write(full_report(), "de").decode()
    assert "| Erkenntnis" in text
    assert "Im Durchschnitt 6 Monate, zwischen 4 und 8 Monaten (n\u00a0=\u00a03)." in text


def test_html_stands_alone_in_its_language():
    german = FORMATS["html"].write(full_report(), "de").decode()
    assert '<html lang="de">' in german
    assert "src=" not in german
    assert "<h2>Dauer des CM-Prozesses</h2>" in german
    assert '<html lang="en">' in FORMATS["html"].write(full_report(), "en").decode()


@pytest.mark.skipif(not paper.is_pdf_possible(), reason="Pango is missing")
def test_the_pdf_is_tagged_and_says_its_language():
    content = FORMATS["pdf"].write(full_report(), "de")
    assert content.startswith(b"%PDF-1.7")
    said = content + b"".join(unpacked(content))
    for sign in (b"/MarkInfo", b"/StructTreeRoot", b"pdfuaid", b"/TH", b"/H1", b"/Caption"):
        assert sign in said
    assert re.search(rb"/Lang ?\(de\)", said)


def unpacked(content: bytes) -> Iterator[bytes]:
    """The compressed streams of a PDF."""
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        with suppress(zlib.error):
            yield zlib.decompress(stream)


def test_names_of_files_are_plain():
    assert file_name(full_report(), "xlsx") == "case-management-home-2026-11-22.xlsx"
