# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Herr A. and Herr R. as typical cases: every station and consequence that the booklet of Rheine
prints ("Beispiele für typische Fälle"), in its words, released to the group.

The booklet's headings tell nationality and age, and one station its year. Fewer than five people
of the sample's case base share the first, and no year goes to the group, so they are left out
here: the rule is stronger than the print. Positive courses and
the offices' views are invented.
"""

from dataclasses import dataclass, replace

from stellwerk.base.actor import Actor, system_actor
from stellwerk.base.context import acting
from stellwerk.cases.actions.typical_cases import release_to_group
from stellwerk.directory import queries
from stellwerk.directory.models import Organisation, User
from stellwerk.jobs import sample_people as people
from stellwerk.networks.actions.station_views import say_view
from stellwerk.networks.actions.typical import add_typical_case, check_typical_case
from stellwerk.networks.choices import CourseKind, StationRating
from stellwerk.networks.models import TypicalCase
from stellwerk.networks.queries.typical import stations_of, typical_cases
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.queries import term_by_key

JOBCENTER, ABH = "rheine-jobcenter", "rheine-auslaenderbehoerde"
BA, COURSES = "rheine-agentur-fuer-arbeit", "rheine-sprachkurstraeger"
GOOD, BAD, NEITHER = StationRating.HELPFUL, StationRating.HINDERING, StationRating.NEITHER


@dataclass(frozen=True)
class Stop:
    """One station; ``office`` is an organisation's key, ``who`` words; ``views`` by office."""

    action: str
    office: str = ""
    who: str = ""
    when: str = ""
    rating: str = NEITHER
    consequence: str = ""
    waiting: str = ""
    output: str = ""
    basis: str = ""
    client: str = ""
    lever: str = ""
    views: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Tale:
    title: str
    called: str
    about: str
    profile: str
    field: str
    target_group: str
    actual: tuple[Stop, ...]
    positive: tuple[Stop, ...]


HERR_A = Tale(
    title="Herr A.: Ausbildung, bevor die Sprache trägt",
    called="Herr A.",
    about="Ein gutes Praktikum führt schnell in die Ausbildung; die Schule setzt Deutsch und "
    "Mathematik voraus, die noch nicht da sind. (Gedrucktes Beispiel, erfundene Person.)",
    profile="Anerkannter Flüchtling\nSprachen: Farsi und Englisch",
    field="rheine_3",
    target_group="Junge Männer am Übergang in Ausbildung",
    actual=(
        Stop("Besuchte Vorkurse der Abendrealschule (ARS).", who="Abendrealschule", rating=GOOD),
        Stop(
            "Praktikumsstelle als Elektroinstallateur. Da er zu diesem Zeitpunkt noch nicht "
            "anerkannt war, wurden die nötigen Genehmigungen für diese Maßnahme bei der BA und "
            "der Ausländerbehörde beantragt.", office=ABH, waiting="etwa 5 Wochen",
            basis="Beschäftigung während des Asylverfahrens",
            views=(
                (BA, "Der Antrag kam ohne Angaben zum Betrieb; eine Rückfrage kostete zwei "
                 "Wochen.", BAD),
                (ABH, "Wir entscheiden am selben Tag, wenn die Zustimmung der BA vorliegt.",
                 NEITHER),
            ),
        ),
        Stop(
            "Das Praktikum verlief erfolgreich: Die ihm anvertrauten Arbeiten verrichtete er zur "
            "vollen Zufriedenheit, und er hatte ein gutes Verhältnis zu den Mitarbeitern.",
            who="Betrieb", rating=GOOD,
            consequence="Der Firmeninhaber bot ihm einen Ausbildungsvertrag an (sein Sprachniveau "
            "lag zu diesem Zeitpunkt im Bereich A1).",
            client="Endlich arbeiten, endlich ein Beruf.",
        ),
        Stop(
            "Herr A. brach die ARS ab und begann die Ausbildung als Elektroinstallateur.",
            who="Betrieb", rating=BAD,
            lever="Vor dem Ausbildungsbeginn klären alle Beteiligten gemeinsam, ob die Sprache "
            "für die Berufsschule reicht; sonst erst eine Einstiegsqualifizierung mit Sprachkurs.",
            views=(
                (JOBCENTER, "Wir erfuhren vom Abbruch der Schule erst mit dem "
                 "Ausbildungsvertrag.", BAD),
            ),
        ),
        Stop(
            "Er besuchte danach an zwei Wochentagen die Unterstufe der Berufsschule für "
            "Elektrotechnik.", who="Berufsschule", rating=BAD,
        ),
        Stop(
            "Nach ca. 8 Monaten brach Herr A. die Ausbildung ab, da er die Anforderungen der "
            "Schule nicht erfüllen konnte.", who="Herr A.", when="nach etwa 8 Monaten",
            rating=BAD,
            consequence="Grund waren unzureichende Deutsch- und Mathematikkenntnisse, die selbst "
            "durch intensive Nachhilfe durch einen Fachlehrer nicht kompensiert werden konnten. "
            "Hinzu kam die Einsicht, dass er eine falsche Berufswahl getroffen hatte.",
            client="Die Arbeit konnte ich, die Schule nicht.",
            lever="Ausbildungsbegleitende Hilfe beginnt mit dem ersten Schultag, nicht nach dem "
            "ersten Zeugnis.",
        ),
        Stop(
            "Herr A. besucht aktuell wieder die ARS und möchte die Fachoberschulreife erwerben. "
            "Seine sprachlichen Fähigkeiten haben sich stark verbessert, und er absolviert in den "
            "Sommerferien ein Praktikum bei der Firma apetito (Bereich: Industriekaufmann).",
            who="Abendrealschule", rating=GOOD,
        ),
    ),
    positive=(
        Stop("Vorkurse der Abendrealschule, daneben Berufsorientierung in mehreren Betrieben.",
             who="Abendrealschule", rating=GOOD),
        Stop("Ein Gespräch zu dritt (Betrieb, Schule, Case Management) prüft, ob Sprache und "
             "Mathematik für die Berufsschule reichen.", who="Case Management", rating=GOOD),
        Stop("Einstiegsqualifizierung im Betrieb mit berufsbezogenem Sprachkurs.", office=BA,
             when="statt des sofortigen Ausbildungsbeginns", rating=GOOD),
        Stop("Ausbildung mit begleitender Hilfe vom ersten Tag an.", who="Betrieb",
             when="nach etwa 1 Jahr", rating=GOOD),
    ),
)  # fmt: skip

