# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""From files to case records: everything that is wrong named at once, or records to rely on."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Refusal
from stellwerk.cases.models.fields import plain
from stellwerk.cases.rules.rows import (
    GOAL_DETAILS,
    AppointmentRow,
    CaseRecords,
    CaseRow,
    GoalRow,
    PartRow,
)
from stellwerk.exchange import consistency, part_consistency
from stellwerk.exchange.columns import APPOINTMENTS, CASES, GOALS, SHEETS, Sheet, sheet_named
from stellwerk.exchange.consistency import Scope
from stellwerk.exchange.faults import Fault, Findings, Note
from stellwerk.exchange.intake import (
    Event,
    RowRead,
    RowsExpected,
    SheetNames,
    SheetStart,
    Upload,
    read,
)
from stellwerk.exchange.part_columns import PART_SHEETS
from stellwerk.exchange.sheets import SheetReading, Span
from stellwerk.exchange.words import Words

#: Rows read so far, and about how many there are (0: not known).
Reading = Callable[[int, int], None]


TOLD_EVERY = 2_000


@dataclass(frozen=True)
class Checked:
    """``records`` is None as long as there is a single fault."""

    records: CaseRecords | None
    findings: Findings
    rows: dict[str, int]


def check(
    uploads: Sequence[Upload], words: Words, scope: Scope, reading: Reading | None = None
) -> Checked:
    """Read and judge files. A file that cannot be opened at all becomes the one fault.

    ``reading`` learns how far it is, from the start on.
    """
    findings = Findings()
    try:
        readings = _read_sheets(read(uploads), words, scope.today, findings, reading)
    except Refusal as refusal:
        findings = Findings()
        findings.fault(Fault(refusal.code, "", 0, "", "", uploads[0].name, str(refusal.message)))
        return Checked(None, findings, {})
    _check_sheets(readings, scope, findings)
    findings.sort([sheet.label for sheet in SHEETS])
    rows = {sheet.key: len(reading.rows) for sheet, reading in readings.items()}
    if findings.fault_count:
        return Checked(None, findings, rows)
    return Checked(_records(readings), findings, rows)


def _read_sheets(
    events: Iterable[Event],
    words: Words,
    today: date,
    findings: Findings,
    reading: Reading | None,
) -> dict[Sheet, SheetReading]:
    readings: dict[Sheet, SheetReading] = {}
    current: SheetReading | None = None
    count = expected = 0
    for event in events:
        if isinstance(event, RowRead):
            if current is not None:
                current.feed(event.number, event.cells)
            count += 1
            if reading is not None and count % TOLD_EVERY == 0:
                reading(count, expected)
        elif isinstance(event, RowsExpected):
            expected = event.count
            if reading is not None:
                reading(count, expected)
        elif isinstance(event, SheetStart):
            sheet = sheet_named(event.name) or (CASES if event.is_csv else None)
            current = None
            if sheet is None:
                continue
            if sheet in readings:
                findings.fault(
                    Fault("sheet_twice", sheet.label, 0, "", "", event.name, _("each sheet once"))
                )
                continue
            current = readings[sheet] = SheetReading(sheet, words, Span(today), findings)
            current.is_csv = event.is_csv
        elif isinstance(event, SheetNames):
            _note_unknown(event, findings)
    return readings


# Sheets of our own template that hold no records.
_SILENT = {"hinweise", "listen", "notes", "lists"}


def _note_unknown(event: SheetNames, findings: Findings) -> None:
    for name in event.names:
        if sheet_named(name) is None and name.strip().casefold() not in _SILENT:
            findings.note(
                Note(
                    "sheet_unknown",
                    _("The sheet “%(name)s” is not known and is not read.") % {"name": name},
                    name,
                )
            )


