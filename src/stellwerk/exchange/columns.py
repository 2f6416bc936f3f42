# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The workbook's form in one table: sheets, columns, labels, what each cell may hold.

Labels are matched in both languages whatever language the page speaks, so they stand here and
not in the catalogue of translations. The German handbook page `docs/handbook/tabelle.md` prints
this table; a test compares the two.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import get_language


class Form(StrEnum):
    """How a cell is read (`values.py`)."""

    NAME = "name"  # the key of a case or client: short text, numbers allowed
    TEXT = "text"
    DATE = "date"
    MOMENT = "moment"
    YEAR = "year"
    COUNT = "count"
    PERCENT = "percent"
    WORD = "word"  # one word of a list
    WORDS = "words"  # several words of a list, separated by ";"


@dataclass(frozen=True)
class Column:
    """One column; ``words`` names the list that its cells come from (`words.py`)."""

    key: str
    german: str
    english: str
    form: Form
    needed: bool = False
    filled: bool = False
    words: str = ""
    longest: int = 200
    also: tuple[str, ...] = ()
    hint: str = ""

    @property
    def label(self) -> str:
        """The label in the reader's language."""
        return self.german if (get_language() or "de").startswith("de") else self.english

    @property
    def names(self) -> tuple[str, ...]:
        return (self.key, self.german, self.english, *self.also)


@dataclass(frozen=True)
class Sheet:
    key: str
    german: str
    english: str
    columns: tuple[Column, ...]
    needed: bool = False
    also: tuple[str, ...] = ()
    most_rows: int = 250_000

    @property
    def label(self) -> str:
        return self.german if (get_language() or "de").startswith("de") else self.english

    @property
    def names(self) -> tuple[str, ...]:
        return (self.key, self.german, self.english, *self.also)

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)


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
    ),
)  # fmt: skip

GOALS = Sheet(
    "goals",
    "Ziele",
    "Goals",
    also=("ziel", "goal"),
    most_rows=100_000,
    columns=(
        Column("case_key", "Fallnummer", "Case key", Form.NAME, needed=True, filled=True,
               longest=64, also=("Fallschlüssel", "Aktenzeichen")),
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
    ),
)  # fmt: skip

SHEETS: tuple[Sheet, ...] = (CASES, APPOINTMENTS, GOALS)


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
