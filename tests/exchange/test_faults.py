# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Every kind of fault is named by sheet, row and column; one fault refuses the whole file."""

from datetime import date, datetime

import pytest

from stellwerk.exchange.columns import SHEETS, column_named, folded, letter, sheet_named
from tests.exchange.support import (
    APPOINTMENT_HEAD,
    CASE_HEAD,
    case,
    checked,
    codes,
    csv_files,
    goal,
    ods,
    tables,
    xlsx,
)

ENDED = {"closed_on": date(2024, 9, 1), "closing_kind": "planned", "closed_by": "both"}
WHEN = datetime(2024, 2, 1, 10)


def place(sheet: str, key: str) -> tuple[str, str]:
    """Label and letter of a column in the test's tables."""
    heads = {"cases": CASE_HEAD, "appointments": APPOINTMENT_HEAD}
    column = next(s for s in SHEETS if s.key == sheet).column(key)
    return column.german, letter(heads[sheet].index(key)) if sheet in heads else ""


CASES = [
    ("value_missing", "case_key", case(None)),
    ("value_missing", "opened_on", case(opened=None)),
    ("no_such_day", "opened_on", case(opened="31.06.2024")),
    ("ambiguous_date", "opened_on", case(opened="03/04/2024")),
    ("date_out_of_range", "opened_on", case(opened="01.03.1924")),
    ("incomplete_date", "opened_on", case(opened="März 2024")),
    ("number_for_date", "opened_on", case(opened=45000)),
    ("not_a_date", "opened_on", case(opened="bald")),
    ("time_in_date", "opened_on", case(opened=datetime(2024, 3, 1, 8))),
    ("closed_before_opened", "closed_on", case(**ENDED | {"closed_on": date(2023, 1, 1)})),
    ("closed_in_future", "closed_on", case(**ENDED | {"closed_on": date(2030, 1, 1)})),
    ("ending_without_date", "closing_kind", case(closing_kind="planned")),
    ("ending_without_date", "closed_by", case(closed_by="client")),
    ("ending_without_date", "closing_reason", case(closing_reason="moved_away")),
    ("ending_incomplete", "closing_kind", case(closed_on=date(2024, 9, 1), closed_by="both")),
    ("ending_incomplete", "closed_by",
     case(closed_on=date(2024, 9, 1), closing_kind="unplanned")),
    ("unknown_word", "closing_kind", case(**ENDED | {"closing_kind": "halb"})),
    ("unknown_word", "gender", case(gender="q")),
    ("unknown_word", "nationality", case(nationality="XX")),
    ("unknown_word", "residence_status", case(residence_status="Visum 7")),
    ("unknown_word", "access_channel", case(access_channel="Brieftaube")),
    ("unknown_word", "topics", case(topics="housing;Mondfahrt")),
    ("unknown_word", "central_topics", case(central_topics="Mondfahrt")),
    ("unknown_word", "phase", case(phase="unterwegs")),
    ("phase_contradicts_end", "phase", case(phase="closed")),
    ("phase_contradicts_end", "phase", case(phase="planning", **ENDED)),
    ("out_of_range", "birth_year", case(birth_year=1850)),
    ("not_whole", "birth_year", case(birth_year=1990.5)),
    ("not_a_number", "birth_year", case(birth_year="neunzig")),
    ("born_after_case", "birth_year", case(birth_year=2025)),
    ("born_after_case", "birth_date", case(birth_date=date(2024, 2, 1))),
    ("birth_contradiction", "birth_year", case(birth_year=1990, birth_date=date(1991, 1, 1))),
    ("out_of_range", "household_members", case(household_members=0)),
    ("ambiguous_number", "household_members", case(household_members="1.234")),
    ("organisation_foreign", "organisation", case(organisation="other")),
    ("organisation_unknown", "organisation", case(organisation="nowhere")),
    ("too_long", "family_name", case(family_name="x" * 201)),
    ("too_long", "case_key", case("x" * 65)),
    ("not_a_key", "case_key", case(1.5)),
]  # fmt: skip


