# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A map as a file: readable by itself, tagged, and what is missing is said."""

import io

import pypdfium2
from defusedxml.ElementTree import fromstring
from PIL import Image

from stellwerk.exchange.process_maps.faces import plate_for
from stellwerk.exchange.process_maps.files import FORMATS, MapSheet
from stellwerk.networks.rules.choosing import most_frequent
from stellwerk.networks.rules.maps import Edge, ProcessMap

DAY = 86_400
FOUND = ProcessMap(
    cases=9, events=20, activities={"Antrag": 9, "=SUMME(1)\x01": 7, "Bescheid": 4},
    start={"Antrag": 9}, end={"Bescheid": 4, "=SUMME(1)\x01": 5},
    edges=(
        Edge("Antrag", "=SUMME(1)\x01", 7, 3 * DAY, 2 * DAY, 9 * DAY, 0, 10 * DAY),
        Edge("=SUMME(1)\x01", "Bescheid", 4),
    ),
    variant_count=2,
)
SHEET = MapSheet(
    "Karte: Probe", ("9 Verläufe",), FOUND, most_frequent(FOUND), plate_for(FOUND), "Karte"
)


def written(name: str) -> bytes:
    return FORMATS[name].write(SHEET, "de")


def test_the_drawing_stands_alone() -> None:
    root = fromstring(written("svg").decode())
    assert root.find("{http://www.w3.org/2000/svg}style") is not None
    assert "Median 2 Tage" in written("svg").decode()


def test_the_table_runs_no_formula_and_keeps_what_is_missing() -> None:
    lines = written("csv").decode("utf-8-sig").splitlines()
    assert "'=SUMME(1)" in lines[1]
    assert lines[2].endswith(";4" + ';""' * 10)


def test_the_sheet_is_tagged_and_tells_everything() -> None:
    document = pypdfium2.PdfDocument(written("pdf"))
    width, height = document[0].get_size()
    assert width > height, "across"
    text = "".join(page.get_textpage().get_text_range() for page in document)
    assert "9 Verläufe" in text
    assert "Bescheid" in text
    assert pypdfium2.raw.FPDFCatalog_IsTagged(document.raw)
    document.close()


def test_the_picture_is_as_fine_as_it_is_said() -> None:
    picture = Image.open(io.BytesIO(written("png")))
    svg = fromstring(written("svg").decode())
    assert abs(picture.width - 2 * int(svg.attrib["width"])) <= 4
