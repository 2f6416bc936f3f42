# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The sample of Rheine gives exactly what the booklet prints, by a calculation of its own."""

from collections import defaultdict
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from sample.rheine import make

from tests.exchange.support import checked

FOLDER = Path(make.__file__).parent


def sheet(book: str, name: str) -> list[dict[str, object]]:
    """Rows by heading, read by another library than the import's."""
    page = openpyxl.load_workbook(FOLDER / book, data_only=True)[name]
    head, *rows = page.iter_rows(values_only=True)
    heads = [str(cell).removesuffix(" *") for cell in head]
    return [dict(zip(heads, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def cases() -> list[dict[str, object]]:
    return sheet(make.PILOT, "Fälle")


@pytest.fixture(scope="module")
def ended(cases):
    return [case for case in cases if case["Ende"]]


def attainment(case_keys: set[object]) -> Fraction:
    """Mean over cases of the case's mean."""
    goals = defaultdict(list)
    for goal in sheet(make.PILOT, "Ziele"):
        if goal["Fallnummer"] in case_keys and goal["Zielerreichung in %"] is not None:
            goals[goal["Fallnummer"]].append(Fraction(str(goal["Zielerreichung in %"])))
    means = [sum(values) / len(values) for values in goals.values()]
    assert len(means) == len(case_keys)
    return sum(means) / len(means)


def kept_shares() -> dict[object, Fraction]:
    due, kept = defaultdict(int), defaultdict(int)
    for row in sheet(make.PILOT, "Termine"):
        if row["Ausgang"] in ("wahrgenommen", "nicht erschienen", "von Klient:in abgesagt"):
            due[row["Fallnummer"]] += 1
            kept[row["Fallnummer"]] += row["Ausgang"] == "wahrgenommen"
    return {key: Fraction(kept[key], number) for key, number in due.items()}


def test_counts(cases, ended):
    assert (len(cases), len(ended)) == (10, 7)
    kinds = [(c["Art des Endes"], c["Beendet durch"]) for c in ended]
    assert sum(kind == "geplant" for kind, _by in kinds) == 3
    assert kinds.count(("ungeplant", "Klient:in")) == 2
    assert kinds.count(("ungeplant", "Case Manager:in")) == 2


def test_goals(ended):
    keys = defaultdict(set)
    for case in ended:
        keys[case["Art des Endes"]].add(case["Fallnummer"])
    assert attainment(keys["geplant"]) == 90
    assert attainment(keys["ungeplant"]) == 30


def test_appointments():
    shares = kept_shares()
    assert len(shares) == 10
    assert sum(shares.values()) / 10 == Fraction(80, 100)
    assert sorted(shares.values())[:3] == [Fraction(1, 3)] * 3
    assert sum(share == 1 for share in shares.values()) == 7


def test_some_appointments_count_in_no_share():
    outcomes = [row["Ausgang"] for row in sheet(make.PILOT, "Termine")]
    assert outcomes.count("geplant") == 6
    assert outcomes.count("von uns abgesagt") >= 5


def test_durations(ended):
    days = [(case["Ende"] - case["Beginn"]).days for case in ended]
    months = [Fraction(day) / Fraction("30.4375") for day in days]
    assert round(sum(months) / 7) == 6
    assert abs(sum(months) / 7 - 6) < Fraction(1, 100)
    assert (round(min(months)), round(max(months))) == (4, 8)


def test_topics(cases):
    count = {"all": defaultdict(int), "central": defaultdict(int)}
    for case in cases:
        for column, where in (("Themen", "all"), ("Zentrale Themen", "central")):
            for topic in str(case[column] or "").split("; "):
                count[where][topic] += 1
    for topic in ("Wohnen", "Gesundheit", "Schule und Ausbildung"):
        assert 4 <= count["central"][topic] <= 5
        assert count["all"][topic] == count["central"][topic]
    assert count["all"]["Sozialverhalten"] == count["all"]["Kinder und Kita"] == 3
    assert count["central"]["Sozialverhalten"] == count["central"]["Kinder und Kita"] == 0


@pytest.mark.parametrize("book", [make.PILOT, make.COUNSEL])
def test_the_import_takes_them_without_a_word(book):
    result = checked((FOLDER / book).read_bytes(), book)
    assert result.findings.faults == []
    notes = [note.code for note in result.findings.notes]
    assert set(notes) <= {"in_future"}, notes


@pytest.mark.parametrize("book", [make.PILOT, make.COUNSEL])
def test_the_committed_workbooks_are_what_the_script_makes(book, tmp_path):
    make.write(tmp_path)
    for name in ("Fälle", "Termine", "Ziele"):
        fresh = openpyxl.load_workbook(tmp_path / book)[name].iter_rows(values_only=True)
        kept = openpyxl.load_workbook(FOLDER / book)[name].iter_rows(values_only=True)
        assert list(fresh) == list(kept)


def test_people_are_marked_as_invented():
    book = openpyxl.load_workbook(FOLDER / make.PILOT)
    assert "Erfundene" in book["Hinweise"]["A1"].value