@pytest.mark.parametrize(("code", "key", "row"), CASES, ids=[f"{c[0]}-{c[1]}" for c in CASES])
def test_faults_of_a_case(code, key, row):
    result = checked(xlsx(tables(cases=[case("F-0"), row])))
    assert result.records is None
    faults = {(f.code, f.sheet, f.row, f.column, f.letter) for f in result.findings.faults}
    assert (code, "Fälle", 3, *place("cases", key)) in faults
    assert all(fault.expected for fault in result.findings.faults)


APPOINTMENTS = [
    ("case_unknown", "case_key", ["F-9", WHEN, "office", "kept"]),
    ("value_missing", "case_key", [None, WHEN, "office", "kept"]),
    ("value_missing", "starts_at", ["F-1", None, "office", "kept"]),
    ("value_missing", "outcome", ["F-1", WHEN, "office", None]),
    ("unknown_word", "kind", ["F-1", WHEN, "Flug", "kept"]),
    ("unknown_word", "outcome", ["F-1", WHEN, "office", "vielleicht"]),
    ("no_such_time", "starts_at", ["F-1", "1.2.2024 25:10", "office", "kept"]),
    ("ambiguous_date", "starts_at", ["F-1", "01/02/2024 10:00", "office", "kept"]),
    ("skipped_hour", "starts_at", ["F-1", "31.03.2024 02:15", "office", "kept"]),
    ("repeated_hour", "starts_at", ["F-1", "27.10.2024 02:15", "office", "kept"]),
]


@pytest.mark.parametrize(
    ("code", "key", "row"), APPOINTMENTS, ids=[f"{c[0]}-{c[1]}" for c in APPOINTMENTS]
)
def test_faults_of_an_appointment(code, key, row):
    result = checked(xlsx(tables(appointments=[["F-1", WHEN, "phone", "kept"], row])))
    faults = [(f.code, f.sheet, f.row, f.column, f.letter) for f in result.findings.faults]
    assert faults == [(code, "Termine", 3, *place("appointments", key))]


GOALS = [
    ("case_unknown", "case_key", goal("F-9")),
    ("unknown_word", "life_area", goal(life_area="Mond")),
    ("goal_empty", "text", goal(life_area=None, text=None)),
    ("out_of_range", "attainment", goal(attainment=101)),
    ("out_of_range", "attainment", goal(attainment=-1)),
    ("ambiguous_percent", "attainment", goal(attainment=0.9)),
    ("ambiguous_number", "attainment", goal(attainment="1.234")),
    ("not_a_number", "attainment", goal(attainment="fast alles")),
    ("assessed_without_value", "attainment", goal(assessed_on=date(2024, 5, 1))),
    ("due_before_agreed", "due_on", goal(agreed_on=date(2024, 5, 1), due_on=date(2024, 4, 1))),
    ("control_character", "text", goal(text="a\x0bb")),
]


@pytest.mark.parametrize(("code", "key", "row"), GOALS, ids=[f"{c[0]}-{c[1]}" for c in GOALS])
def test_faults_of_a_goal(code, key, row):
    files = csv_files(tables(goals=[goal(), row]))
    result = checked(files)
    faults = [(f.code, f.sheet, f.row) for f in result.findings.faults]
    assert faults == [(code, "Ziele", 3)]
    assert result.findings.faults[0].column == SHEETS[2].column(key).german


def test_case_numbers_and_people_across_rows():
    rows = [
        case("F-1", client_key="K", birth_year=1990, family_name="Ada"),
        case("F-1"),
        case("F-2", client_key="K", birth_year=1991, family_name="Ada"),
        case("F-3", client_key="K", residence_status="Duldung"),
        case("F-4", client_key="K", residence_status="Visum"),
    ]
    result = checked(xlsx(tables(cases=rows)))
    found = [(f.code, f.row) for f in result.findings.faults]
    assert found == [("case_twice", 3), ("person_contradiction", 4), ("person_contradiction", 6)]
    assert "2" in result.findings.faults[0].expected


