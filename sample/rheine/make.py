# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Makes the sample workbooks of Rheine. All people are invented; see README.md beside this file.

Run with the environment of the project: ``./stellwerk manage shell < sample/rheine/make.py`` or
``python sample/rheine/make.py``. The same code gives the same records; a test proves the sums.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

FOLDER = Path(__file__).resolve().parent
LOCAL = ZoneInfo("Europe/Berlin")
MADE_AT = datetime(2020, 3, 1, 12, tzinfo=LOCAL).replace(tzinfo=None)
PILOT, COUNSEL = "pilot.xlsx", "beratung.xlsx"
MARK = (
    ("Erfundene Beispieldaten", ""),
    ("Was das ist", "Zehn erfundene Fälle, deren Summen genau der gedruckten Auswertung des "
     "Case-Management-Piloten der Stadt Rheine entsprechen (Broschüre „Einwanderung gestalten "
     "NRW – Modellprojekt in Rheine“, Abschnitt „Rheine bietet Case Management“)."),
    ("Niemand ist gemeint", "Alle Namen, Geburtsjahre, Ziele und Termine sind erfunden. Die Quelle "
     "nennt nur Summen."),
)  # fmt: skip
MARK_COUNSEL = (
    ("Typische Fälle aus der Broschüre", ""),
    ("Was das ist", "Herr A. und Herr R., wie die Broschüre sie beschreibt. Was sie nicht nennt – "
     "Geburtsjahr, Termine, Zugangsweg –, bleibt leer. Als Beginn steht der Beginn des "
     "Modellprojekts (1.4.2017); das Blatt verlangt ein Datum."),
)  # fmt: skip


@dataclass(frozen=True)
class Goal:
    """A goal: life area, text, attainment (None: not assessed)."""

    area: str
    text: str
    attainment: int | None


@dataclass(frozen=True)
class Case:
    """An invented case. ``outcomes``: k kept, n no-show, c cancelled by client, u by us."""

    number: int
    family_name: str
    given_name: str
    birth_year: int
    gender: str
    nationality: str
    status: str
    channel: str
    opened_on: date
    days: int | None
    ending: tuple[str, str, str] | None
    central: tuple[str, ...]
    further: tuple[str, ...]
    household: int
    outcomes: str
    goals: Sequence[Goal]
    phase: str = ""
    coming: Sequence[datetime] = field(default=())

    @property
    def key(self) -> str:
        return f"RH-CM-{self.number:02d}"

    @property
    def closed_on(self) -> date | None:
        return self.opened_on + timedelta(days=self.days) if self.days is not None else None


