# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Herr A. and Herr R.: every station that the booklet of Rheine prints ("Beispiele für typische
Fälle"), in its words. It prints no days and hardly a year: the days here are invented plausibly and
marked as approximate ("ca."). Nobody here is a real person.
"""

from dataclasses import dataclass
from datetime import date

JOBCENTER, ABH = "rheine-jobcenter", "rheine-auslaenderbehoerde"
BA, ASYLUM = "rheine-agentur-fuer-arbeit", "rheine-hilfen-asyl"
COURSES = "rheine-sprachkurstraeger"
INVENTED = "Tage nicht gedruckt, ca."


@dataclass(frozen=True)
class Residence:
    status: str
    begins: date
    ends: date | None = None
    work_permit: str | None = None
    note: str = INVENTED


@dataclass(frozen=True)
class Sphere:
    key: str
    office: str
    begins: date
    ends: date | None = None
    note: str = "Nicht gedruckt, aus den Stationen erschlossen; Tage ca."


@dataclass(frozen=True)
class Paper:
    """An entitlement; ``state`` and days as they stand in the end."""

    kind: str
    office: str
    issued: date
    state: str
    note: str
    handed_in_at: str = ""
    handed_in: date | None = None
    ended: date | None = None


@dataclass(frozen=True)
class Station:
    """A course, a job, a duty. ``ending`` is completed, dropped or refused."""

    title: str
    asked: date | None = None
    begins: date | None = None
    ends: date | None = None
    ending: str = ""
    words: str = ""
    office: str = ""
    area: str = "school_training"
    sphere: str = ""


@dataclass(frozen=True)
class Talk:
    on: date
    kind: str
    note: str


@dataclass(frozen=True)
class Life:
    """One of the two: the number of the case in `beratung.xlsx` and all that is printed of it."""

    case: str
    languages: tuple[str, ...]
    goals_agreed: date
    residence: tuple[Residence, ...]
    spheres: tuple[Sphere, ...]
    papers: tuple[Paper, ...]
    stations: tuple[Station, ...]
    talks: tuple[Talk, ...]


HERR_A = Life(
    case="RH-BB-A",
    languages=("fa", "en"),
    goals_agreed=date(2017, 5, 16),
    residence=(
        Residence(
            "asylg_55", date(2015, 10, 5), date(2016, 12, 14), "on_request",
            "Bei Beginn des Praktikums noch nicht anerkannt. Tage nicht gedruckt, ca.",
        ),
        Residence(
            "aufenthg_25_2_alt1", date(2016, 12, 15), None, "any",
            "Anerkannter Flüchtling. Tag nicht gedruckt, ca.",
        ),
    ),
    spheres=(
        Sphere("asylblg", ASYLUM, date(2015, 10, 5), date(2016, 12, 31)),
        Sphere("sgb_2", JOBCENTER, date(2017, 1, 1)),
    ),
    papers=(),
    stations=(
        Station(
            "Vorkurse der Abendrealschule (ARS)", date(2016, 1, 11), date(2016, 2, 1),
            date(2016, 8, 26), "dropped",
            "Herr A. brach die ARS ab und begann die Ausbildung als Elektroinstallateur.",
        ),
        Station(
            "Genehmigung des Praktikums bei der BA", date(2016, 5, 2), date(2016, 5, 2),
            date(2016, 6, 6), "completed",
            "Da er noch nicht anerkannt war, wurden die nötigen Genehmigungen beantragt.",
            BA, "work", "sgb_3",
        ),
        Station(
            "Genehmigung des Praktikums bei der Ausländerbehörde", date(2016, 5, 2),
            date(2016, 5, 2), date(2016, 6, 6), "completed",
            "Da er noch nicht anerkannt war, wurden die nötigen Genehmigungen beantragt.",
            ABH, "work", "asylg",
        ),
        Station(
            "Praktikum als Elektroinstallateur (2016)", None, date(2016, 6, 13),
            date(2016, 7, 29), "completed",
            "Das Praktikum verlief erfolgreich: die anvertrauten Arbeiten verrichtete er zur "
            "vollen Zufriedenheit, gutes Verhältnis zu den Mitarbeitern. Der Firmeninhaber bot "
            "einen Ausbildungsvertrag an. Sprachniveau zu diesem Zeitpunkt: A1.", area="work",
        ),
        Station(
            "Ausbildung als Elektroinstallateur", date(2016, 7, 29), date(2016, 9, 1),
            date(2017, 4, 28), "dropped",
            "Nach ca. 8 Monaten abgebrochen, da er die Anforderungen der Schule nicht erfüllen "
            "konnte: unzureichende Deutsch- und Mathematikkenntnisse. Hinzu kam die Einsicht, "
            "dass er eine falsche Berufswahl getroffen hatte.",
        ),
        Station(
            "Unterstufe der Berufsschule für Elektrotechnik, an zwei Wochentagen", None,
            date(2016, 9, 5), date(2017, 4, 28), "dropped", "Mit der Ausbildung abgebrochen.",
        ),
        Station(
            "Intensive Nachhilfe durch einen Fachlehrer (Deutsch, Mathematik)", None,
            date(2016, 11, 7), date(2017, 4, 21), "completed",
            "Die fehlenden Kenntnisse konnten nicht kompensiert werden.",
        ),
        Station(
            "Wieder an der Abendrealschule (ARS), Ziel Fachoberschulreife", date(2017, 6, 12),
            date(2017, 9, 4), words="Seine sprachlichen Fähigkeiten haben sich stark verbessert.",
        ),
        Station(
            "Praktikum in den Sommerferien bei der Firma apetito (Bereich: Industriekaufmann)",
            date(2018, 4, 16), date(2018, 7, 16), date(2018, 8, 24), "completed", area="work",
        ),
    ),
    talks=(
        Talk(
            date(2017, 4, 11), "office",
            "Erstes Gespräch. Sprachen: Farsi und Englisch. (Tag ca.)",
        ),
        Talk(
            date(2017, 5, 9), "office",
            "Abbruch der Ausbildung besprochen: Schule zu schwer, falsche Berufswahl. (Tag ca.)",
        ),
        Talk(
            date(2017, 9, 19), "phone",
            "Besucht wieder die ARS und möchte die Fachoberschulreife erwerben. (Tag ca.)",
        ),
        Talk(
            date(2018, 8, 28), "office",
            "Praktikum bei der Firma apetito beendet; die Sprache ist stark verbessert. (Tag ca.)",
        ),
    ),
)

HERR_R = Life(
    case="RH-BB-R",
    languages=(),
    goals_agreed=date(2017, 4, 18),
    residence=(
        Residence("unknown", date(2015, 11, 2), note="Status nicht gedruckt. Tag ca."),
    ),
    spheres=(
        Sphere("sgb_2", JOBCENTER, date(2016, 11, 1), date(2018, 4, 15)),
        Sphere("sgb_2", JOBCENTER, date(2018, 7, 16)),
    ),
    papers=(
        Paper(
            "integration_course", ABH, date(2016, 2, 8), "used",
            "Von der Ausländerbehörde. Damit hatte sich Herr R. bei einem anderen Träger an seinem "
            "alten Wohnsitz angemeldet. Vom alten Träger zurückgefordert und beim neuen "
            "eingereicht. Tage ca.", COURSES, date(2018, 2, 15), date(2018, 9, 17),
        ),
        Paper(
            "integration_course", JOBCENTER, date(2017, 4, 3), "returned",
            "Vom jobcenter ausgestellt, jedoch ungültig. Das BAMF forderte das jobcenter auf, ihn "
            "zurückzuziehen. Tage ca.", ended=date(2018, 2, 15),
        ),
    ),
    stations=(
        Station(
            "Sozialversicherungspflichtige Tätigkeit", None, date(2016, 3, 1),
            date(2016, 10, 31), "completed",
            "Konsequenz: Aufgrund des Sprachmangels wurde der Arbeitsvertrag nicht verlängert.",
            area="work",
        ),
        Station(
            "Verpflichtung zum Integrationskurs, mehrfach aufgefordert, sich anzumelden",
            date(2016, 11, 14), None, date(2017, 3, 20), "refused",
            "Dieser Aufforderung kommt er nicht nach. Konsequenz: Sanktion. Daraufhin meldet er "
            "sich doch an.", JOBCENTER, "language", "sgb_2",
        ),
        Station(
            "Integrationskurs (erste Anmeldung)", date(2017, 4, 3), date(2018, 4, 3),
            date(2018, 4, 16), "dropped",
            "Die Wartezeit beträgt 1 Jahr. Kurz nach dem Brief zum Kursbeginn legt er einen "
            "Arbeitsvertrag vor und meldet sich vom Sprachkurs ab.", COURSES, "language",
            "aufenthg",
        ),
        Station(
            "Berechtigungsscheine klären: alten vom alten Träger zurückfordern und beim neuen "
            "einreichen, den des jobcenters zurückziehen", date(2017, 6, 12), date(2017, 6, 12),
            date(2018, 2, 15), "completed",
            "Der bürokratische Aufwand hat zur Verzögerung der Anmeldung geführt.", COURSES,
            "language", "sgb_2",
        ),
        Station(
            "Sozialversicherungspflichtige Arbeit in Teilzeit", None, date(2018, 4, 16),
            date(2018, 7, 15), "dropped",
            "Nach 3 Monaten gekündigt. Grund: Sprachbarriere.", area="work",
        ),
        Station(
            "Erneute Aufforderung, sich für einen Integrationskurs anzumelden",
            date(2018, 7, 23), date(2018, 7, 23), date(2018, 8, 13), "completed",
            "Anmeldung erfolgt.", JOBCENTER, "language", "sgb_2",
        ),
        Station(
            "Integrationskurs: Herr R. nimmt am Kurs teil", date(2018, 8, 13), date(2018, 9, 17),
            office=COURSES, area="language", sphere="aufenthg",
        ),
    ),
    talks=(
        Talk(
            date(2017, 4, 18), "office",
            "Nach der Sanktion hat er sich angemeldet; Berechtigungsschein vom jobcenter. "
            "(Tag ca.)",
        ),
        Talk(
            date(2017, 6, 12), "third_party",
            "Der Schein des jobcenters ist ungültig: es gibt einen älteren der Ausländerbehörde, "
            "abgegeben bei einem Träger am alten Wohnsitz. (Tag ca.)",
        ),
        Talk(
            date(2018, 3, 26), "message",
            "Herr R. erhält endlich den Brief zum Kursbeginn. (Tag ca.)",
        ),
        Talk(
            date(2018, 4, 16), "office",
            "Legt einen Arbeitsvertrag vor (sozialversicherungspflichtig, Teilzeit) und meldet "
            "sich vom Sprachkurs ab. (Tag ca.)",
        ),
        Talk(date(2018, 7, 16), "phone", "Nach 3 Monaten gekündigt: Sprachbarriere. (Tag ca.)"),
        Talk(date(2018, 9, 24), "office", "Nimmt am Integrationskurs teil. (Tag ca.)"),
    ),
)

LIVES = (HERR_A, HERR_R)