def test_missing_sheet_column_and_double_ones():
    assert codes(checked(xlsx({"Termine": [APPOINTMENT_HEAD]}))) == ["sheet_missing"]
    assert codes(checked(xlsx({"cases": [["case_key"], ["F-1"]]}))) == ["column_missing"]
    assert codes(checked(xlsx({"cases": [["nix"], ["F-1"]]}))) == ["column_missing"] * 2
    assert codes(checked(xlsx({"cases": []}))) == ["sheet_empty"]
    twice = {"cases": [["case_key", "Fallnummer", "opened_on"], ["F-1", "F-2", "1.2.2024"]]}
    assert codes(checked(xlsx(twice))) == ["column_twice"]
    both = tables() | {"Fälle": [CASE_HEAD, case("F-2")]}
    assert codes(checked(xlsx(both))) == ["sheet_twice"]


def test_notes_stand_in_nobodys_way():
    sheets = tables(
        cases=[
            [*case("F-1", topics="housing", central_topics="health",
                   closed_on=date(2024, 9, 1), closing_kind="planned"), "x"],
            case("F-2", date(2027, 1, 1)),
        ],
        appointments=[["F-1", datetime(2025, 2, 1, 10), None, "kept"],
                      ["F-1", WHEN, "phone", "kept"], ["F-1", WHEN, "phone", "kept"],
                      ["F-1", datetime(2027, 2, 1, 10), "phone", "kept"]],
        goals=[goal(agreed_on=date(2024, 5, 1), assessed_on=date(2024, 4, 1), attainment=1)],
    )  # fmt: skip
    sheets["cases"][0] = [*CASE_HEAD, "Lieblingsfarbe"]
    sheets["Notizen"] = [["egal"]]
    result = checked(xlsx(sheets))
    assert result.findings.faults == []
    assert {note.code for note in result.findings.notes} == {
        "column_unknown", "sheet_unknown", "central_added", "closed_by_missing", "in_future",
        "outside_case", "appointment_repeated", "assessed_early",
    }  # fmt: skip
    assert result.records.cases[0].topics == ("housing", "health")


TWELVE = tables(
    cases=[
        case("F-1", "31.06.2024"),
        case("F-2", "03/04/2024"),
        case("F-3", **ENDED | {"closed_on": date(2023, 1, 1)}),
        case("F-4", gender="q"),
        case("F-5", birth_year=1850),
        case("F-6", topics="Mondfahrt"),
        case("F-7", closing_kind="planned"),
        case("F-8", organisation="other"),
        case("F-8"),
    ],
    appointments=[["F-4711", WHEN, "office", "kept"], ["F-4", WHEN, "office", "vielleicht"]],
    goals=[goal("F-4", attainment=120), goal("F-4", attainment="1.234")],
)  # fmt: skip


@pytest.mark.parametrize("form", [xlsx, ods, csv_files], ids=["xlsx", "ods", "csv"])
def test_twelve_kinds_are_named_all_at_once(form):
    result = checked(form(TWELVE), "book")
    assert result.records is None
    found = {(f.code, f.sheet, f.row, f.letter) for f in result.findings.faults}
    assert found == {
        ("no_such_day", "Fälle", 2, "E"), ("ambiguous_date", "Fälle", 3, "E"),
        ("closed_before_opened", "Fälle", 4, "F"), ("unknown_word", "Fälle", 5, "D"),
        ("out_of_range", "Fälle", 6, "C"), ("unknown_word", "Fälle", 7, "I"),
        ("ending_without_date", "Fälle", 8, "G"), ("organisation_foreign", "Fälle", 9, "P"),
        ("case_twice", "Fälle", 10, "A"), ("case_unknown", "Termine", 2, "A"),
        ("unknown_word", "Termine", 3, "D"), ("out_of_range", "Ziele", 2, "F"),
        ("ambiguous_number", "Ziele", 3, "F"),
    }  # fmt: skip
    assert result.findings.fault_count == 13