HERR_R = Tale(
    title="Herr R.: zwei Berechtigungsscheine, ein Jahr Wartezeit",
    called="Herr R.",
    about="Zwei Behörden stellen für denselben Integrationskurs je einen Berechtigungsschein aus. "
    "Bis das geklärt ist, vergeht ein Jahr. (Gedrucktes Beispiel, erfundene Person.)",
    profile="Junger Mann",
    field="rheine_1",
    target_group="Zugewanderte mit Verpflichtung zum Integrationskurs",
    actual=(
        Stop(
            "Hatte eine sozialversicherungspflichtige Tätigkeit.", who="Arbeitgeber", rating=BAD,
            consequence="Aufgrund des Sprachmangels wurde der Arbeitsvertrag nicht verlängert.",
        ),
        Stop(
            "Das jobcenter verpflichtet ihn zur Teilnahme am Integrationskurs. Er wird mehrfach "
            "aufgefordert, sich für einen Integrationskurs anzumelden. Dieser Aufforderung kommt "
            "er nicht nach.", office=JOBCENTER, basis="§ 44a AufenthG, SGB II", rating=BAD,
            consequence="Sanktion: Daraufhin meldet er sich doch an.",
            client="Die Briefe habe ich nicht verstanden.",
            lever="Die Aufforderung wird im Gespräch übergeben und die Anmeldung gemeinsam "
            "erledigt.",
            views=(
                (JOBCENTER, "Wir hatten keinen Hinweis, dass schon eine Anmeldung bestand.",
                 NEITHER),
            ),
        ),
        Stop(
            "Die Wartezeit beträgt 1 Jahr. Der Grund: Herr R. erhält einen Berechtigungsschein "
            "vom jobcenter. Dieser Berechtigungsschein ist jedoch ungültig, da sich Herr R. bei "
            "einem anderen Träger an seinem alten Wohnsitz für einen Integrationskurs angemeldet "
            "hatte. Die Anmeldung erfolgte mit einem Berechtigungsschein von der "
            "Ausländerbehörde.", office=JOBCENTER, waiting="1 Jahr", rating=BAD,
            consequence="Der alte Berechtigungsschein muss vom alten Träger zurückgefordert und "
            "beim neuen eingereicht werden; das jobcenter wird vom BAMF aufgefordert, den "
            "ausgestellten Berechtigungsschein zurückzuziehen. Der bürokratische Aufwand hat zur "
            "Verzögerung der Anmeldung geführt.",
            lever="Vor dem Ausstellen fragt das Jobcenter bei der Ausländerbehörde nach, ob es "
            "schon einen Berechtigungsschein gibt; ein Umzug wird dem Träger gemeldet.",
            views=(
                (JOBCENTER, "Ob die Ausländerbehörde schon einen Schein ausgestellt hat, sehen "
                 "wir in keinem Verfahren.", BAD),
                (ABH, "Unser Schein gilt weiter, auch wenn jemand umzieht; niemand sagt uns, dass "
                 "ein zweiter beantragt wird.", BAD),
                (COURSES, "Mit zwei Scheinen dürfen wir nicht anmelden. Den alten bekommen wir "
                 "nur vom früheren Träger.", BAD),
            ),
        ),
        Stop(
            "Herr R. erhält endlich einen Brief zum Kursbeginn. Kurz darauf legt er einen "
            "Arbeitsvertrag (sozialversicherungspflichtig; Teilzeit) vor und meldet sich vom "
            "Sprachkurs ab.", office=COURSES, rating=BAD,
            client="Arbeit war wichtiger als noch ein Kurs.",
            lever="Teilzeitkurse am Abend, damit Arbeit und Kurs zusammengehen.",
            views=(
                (COURSES, "Abends hätten wir einen Platz gehabt, aber niemand hat gefragt.",
                 NEITHER),
            ),
        ),
        Stop(
            "Die Arbeit wird ihm nach 3 Monaten gekündigt. Grund: Sprachbarriere.",
            who="Arbeitgeber", when="nach etwa 3 Monaten", rating=BAD,
        ),
        Stop(
            "Herr R. wird vom jobcenter erneut aufgefordert, sich für einen Integrationskurs "
            "anzumelden.", office=JOBCENTER,
        ),
        Stop(
            "Anmeldung erfolgt: Herr R. nimmt am Kurs teil.", office=COURSES, rating=GOOD,
        ),
    ),
    positive=(
        Stop("Im Erstgespräch wird nach früheren Anmeldungen und Scheinen gefragt; die Antwort "
             "steht im Verlauf.", office=JOBCENTER, rating=GOOD),
        Stop("Eine Stelle stellt den Berechtigungsschein aus, die anderen erfahren es.",
             office=ABH, rating=GOOD),
        Stop("Der Träger meldet Anmeldung und Kursbeginn an Jobcenter und Ausländerbehörde "
             "zurück.", office=COURSES, waiting="höchstens 6 Wochen", rating=GOOD),
        Stop("Der Kurs findet neben der Arbeit statt.", office=COURSES, rating=GOOD),
    ),
)  # fmt: skip