def at(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """Local time."""
    return datetime(year, month, day, hour, minute, tzinfo=LOCAL)


_BOTH = "both"
CASES = (
    Case(
        1, "Haddad", "Samira", 1986, "w", "sy", "aufenthg_25_2_alt1", "counselling_service",
        date(2018, 3, 5), 213, ("planned", _BOTH, "goals_reached"),
        ("housing", "school_training"), ("childcare",), 5, "kkkkukkkkkkk",
        (
            Goal("housing", "Eine Wohnung für die fünfköpfige Familie außerhalb der Unterkunft "
                 "finden", 100),
            Goal("housing", "Antrag auf Wohnberechtigungsschein stellen", 100),
            Goal("school_training", "Zeugnisse anerkennen lassen, Vorkurs beginnen", 80),
            Goal("childcare", "Kita-Platz für das jüngste Kind", 100),
        ),
    ),
    Case(
        2, "Tesfay", "Yonas", 1979, "m", "er", "aufenthg_25_2_alt1", "health_service",
        date(2018, 4, 9), 243, ("planned", _BOTH, "referred_to_services"),
        ("health", "housing"), (), 4, "kkkkkkkkukkkkk",
        (
            Goal("health", "Hausärztliche Versorgung klären und Behandlung beginnen", 100),
            Goal("health", "Rehabilitationsantrag stellen", 80),
            Goal("housing", "Mietrückstand regulieren und die Wohnung halten", 90),
        ),
    ),
    Case(
        3, "Ahmadi", "Navid", 1998, "m", "af", "aufenthg_25_3", "school",
        date(2018, 5, 14), 183, ("planned", _BOTH, "goals_mostly_reached"),
        ("school_training",), ("social_behaviour",), 1, "kkkkkkkkk",
        (
            Goal("school_training", "Hauptschulabschluss an der Abendrealschule", 100),
            Goal("school_training", "Betriebspraktikum mit Bewerbung um eine Ausbildung", 75),
            Goal("social_behaviour", "Regelmäßiger Schulbesuch ohne Fehlzeiten", 80),
        ),
    ),
    Case(
        4, "Stoica", "Marian", 1991, "m", "ro", "freizueg_2", "outreach",
        date(2018, 6, 4), 122, ("unplanned", "client", "withdrawn_by_client"),
        ("housing",), ("social_behaviour",), 3, "kucn",
        (
            Goal("housing", "Notunterkunft verlassen und Mietvertrag abschließen", 100),
            Goal("housing", "Nebenkosten klären", 0),
            Goal("social_behaviour", "Absprachen mit der Hausverwaltung einhalten", 20),
        ),
    ),
    Case(
        5, "Okafor", "Blessing", 1994, "w", "ng", "asylg_55", "accommodation",
        date(2018, 9, 3), 152, ("unplanned", "client", "contact_lost"),
        ("health",), (), 2, "knnckuc",
        (
            Goal("health", "Vorsorgetermine wahrnehmen", 50),
            Goal("health", "Beratung zur psychischen Belastung aufsuchen", 0),
            Goal("health", "Krankenversicherung klären und Karte erhalten", 40),
        ),
    ),
    Case(
        6, "Diallo", "Ibrahima", 1999, "m", "gn", "aufenthg_60a", "youth_office",
        date(2018, 10, 8), 182, ("unplanned", "case_manager", "cooperation_ended"),
        ("school_training",), ("social_behaviour",), 1, "kncnkcnukc",
        (
            Goal("school_training", "Berufskolleg regelmäßig besuchen", 0),
            Goal("social_behaviour", "Tagesstruktur mit Wochenplan aufbauen", 40),
        ),
    ),
    Case(
        7, "Jovanović", "Dragana", 1982, "w", "rs", "aufenthg_60a", "social_office",
        date(2019, 1, 14), 183, ("unplanned", "case_manager", "cooperation_ended"),
        ("housing", "health"), (), 6, "kkkkkkuk",
        (
            Goal("housing", "Umzug in eine größere städtische Wohnung vorbereiten", 60),
            Goal("health", "Therapieplatz suchen", 0),
        ),
    ),
    Case(
        8, "Yıldız", "Elif", 1988, "w", "tr", "aufenthg_30", "self",
        date(2019, 7, 1), None, None,
        ("school_training",), ("childcare",), 3, "kkkkkkk",
        (
            Goal("school_training", "Nachqualifizierung in der Pflege beginnen", 50),
            Goal("childcare", "Betreuung am Nachmittag sichern", None),
        ),
        "monitoring", (at(2026, 11, 24, 10), at(2026, 12, 8, 10)),
    ),
    Case(
        9, "Al-Khatib", "Mahmoud", 1984, "m", "iq", "aufenthg_25_2_alt2", "jobcenter",
        date(2019, 8, 12), None, None,
        ("housing",), ("childcare",), 7, "kkkkuk",
        (
            Goal("housing", "Wohnung mit sieben Personen nach Kündigung wegen Eigenbedarfs", 0),
            Goal("childcare", "Schulanmeldung der beiden älteren Kinder", 100),
            Goal("childcare", "Kita-Plätze für die Zwillinge", None),
        ),
        "linking", (at(2026, 11, 25, 14, 30), at(2026, 12, 16, 9)),
    ),
    Case(
        10, "Rezaei", "Parisa", 1996, "w", "ir", "asylg_55", "volunteers",
        date(2019, 9, 16), None, None,
        ("health", "school_training"), (), 1, "kkkkk",
        (
            Goal("health", "Fachärztliche Abklärung", None),
            Goal("school_training", "Studienkolleg: Unterlagen und Anmeldung", None),
        ),
        "planning", (at(2026, 12, 1, 11), at(2027, 1, 12, 11)),
    ),
)  # fmt: skip
_OUTCOMES = {
    "k": "kept", "n": "no_show", "c": "cancelled_by_client", "u": "cancelled_by_us",
}  # fmt: skip
_KINDS = ("office", "home_visit", "office", "phone", "accompaniment", "office", "online")
_HOURS = (time(9), time(10, 30), time(14), time(11, 15), time(15, 30))


def case_rows() -> Iterator[dict[str, Any]]:
    for case in CASES:
        kind, by, reason = case.ending or (None, None, None)
        yield {
            "case_key": case.key, "client_key": f"RH-P-{case.number:02d}",
            "family_name": case.family_name, "given_name": case.given_name,
            "birth_year": case.birth_year, "gender": case.gender,
            "nationality": case.nationality, "residence_status": case.status,
            "access_channel": case.channel, "opened_on": case.opened_on,
            "closed_on": case.closed_on, "closing_kind": kind, "closed_by": by,
            "closing_reason": reason, "topics": (*case.central, *case.further),
            "central_topics": case.central, "household_members": case.household,
            "phase": case.phase,
        }  # fmt: skip


def appointment_rows() -> Iterator[dict[str, Any]]:
    """Appointments evenly over the case's time (running cases: until the end of the pilot)."""
    for case in CASES:
        last = (case.closed_on or date(2019, 12, 20)) - case.opened_on
        for index, sign in enumerate(case.outcomes):
            day = case.opened_on + last * index // len(case.outcomes)
            day -= timedelta(days=max(0, day.weekday() - 4))  # never at a weekend
            hour = _HOURS[(case.number + index) % len(_HOURS)]
            yield {
                "case_key": case.key,
                "starts_at": datetime.combine(max(day, case.opened_on), hour, LOCAL),
                "kind": _KINDS[(case.number + index) % len(_KINDS)],
                "outcome": _OUTCOMES[sign],
            }
        for at in case.coming:
            yield {"case_key": case.key, "starts_at": at, "kind": "office", "outcome": "planned"}


def goal_rows() -> Iterator[dict[str, Any]]:
    for case in CASES:
        assessed = case.closed_on or date(2019, 12, 16)
        for index, goal in enumerate(case.goals):
            agreed = case.opened_on + timedelta(days=14 + 7 * index)
            yield {
                "case_key": case.key, "life_area": goal.area, "text": goal.text,
                "agreed_on": agreed, "due_on": agreed + timedelta(days=84),
                "attainment": goal.attainment,
                "assessed_on": assessed if goal.attainment is not None else None,
            }  # fmt: skip


def pilot() -> dict[str, list[dict[str, Any]]]:
    """The ten cases of the organisation ``rheine-case-management``."""
    return {
        "cases": list(case_rows()),
        "appointments": list(appointment_rows()),
        "goals": list(goal_rows()),
    }


def counsel() -> dict[str, list[dict[str, Any]]]:
    """Herr A. and Herr R. (organisation ``rheine-beratung``), as far as they are printed."""
    began = date(2017, 4, 1)
    return {
        "cases": [
            {
                "case_key": "RH-BB-A", "client_key": "RH-BB-P-A", "family_name": "A.",
                "gender": "m", "nationality": "af", "residence_status": "aufenthg_25_2_alt1",
                "opened_on": began, "topics": ("school_training", "work", "language"),
                "central_topics": ("school_training", "language"), "phase": "monitoring",
            },
            {
                "case_key": "RH-BB-R", "client_key": "RH-BB-P-R", "family_name": "R.",
                "gender": "m", "nationality": "sy", "opened_on": began,
                "topics": ("language", "work"), "central_topics": ("language",),
                "phase": "monitoring",
            },
        ],
        "appointments": [],
        "goals": [
            {"case_key": "RH-BB-A", "life_area": "school_training",
             "text": "Ausbildung als Elektroinstallateur (nach ca. 8 Monaten abgebrochen)"},
            {"case_key": "RH-BB-A", "life_area": "school_training",
             "text": "Fachoberschulreife an der Abendrealschule (ARS) erwerben"},
            {"case_key": "RH-BB-A", "life_area": "work",
             "text": "Praktikum in den Sommerferien bei der Firma apetito "
             "(Bereich: Industriekaufmann)"},
            {"case_key": "RH-BB-R", "life_area": "language",
             "text": "Teilnahme am Integrationskurs"},
            {"case_key": "RH-BB-R", "life_area": "work",
             "text": "Sozialversicherungspflichtige Arbeit, die nicht an der Sprache scheitert"},
        ],
    }  # fmt: skip


def write(folder: Path = FOLDER) -> None:
    """Write both workbooks."""
    from stellwerk.exchange.template import write_workbook
    from stellwerk.exchange.words import shipped_words

    books: Sequence[tuple[str, Mapping[str, Any], Sequence[tuple[str, str]]]] = (
        (PILOT, pilot(), MARK), (COUNSEL, counsel(), MARK_COUNSEL),
    )  # fmt: skip
    for name, rows, notes in books:
        write_workbook(folder / name, shipped_words(), rows, notes=notes, made_at=MADE_AT)


if __name__ == "__main__":
    import django

    django.setup()
    write()
