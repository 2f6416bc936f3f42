# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What must hold in the sheets of what hangs on a case: its case exists, keys are unique, days run
forward, and what only some sheets ask for."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from stellwerk.exchange.consistency import Reporter, Row, case_of, check_phase, german
from stellwerk.exchange.sheet_form import Sheet

Check = Callable[
    [Iterable[Row], dict[str, Row], Collection[str], date, Reporter], None
]
#: Per sheet the columns whose days must not run backwards.
_IN_ORDER = {
    "phases": ("entered_on", "left_on"),
    "measures": ("asked_on", "began_on", "ended_on"),
    "residence": ("valid_from", "valid_until"),
    "spheres": ("valid_from", "valid_until"),
    "entitlements": ("issued_on", "handed_in_on"),
    "agreements": ("agreed_on", "review_on"),
}
#: Per sheet the columns that together may stand only once per case.
_ONCE = {"languages": ("language",)}


def checker(sheet: Sheet) -> Check:
    """The check of one sheet."""

    def check(
        rows: Iterable[Row], cases: dict[str, Row], bad: Collection[str], today: date,
        report: Reporter,
    ) -> None:  # fmt: skip
        held = list(rows)
        seen: dict[tuple[Any, ...], int] = {}
        has_key = any(column.key == "row_key" for column in sheet.columns)
        for row in held:
            case_of(row, cases, bad, report)
            _once(row, seen, report, has_key)
            _in_order(row, _IN_ORDER.get(sheet.key, ()), report)
            if sheet.key in _ONCE:
                _once_per_case(row, _ONCE[sheet.key], seen, report)
            if sheet.key in _MORE:
                _MORE[sheet.key](row, today, report)
        if sheet.key == "phases":
            _check_history(held, cases, report)

    return check


def _once(row: Row, seen: dict[tuple[Any, ...], int], report: Reporter, has_key: bool) -> None:
    """One row per key, or, in sheets without keys, one row per case."""
    key = row.get("row_key", "")
    if has_key and not key:
        return
    mark = ("key", row["case_key"], key)
    if mark in seen:
        column = "row_key" if has_key else "case_key"
        report.fault(
            row["row"], column, key or row["case_key"],
            _("each once per case; row %(row)d has it already") % {"row": seen[mark]},
            "row_twice", case=row["case_key"],
        )  # fmt: skip
    seen.setdefault(mark, row["row"])


def _once_per_case(
    row: Row, columns: tuple[str, ...], seen: dict[tuple[Any, ...], int], report: Reporter
) -> None:
    mark = ("once", row["case_key"], *(row.get(name) for name in columns))
    if mark in seen:
        report.fault(
            row["row"], columns[0], str(row.get(columns[0], "")),
            _("each once per case; row %(row)d has it already") % {"row": seen[mark]},
            "row_twice", case=row["case_key"],
        )  # fmt: skip
    seen.setdefault(mark, row["row"])


def _in_order(row: Row, columns: tuple[str, ...], report: Reporter) -> None:
    before: date | None = None
    for name in columns:
        on = row.get(name)
        if on is None:
            continue
        if before is not None and on < before:
            report.fault(
                row["row"], name, german(on),
                _("a date from %(day)s on") % {"day": german(before)},
                "days_backwards", case=row["case_key"],
            )  # fmt: skip
        before = on


def _contact(row: Row, today: date, report: Reporter) -> None:
    at: datetime = row["at"]
    if at.date() > today:
        report.fault(
            row["row"], "at", at.strftime("%d.%m.%Y %H:%M"),
            _("a time that is not in the future: a contact has taken place"),
            "contact_in_future", case=row["case_key"],
        )  # fmt: skip


def _involved(row: Row, _today: date, report: Reporter) -> None:
    if not row.get("provider") and not row.get("name"):
        report.fault(
            row["row"], "name", "", _("an organisation or a name"), "involved_empty",
            case=row["case_key"],
        )  # fmt: skip


_MORE: Mapping[str, Callable[[Row, date, Reporter], None]] = {
    "contacts": _contact,
    "involved": _involved,
}


#: Per sheet the column that names a row of another sheet.
_REFERS = {"assessment_areas": ("assessment", "assessments")}


def check_references(rows: Mapping[str, Iterable[Row]], reports: Mapping[str, Reporter]) -> None:
    """A row that names a row of another sheet finds it there, in the same case."""
    for sheet, (column, parent) in _REFERS.items():
        known = {(row["case_key"], row.get("row_key")) for row in rows.get(parent, ())}
        for row in rows.get(sheet, ()):
            if (row["case_key"], row[column]) not in known:
                reports[sheet].fault(
                    row["row"], column, row[column],
                    _("a number of the sheet that it belongs to, in the same case"),
                    "reference_unknown", case=row["case_key"],
                )  # fmt: skip


def _check_history(rows: Iterable[Row], cases: dict[str, Row], report: Reporter) -> None:
    """The last phase of a history is the case's own, and the only one without an end."""
    histories: dict[str, list[Row]] = {}
    for row in rows:
        histories.setdefault(row["case_key"], []).append(row)
    for case_key, history in histories.items():
        running = [row for row in history if row.get("left_on") is None]
        if len(running) != 1:
            report.fault(
                history[-1]["row"], "left_on", "",
                _("an end in every phase but the last one"), "phases_open", case=case_key,
            )  # fmt: skip
            continue
        case = cases.get(case_key)
        if case is not None and not case.get("phase"):
            case["phase"] = running[0]["phase"]  # the history says it; judged with the case's end
            check_phase(case, report)
        wanted = (case or {}).get("phase")
        if wanted and wanted != running[0]["phase"]:
            report.fault(
                running[0]["row"], "phase", running[0]["phase"],
                _("%(phase)s, as on the sheet of cases") % {"phase": wanted},
                "phase_contradiction", case=case_key,
            )  # fmt: skip