TALES = (HERR_A, HERR_R)

#: Invented, still being written: a draft that only its own organisation sees.
DRAFT = Tale(
    title="Frau K.: Anerkennung ohne feste Ansprechstelle",
    called="Frau K.",
    about="Für die Anerkennung eines Berufsabschlusses gibt es keine Stelle, die durch das ganze "
    "Verfahren begleitet. (Erfunden.)",
    profile="",
    field="rheine_3",
    target_group="Zugewanderte mit Berufsabschluss",
    actual=(
        Stop("Fragt im Jobcenter nach der Anerkennung ihres Abschlusses.", office=JOBCENTER),
        Stop("Wird an drei Stellen verwiesen; jede verlangt andere Unterlagen.",
             who="Mehrere Beratungsstellen", when="nach etwa 2 Monaten", rating=BAD,
             consequence="Sie gibt den Antrag auf und arbeitet als Helferin."),
    ),
    positive=(),
)  # fmt: skip


def set_up_typical(organisations: dict[str, Organisation], users: dict[str, User]) -> None:
    """Written and released by the team lead of the pilot, once."""
    owner = organisations[people.PILOT]
    lead = queries.actor_for(users["b.feldkamp"], people.PROJECT_START, owner.pk)
    lead = replace(lead, label="Beispieldaten")
    released: list[tuple[Tale, TypicalCase]] = []
    with acting(lead):
        if typical_cases(owner.pk):
            return
        for tale in TALES:
            made = _written(lead, tale, organisations)
            made = check_typical_case(actor=lead, typical=made, version=made.version)
            released.append(
                (tale, release_to_group(actor=lead, typical=made, version=made.version))
            )
        _written(lead, DRAFT, organisations, gender="w")
    for tale, typical in released:
        _say_views(tale, typical, organisations)


def _written(
    lead: Actor, tale: Tale, offices: dict[str, Organisation], gender: str = "m"
) -> TypicalCase:
    values = {
        "title": tale.title, "called": tale.called, "about": tale.about, "profile": tale.profile,
        "field_of_action": term_by_key(ListKey.FIELD_OF_ACTION, tale.field),
        "target_group": tale.target_group, "gender": gender,
    }
    stops = [(CourseKind.ACTUAL, stop) for stop in tale.actual]
    stops += [(CourseKind.POSITIVE, stop) for stop in tale.positive]
    return add_typical_case(
        actor=lead, values=values,
        stations=[_station(course, stop, offices) for course, stop in stops],
    )


def _station(
    course: CourseKind, stop: Stop, offices: dict[str, Organisation]
) -> dict[str, object]:
    return {
        "course": course, "interval": stop.when, "actor_organisation": offices.get(stop.office),
        "actor_words": stop.who, "action": stop.action, "legal_basis": stop.basis,
        "output": stop.output, "waiting_time": stop.waiting, "consequence": stop.consequence,
        "client_view": stop.client, "rating": stop.rating, "lever": stop.lever,
    }


def _say_views(tale: Tale, typical: TypicalCase, offices: dict[str, Organisation]) -> None:
    """Each office says its own, as itself."""
    wanted: dict[str, list[tuple[int, str, str]]] = {}
    for number, stop in enumerate(tale.actual):
        for office, words, rating in stop.views:
            wanted.setdefault(office, []).append((number, words, rating))
    for office, said in wanted.items():
        actor = system_actor("Beispieldaten", offices[office].pk)
        with acting(actor):
            rows = [row for row in stations_of(typical) if row.course == CourseKind.ACTUAL]
            for number, words, rating in said:
                say_view(
                    actor=actor, station=rows[number], version=None,
                    values={"words": words, "rating": rating},
                )
