# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The workbook's form in one table: sheets, columns, labels, what each cell may hold.

Labels are matched in both languages whatever language the page speaks, so they stand here and
not in the catalogue of translations. The German handbook page `docs/handbook/tabelle.md` prints
this table; a test compares the two.
"""

from stellwerk.exchange.part_columns import ENTRUSTED, LONG, PART_SHEETS, key_column
from stellwerk.exchange.sheet_form import Column, Form, Sheet

__all__ = [
    "APPOINTMENTS", "CASES", "CORE", "GOALS", "SHEETS", "Column", "Form", "Sheet", "column_named",
    "folded", "letter", "sheet_named",
]  # fmt: skip

CASES = Sheet(
    "cases",
    "Fälle",
    "Cases",
    needed=True,
    also=("fall", "faelle", "case"),
    most_rows=25_000,
    columns=(
        Column(
            "case_key", "Fallnummer", "Case key", Form.NAME, needed=True, filled=True, longest=64,
            also=("Fallschlüssel", "Aktenzeichen"),
            hint="Ihr eigenes Zeichen des Falls, je Organisation nur einmal.",
        ),
        Column(
            "client_key", "Personennummer", "Client key", Form.NAME, longest=64,
            also=("Klientenschlüssel", "Klientennummer", "Personenschlüssel"),
            hint="Gleiche Nummer = gleiche Person. Leer: der Fall hat seine eigene Person.",
        ),
        Column("family_name", "Familienname", "Family name", Form.TEXT, also=("Nachname",)),
        Column("given_name", "Vorname", "Given name", Form.TEXT, also=("Vornamen",)),
        Column(
            "birth_date", "Geburtsdatum", "Birth date", Form.DATE,
            hint="Tag.Monat.Jahr. Bekannt ist nur das Jahr? Dann nur Geburtsjahr.",
        ),
        Column("birth_year", "Geburtsjahr", "Birth year", Form.YEAR, hint="Vierstellig."),
        Column("gender", "Geschlecht", "Gender", Form.WORD, words="gender"),
        Column(
            "nationality", "Staatsangehörigkeit", "Nationality", Form.WORD, words="nationality",
            also=("Nationalität",),
            hint="Schlüssel des Statistischen Bundesamts (3 Ziffern) oder ISO-Kürzel (2 Zeichen).",
        ),
        Column(
            "residence_status", "Aufenthaltsstatus", "Residence status", Form.WORD,
            words="residence_status", also=("Aufenthalt",),
        ),
        Column("access_channel", "Zugangsweg", "Access channel", Form.WORD,
               words="access_channel", also=("Zugang",)),
        Column(
            "organisation", "Organisation", "Organisation", Form.NAME, longest=64,
            also=("Träger",), hint="Leer: die Organisation, für die eingelesen wird.",
        ),
        Column("opened_on", "Beginn", "Opened on", Form.DATE, needed=True, filled=True,
               also=("Fallbeginn", "Eröffnet am", "Beginn am")),
        Column("closed_on", "Ende", "Closed on", Form.DATE,
               also=("Fallende", "Beendet am", "Ende am"), hint="Leer: der Fall läuft noch."),
        Column("closing_kind", "Art des Endes", "Closing kind", Form.WORD, words="closing_kind",
               also=("Ende Art", "Beendigungsart")),
        Column("closed_by", "Beendet durch", "Closed by", Form.WORD, words="closed_by",
               also=("Beendet von",)),
        Column("closing_reason", "Grund des Endes", "Closing reason", Form.WORD,
               words="closing_reason", also=("Beendigungsgrund", "Abschlussgrund")),
        Column("topics", "Themen", "Topics", Form.WORDS, words="life_area",
               also=("Lebensbereiche",), hint="Mehrere mit ; trennen."),
        Column("central_topics", "Zentrale Themen", "Central topics", Form.WORDS,
               words="life_area", hint="Mehrere mit ; trennen. Zählen immer auch als Themen."),
        Column("household_members", "Personen im Haushalt", "Household members", Form.COUNT,
               also=("Haushaltsgröße", "Haushaltsmitglieder")),
        Column("phase", "Phase", "Phase", Form.WORD, words="phase",
               hint="Leer: beendet, wenn ein Ende eingetragen ist, sonst aufgenommen."),
    ),
)  # fmt: skip

APPOINTMENTS = Sheet(
    "appointments",
    "Termine",
    "Appointments",
    also=("termin", "appointment"),
    expected=True,
    most_rows=250_000,
    columns=(
        Column("case_key", "Fallnummer", "Case key", Form.NAME, needed=True, filled=True,
               longest=64, also=("Fallschlüssel", "Aktenzeichen")),
        Column("starts_at", "Beginn", "Starts at", Form.MOMENT, needed=True, filled=True,
               also=("Zeitpunkt", "Termin", "Datum", "Beginnt am"),
               hint="Tag.Monat.Jahr Stunde:Minute, Ortszeit. Ohne Uhrzeit gilt 0:00 Uhr."),
        Column("kind", "Art", "Kind", Form.WORD, words="appointment_kind",
               also=("Terminart", "Art des Termins")),
        Column("outcome", "Ausgang", "Outcome", Form.WORD, needed=True, filled=True,
               words="appointment_outcome", also=("Ergebnis", "Wahrnehmung")),
        Column("note", "Notiz", "Note", Form.TEXT, longest=LONG, also=("Terminnotiz", "Bemerkung")),
        ENTRUSTED,
    ),
)  # fmt: skip

GOALS = Sheet(
    "goals",
    "Ziele",
    "Goals",
    also=("ziel", "goal"),
    expected=True,
    most_rows=100_000,
    columns=(
        Column("case_key", "Fallnummer", "Case key", Form.NAME, needed=True, filled=True,
               longest=64, also=("Fallschlüssel", "Aktenzeichen")),
        key_column("Ziel-Nr.", "Goal no."),
        Column("life_area", "Lebensbereich", "Life area", Form.WORD, words="life_area",
               also=("Thema", "Bereich")),
        Column("text", "Ziel", "Goal", Form.TEXT, longest=2_000,
               also=("Zieltext", "Text", "Beschreibung")),
        Column("agreed_on", "Vereinbart am", "Agreed on", Form.DATE, also=("Vereinbart",)),
        Column("due_on", "Fällig am", "Due on", Form.DATE, also=("Fällig", "Bis")),
        Column("attainment", "Zielerreichung in %", "Attainment in %", Form.PERCENT,
               also=("Zielerreichung", "Attainment", "Erreicht in %"),
               hint="0 bis 100. Leer: noch nicht eingeschätzt. 0 heißt: nichts erreicht."),
        Column("assessed_on", "Eingeschätzt am", "Assessed on", Form.DATE,
               also=("Eingeschätzt", "Bewertet am")),
        Column("indicator", "Indikator", "Indicator", Form.TEXT, longest=LONG,
               hint="Woran man sieht, dass das Ziel erreicht ist."),
        Column("relevance", "Warum es wichtig ist", "Why it matters", Form.TEXT, longest=LONG),
        Column("responsible", "Verantwortlich", "Responsible", Form.WORD, words="responsible"),
        Column("responsible_name", "Wer genau", "Who", Form.TEXT, longest=2_000),
        Column("open_reason", "Warum es offen bleibt", "Why it stays open", Form.TEXT,
               longest=LONG),
        ENTRUSTED,
    ),
)  # fmt: skip

#: What figures are made of: a row-by-row form of its own on the way in (`rules.rows`).
CORE: tuple[Sheet, ...] = (CASES, APPOINTMENTS, GOALS)
SHEETS: tuple[Sheet, ...] = (*CORE, *PART_SHEETS)


def folded(name: object) -> str:
    """A heading as it is compared: lower case, single spaces, hyphens and underlines alike."""
    text = str(name).replace("_", " ").replace("-", " ").replace("\u00a0", " ")
    return " ".join(text.casefold().replace("*", " ").split())


_SHEETS = {folded(name): sheet for sheet in SHEETS for name in sheet.names}
_COLUMNS = {
    sheet.key: {folded(name): column for column in sheet.columns for name in column.names}
    for sheet in SHEETS
}


def sheet_named(name: str) -> Sheet | None:
    """The sheet that a tab or file of this name means; None for any other name."""
    return _SHEETS.get(folded(name))


def column_named(sheet: Sheet, heading: object) -> Column | None:
    """The column that a heading means (key or label, German or English)."""
    return _COLUMNS[sheet.key].get(folded(heading))


def letter(index: int) -> str:
    """Column letters as spreadsheets show them: 0 -> A, 26 -> AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