def test_thousands_of_faults_are_counted():
    rows = [case(f"F-{number}", "x") for number in range(1500)]
    result = checked(csv_files({"cases": [CASE_HEAD, *rows]}))
    assert (len(result.findings.faults), result.findings.fault_count) == (1_000, 1_500)
    assert result.findings.refused("Fälle") == 1_500


def test_faults_speak_english_too():
    from django.utils import translation

    with translation.override("en"):
        (fault,) = checked(xlsx(tables(cases=[case(opened="31.06.2024")]))).findings.faults
    assert (fault.sheet, fault.column) == ("Cases", "Opened on")
    assert "calendar" in fault.expected


# --- forms of the file -------------------------------------------------------------------------
def test_german_headings_titles_and_blank_rows():
    sheets = {
        "Fälle": [
            ["Unsere Fälle 2024"], [],
            ["Fallnummer *", "beginn", " Zentrale  Themen "], [],
            ["F-1", "1.2.2024", "Wohnen"], [None, None, None], ["F-2", "2.2.2024", None],
        ],
    }  # fmt: skip
    result = checked(xlsx(sheets))
    assert result.findings.faults == []
    assert [(row.row, row.case_key) for row in result.records.cases] == [(5, "F-1"), (7, "F-2")]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_in_all_its_ways(delimiter, encoding):
    sheets = tables(
        cases=[case("F-1", family_name="Müller; geb. Celik")],
        goals=[goal(text='Ein "Ziel",\nüber zwei Zeilen', attainment=12.5)],
    )
    result = checked(csv_files(sheets, delimiter, encoding))
    assert result.findings.faults == []
    assert result.records.cases[0].family_name == "Müller; geb. Celik"
    assert str(result.records.goals[0].attainment) == "12.5"
    assert "über" in result.records.goals[0].text


def test_csv_with_a_torn_row():
    text = "case_key,opened_on,household_members\nF-1,01.02.2024,3,5\n"
    result = checked({"cases.csv": text.encode()})
    assert codes(result) == ["cell_without_heading"]
    assert result.findings.faults[0].row == 2


def test_csv_with_separator_line_of_excel():
    text = "sep=,\ncase_key,opened_on\nF-1,01.02.2024\n"
    assert checked({"cases.csv": text.encode()}).records.cases[0].case_key == "F-1"


def test_percent_and_error_cells_of_real_spreadsheets(tmp_path):
    import xlsxwriter

    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet("cases")
    page.write_row(0, 0, ["case_key", "opened_on"])
    page.write_row(1, 0, ["F-1", "1.2.2024"])
    page = book.add_worksheet("goals")
    page.write_row(0, 0, ["case_key", "text", "attainment"])
    percent = book.add_format({"num_format": "0 %"})
    for line, value in enumerate((0.9, 1, 0), start=1):
        page.write_row(line, 0, ["F-1", f"Ziel {line}"])
        page.write_number(line, 2, value, percent)
    book.close()
    result = checked(path.read_bytes())
    assert [int(row.attainment) for row in result.records.goals] == [90, 100, 0]

    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet("cases")
    page.write_row(0, 0, ["case_key", "opened_on", "birth_year"])
    page.write_row(1, 0, ["F-1", "1.2.2024"])
    page.write_formula(1, 2, "=1/0", None, "#DIV/0!")
    page.write_row(2, 0, ["F-2", "1.2.2024"])
    page.write_formula(2, 2, "=1990+1", None, "")
    page.write_row(3, 0, ["F-3", "1.2.2024"])
    page.write_formula(3, 2, "=1990+1", None, 1991)
    book.close()
    assert codes(checked(path.read_bytes())) == ["cell_error", "formula_without_result"]


def test_every_heading_of_the_table_is_understood():
    for sheet in SHEETS:
        assert sheet_named(sheet.german) is sheet
        assert sheet_named(sheet.english.upper()) is sheet
        names = [folded(name) for column in sheet.columns for name in {*map(folded, column.names)}]
        assert len(names) == len(set(names)), sheet.key
        for column in sheet.columns:
            assert column_named(sheet, f" {column.german} *") is column


def test_column_letters():
    assert [letter(i) for i in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip
