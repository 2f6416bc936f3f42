# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Writing workbooks of cases: the empty template, and records in the same form.

The headings are German, each with its key and hint as a comment; words are chosen from lists.
The template is meant to be filled in by hand, so a German sheet explains it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from stellwerk.exchange.columns import CORE, SHEETS, Column, Form, Sheet, letter
from stellwerk.exchange.safe import guarded, unguarded, workbook_options
from stellwerk.exchange.words import WordList, Words

LISTS_SHEET = "Listen"
NOTES_SHEET = "Hinweise"
ROWS_WITH_CHOICE = 2_000
_WIDTHS = {
    Form.TEXT: 28, Form.NAME: 16, Form.DATE: 13, Form.MOMENT: 18, Form.YEAR: 12, Form.COUNT: 12,
    Form.PERCENT: 14, Form.WORD: 24, Form.WORDS: 34, Form.FLAG: 12,
}  # fmt: skip
_TITLES = {
    "gender": "Geschlecht", "closing_kind": "Art des Endes", "closed_by": "Beendet durch",
    "phase": "Phase", "appointment_kind": "Art des Termins",
    "appointment_outcome": "Ausgang des Termins", "nationality": "Staatsangehörigkeit",
    "residence_status": "Aufenthaltsstatus", "access_channel": "Zugangsweg",
    "closing_reason": "Grund des Endes", "life_area": "Lebensbereich, Thema",
    "contact_kind": "Art des Kontakts", "measure_state": "Stand der Maßnahme",
    "legal_sphere": "Rechtskreis", "language": "Sprache", "cefr_level": "Sprachniveau",
    "organisation": "Stelle", "retention_class": "Aufbewahrung", "interpreter": "Dolmetschen",
    "precision": "Genauigkeit", "work_permit": "Arbeitserlaubnis",
    "entitlement_kind": "Art der Berechtigung", "entitlement_state": "Stand der Berechtigung",
    "assessment_kind": "Art des Assessments", "measure_reason": "Grund einer Maßnahme",
    "responsible": "Verantwortlich für ein Ziel", "hand_over_kind": "Art einer Übergabe",
    "hand_over_state": "Stand einer Übergabe", "decline_reason": "Grund einer Ablehnung",
    "sector": "Bereich der Netzwerkkarte", "relation": "Beziehung in der Familie",
    "evaluation_way": "Weg einer Rückmeldung",
    "conference_state": "Stand einer Konferenz", "guest_state": "Teilnahme",
    "field_group": "Datengruppe", "consent_purpose": "Zweck einer Einwilligung",
    "consent_form": "Form einer Einwilligung", "paper_language": "Sprache eines Papiers",
    "observation_kind": "Art eines Hemmnisses", "known_issue": "Bekanntes Thema",
    "field_of_action": "Handlungsfeld",
}  # fmt: skip
NOTES = (
    ("So füllen Sie die Tabelle aus", ""),
    ("Ein Fall je Zeile", "Jeder Fall hat eine Fallnummer, die es in Ihrer Organisation nur einmal "
     "gibt. Die Zeilen aller anderen Blätter nennen die Fallnummer, zu der sie gehören. Blätter, "
     "die Sie nicht brauchen, bleiben leer."),
    ("Pflichtfelder", "Die Überschriften mit * müssen ausgefüllt sein. Alles andere darf leer "
     "bleiben: Leer heißt „nicht bekannt“, 0 heißt null."),
    ("Datum", "Tag.Monat.Jahr, zum Beispiel 31.12.2024. Schreibweisen mit zwei Lesarten "
     "(03/04/2024) werden zurückgefragt und nie geraten."),
    ("Mehrere Themen", "In einer Zelle mit Semikolon trennen: Wohnen; Gesundheit."),
    ("Zielerreichung", "0 bis 100. Ein leeres Feld heißt: noch nicht eingeschätzt."),
    ("Ende eines Falls", "Mit dem Datum unter „Ende“ gehören die Art des Endes und – bei einem "
     "ungeplanten Ende – auch, wer den Fall beendet hat."),
    ("Listen", "Die erlaubten Wörter stehen auf dem Blatt „Listen“. Schlüssel und deutsche oder "
     "englische Bezeichnung gelten gleich."),
    ("Alles oder nichts", "Steht irgendwo ein Fehler, wird nichts eingelesen, und jeder Fehler "
     "wird mit Blatt, Zeile und Spalte genannt. Dieselbe Datei ein zweites Mal ändert nichts."),
)  # fmt: skip


def write_template(target: str | Path | IO[bytes], words: Words) -> None:
    """The empty workbook with headings, lists, drop-downs and a sheet of explanations."""
    write_workbook(target, words, {}, sheets=SHEETS)


def write_workbook(
    target: str | Path | IO[bytes],
    words: Words,
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    *,
    notes: Sequence[tuple[str, str]] = NOTES,
    made_at: datetime | None = None,
    sheets: Sequence[Sheet] = CORE,
    above: str = "",
) -> None:
    """Records as a workbook: per sheet key a list of rows by column key.

    ``above`` stands over the headings of every sheet.
    Texts are written as texts whatever they look like. ``made_at`` fixes the time of making, so
    that the same records give the same bytes.
    """
    place = str(target) if isinstance(target, Path) else target
    book = xlsxwriter.Workbook(place, workbook_options())
    if made_at is not None:
        book.set_properties({"created": made_at})
    formats = _formats(book)
    _write_notes(book, formats, notes)
    pages = [(sheet, book.add_worksheet(sheet.german)) for sheet in sheets]
    ranges = _write_lists(book, formats, words)
    for sheet, page in pages:
        if above:
            page.write_string(0, 0, above, formats["strong"])
            page.set_footer("&L" + above.replace("&", "&&")[:200] + "&R&P/&N")
        _write_sheet(
            page, formats, sheet, rows.get(sheet.key, ()), words, ranges, top=1 if above else 0
        )
    pages[0][1].activate()
    book.close()


def _formats(book: Workbook) -> dict[str, Format]:
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "strong": book.add_format({"bold": True, "valign": "top"}),
        "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
        "heading": book.add_format(
            {"bold": True, "bg_color": "#0F4C5C", "font_color": "#FFFFFF", "border": 1,
             "border_color": "#C9D3D8", "text_wrap": True, "valign": "top"}
        ),
        "needed": book.add_format(
            {"bold": True, "bg_color": "#0B3742", "font_color": "#FFFFFF", "border": 1,
             "border_color": "#C9D3D8", "text_wrap": True, "valign": "top"}
        ),
        "text": book.add_format({"num_format": "@", "quote_prefix": True}),
        "cells": book.add_format({"num_format": "@"}),
        "plain": book.add_format({}),
        "date": book.add_format({"num_format": "dd.mm.yyyy"}),
        "moment": book.add_format({"num_format": "dd.mm.yyyy hh:mm"}),
        "number": book.add_format({"num_format": "0.##########"}),
    }  # fmt: skip


def _write_notes(
    book: Workbook, formats: dict[str, Format], notes: Sequence[tuple[str, str]]
) -> None:
    page = book.add_worksheet(NOTES_SHEET)
    page.hide_gridlines(2)
    page.set_column(0, 0, 26)
    page.set_column(1, 1, 90)
    for line, (head, text) in enumerate(notes):
        page.write_string(line, 0, head, formats["title" if line == 0 else "strong"])
        page.write_string(line, 1, text, formats["wrapped"])