def _check_sheets(readings: dict[Sheet, SheetReading], scope: Scope, findings: Findings) -> None:
    for sheet in SHEETS:
        if sheet in readings:
            readings[sheet].finish()
        elif sheet.needed:
            findings.fault(
                Fault(
                    "sheet_missing", sheet.label, 0, "", "", "",
                    _("a sheet “%(label)s” (%(key)s)")
                    % {"label": sheet.label, "key": sheet.key},
                )
            )  # fmt: skip
        elif sheet.expected:
            findings.note(
                Note(
                    "sheet_missing",
                    _("There is no sheet “%(label)s”.") % {"label": sheet.label},
                    sheet.label,
                )
            )
    cases = readings.get(CASES)
    if cases is None:
        return
    _check_rows(readings, cases, scope)


def _check_rows(readings: dict[Sheet, SheetReading], cases: SheetReading, scope: Scope) -> None:
    if not {"case_key", "opened_on"} <= cases.columns:
        return
    consistency.check_cases(cases.rows, scope, cases)
    by_key = {row["case_key"]: row for row in cases.rows}
    for sheet, check_rows in (
        (APPOINTMENTS, consistency.check_appointments),
        (GOALS, consistency.check_goals),
        *((sheet, part_consistency.checker(sheet)) for sheet in PART_SHEETS),
    ):
        reading = readings.get(sheet)
        needed = {column.key for column in sheet.columns if column.needed}
        if reading is not None and needed <= reading.columns:
            check_rows(reading.rows, by_key, cases.bad_keys, scope.today, reading)
    rows: dict[str, list[dict[str, Any]]] = {s.key: r.rows for s, r in readings.items()}
    reports = {sheet.key: reading for sheet, reading in readings.items()}
    part_consistency.check_references(rows, reports)
    part_consistency.check_recipients(rows, reports, scope.organisation, scope.today)
    part_consistency.check_people(rows, reports, scope.people)
    part_consistency.check_named(rows, reports, scope.offices)


def _records(readings: dict[Sheet, SheetReading]) -> CaseRecords:
    """Typed rows; the dicts are given back one by one, so that memory does not double."""
    return CaseRecords(
        cases=tuple(_case_rows(readings[CASES].rows)),
        appointments=tuple(_appointment_rows(_rows(readings, APPOINTMENTS))),
        goals=tuple(_goal_rows(_rows(readings, GOALS))),
        columns={sheet.key: reading.columns for sheet, reading in readings.items()},
        parts={
            sheet.key: tuple(_part_rows(_rows(readings, sheet)))
            for sheet in PART_SHEETS
            if sheet in readings
        },
    )


def _rows(readings: dict[Sheet, SheetReading], sheet: Sheet) -> list[dict[str, Any]]:
    reading = readings.get(sheet)
    return reading.rows if reading is not None else []


def _drain(rows: list[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    rows.reverse()
    while rows:
        yield rows.pop()


def _case_rows(rows: list[dict[str, Any]]) -> Iterable[CaseRow]:
    for row in _drain(rows):
        born = row.get("birth_date")
        if born and row.get("birth_year") is None:
            row["birth_year"] = born.year
        yield CaseRow(**row)


def _appointment_rows(rows: list[dict[str, Any]]) -> Iterable[AppointmentRow]:
    for row in _drain(rows):
        yield AppointmentRow(kind=row.pop("kind", ""), **row)


def _goal_rows(rows: list[dict[str, Any]]) -> Iterable[GoalRow]:
    for row in _drain(rows):
        row["attainment"] = plain(row.get("attainment"))
        details = {name: row.pop(name) for name in GOAL_DETAILS if name in row}
        yield GoalRow(
            life_area=row.pop("life_area", ""), text=row.pop("text", ""),
            key=row.pop("row_key", ""), details=details, **row,
        )  # fmt: skip


def _part_rows(rows: list[dict[str, Any]]) -> Iterable[PartRow]:
    for row in _drain(rows):
        number, case_key, key = row.pop("row"), row.pop("case_key"), row.pop("row_key", "")
        yield PartRow(number, case_key, row, key)