def _write_lists(book: Workbook, formats: dict[str, Format], words: Words) -> dict[str, str]:
    """The lists side by side, label and key; the range of labels of each list."""
    page = book.add_worksheet(LISTS_SHEET)
    page.freeze_panes(1, 0)
    ranges = {}
    for index, (name, listed) in enumerate(_ordered(words)):
        column = index * 2
        page.set_column(column, column, 34)
        page.set_column(column + 1, column + 1, 22)
        page.write_string(0, column, _TITLES[name], formats["heading"])
        page.write_string(0, column + 1, "Schlüssel", formats["heading"])
        for line, word in enumerate(listed.words, start=1):
            page.write_string(line, column, word.german)
            page.write_string(line, column + 1, str(word.key))
        if listed.words:
            place = letter(column)
            ranges[name] = f"={LISTS_SHEET}!${place}$2:${place}${len(listed.words) + 1}"
    return ranges


def _ordered(words: Words) -> list[tuple[str, WordList]]:
    return [(name, words[name]) for name in _TITLES if name in words]


def _write_sheet(
    page: Worksheet,
    formats: dict[str, Format],
    sheet: Sheet,
    rows: Sequence[Mapping[str, Any]],
    words: Words,
    ranges: dict[str, str],
    top: int = 0,
) -> None:
    page.freeze_panes(top + 1, 1)
    page.set_row(top, 32)
    last = top + max(len(rows), ROWS_WITH_CHOICE)
    for index, column in enumerate(sheet.columns):
        style = formats["needed" if column.filled else "heading"]
        page.set_column(index, index, _WIDTHS[column.form], _column_format(formats, column))
        page.write_string(top, index, column.german + (" *" if column.filled else ""), style)
        page.write_comment(top, index, "\n".join(filter(None, [column.key, column.hint])))
        choice = ["ja", "nein"] if column.form == Form.FLAG else ranges.get(column.words)
        if column.form in (Form.WORD, Form.FLAG) and choice:
            page.data_validation(
                top + 1, index, last, index,
                {
                    "validate": "list", "source": choice,
                    "error_type": "warning", "error_title": "Nicht in der Liste",
                    "error_message": "Dieses Wort steht nicht auf dem Blatt „Listen“.",
                },
            )  # fmt: skip
        for line, row in enumerate(rows, start=top + 1):
            _write_cell(page, formats, line, index, column, row.get(column.key), words)
    page.autofilter(top, 0, top + max(len(rows), 1), len(sheet.columns) - 1)


def _column_format(formats: dict[str, Format], column: Column) -> Format:
    names = {Form.DATE: "date", Form.MOMENT: "moment", Form.NAME: "cells", Form.TEXT: "cells",
             Form.PERCENT: "number"}  # fmt: skip
    return formats[names.get(column.form, "plain")]


def _write_cell(
    page: Worksheet,
    formats: dict[str, Format],
    line: int,
    index: int,
    column: Column,
    value: Any,
    words: Words,
) -> None:
    if value is None or value == "" or value == ():
        return
    if isinstance(value, bool):
        page.write_string(line, index, "ja" if value else "nein", formats["plain"])
    elif isinstance(value, datetime):
        page.write_datetime(line, index, value.replace(tzinfo=None), formats["moment"])
    elif isinstance(value, date):
        page.write_datetime(line, index, value, formats["date"])
    elif column.form == Form.WORDS:
        labels = [label_of(words, column, key) for key in value]
        page.write_string(line, index, "; ".join(labels), formats["plain"])
    elif column.form == Form.WORD:
        page.write_string(line, index, label_of(words, column, value), formats["plain"])
    elif isinstance(value, str):
        # An apostrophe that the reader would take away gets one more.
        text = value if unguarded(value) == value else guarded(value)
        page.write_string(line, index, text, formats["text"])
    else:
        page.write_number(line, index, float(value), formats["number"])


def label_of(words: Words, column: Column, key: str) -> str:
    """The German label, or the key where another word claims the label."""
    listed = words[column.words]
    word = next((w for w in listed.words if w.key == key), None)
    if word is None or listed.keys.get(word.german) != key or ";" in word.german:
        return str(key)
    return word.german
