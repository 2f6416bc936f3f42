# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Sample of the register: issues on their way with dated history, levers, what waits for bundling.

All of it is invented. Number 1 ("Zwei Berechtigungsscheine") is left with its proposal on the
table: the decision belongs to the steering group.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from stellwerk.base.actor import Actor
from stellwerk.base.context import acting
from stellwerk.cases.actions.barriers import record_barrier
from stellwerk.cases.models import Case
from stellwerk.directory import queries
from stellwerk.directory.models import Organisation, User
from stellwerk.networks.actions.issues import add_known_issue, take_step
from stellwerk.networks.actions.levers import add_lever
from stellwerk.networks.choices import Effort, Figure, IssueState, LeverState, ObservationKind
from stellwerk.networks.models import KnownIssue
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.queries import term_by_key

IMMIGRATION, WELFARE, JOBCENTER = (
    "rheine-auslaenderbehoerde", "rheine-hilfen-asyl", "rheine-jobcenter",
)
#: So many days ago the first issue was reported; everything else follows.
_BEGAN = 300


def issues_of(lead: Actor, organisations: dict[str, Organisation]) -> list[KnownIssue]:
    """Five issues, entered one after the other."""
    office = {key: organisations[key].pk for key in (IMMIGRATION, WELFARE, JOBCENTER)}
    language = term_by_key(ListKey.FIELD_OF_ACTION, "rheine_1")
    work = term_by_key(ListKey.FIELD_OF_ACTION, "rheine_3")
    found = (term_by_key(ListKey.LEGAL_SPHERE, key) for key in ("asylblg", "sgb_2"))
    spheres = [term for term in found if term is not None]
    told: tuple[dict[str, Any], ...] = (
        {
            "title": "Zwei Berechtigungsscheine",
            "sentence": "Zwei Behörden stellen für denselben Sprachkurs je einen "
            "Berechtigungsschein aus, und keine weiß vom Schein der anderen.",
            "kind": ObservationKind.DUPLICATE, "from_organisation_id": office[IMMIGRATION],
            "to_organisation_id": office[JOBCENTER], "field_of_action": language,
        },
        {
            "title": "Wechsel zum Jobcenter ohne Übergang",
            "sentence": "Zwischen dem Ende der Leistungen nach dem AsylbLG und dem ersten Bescheid "
            "nach dem SGB II liegen Wochen, in denen niemand zahlt.",
            "kind": ObservationKind.WAITING, "from_organisation_id": office[WELFARE],
            "to_organisation_id": office[JOBCENTER], "legal_spheres": spheres,
        },
        {
            "title": "Anerkennung ohne feste Ansprechstelle",
            "sentence": "Für die Anerkennung ausländischer Abschlüsse gibt es in der Stadt keine "
            "Stelle, die durch das ganze Verfahren begleitet.",
            "kind": ObservationKind.GAP, "from_organisation_id": office[JOBCENTER],
            "to_words": "Anerkennungsstelle der Kammer", "field_of_action": work,
        },
        {
            "title": "Sperrfrist beim B2-Kurs",
            "sentence": "Wer den B1-Test zweimal nicht besteht, wartet ein halbes Jahr auf den "
            "nächsten geförderten Kurs.",
            "kind": ObservationKind.LEGAL_LIMIT, "from_organisation_id": office[JOBCENTER],
            "to_words": "Kursträger", "field_of_action": language,
        },
        {
            "title": "Zeugnisse nur im Original",
            "sentence": "Zeugnisse werden nur im Original angenommen, auch wenn das Herkunftsland "
            "keine Zweitschrift ausstellt.",
            "kind": ObservationKind.LEGAL_LIMIT, "from_organisation_id": office[JOBCENTER],
            "to_words": "Anerkennungsstelle der Kammer", "field_of_action": work,
        },
    )
    return [
        add_known_issue(actor=lead, reported_on=_day(_BEGAN - 20 * n), **one)
        for n, one in enumerate(told)
    ]


def set_up_issues(
    lead: Actor, cases: list[Case], issues: list[KnownIssue],
    organisations: dict[str, Organisation], users: dict[str, User],
) -> None:
    """What a case manager met besides, levers, and how far each issue has come."""
    manager = queries.actor_for(users["m.lindhorst"], timezone.localdate(), lead.organisation_id)
    with acting(manager):
        _met(manager, cases, issues, organisations)
    with acting(lead):
        _levers(lead, issues, organisations)
        _steps(replace(lead, label=users["b.feldkamp"].name), issues)


def _day(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def _met(
    manager: Actor, cases: list[Case], issues: list[KnownIssue],
    organisations: dict[str, Organisation],
) -> None:
    """Barriers that a case manager noted: some ticked as known, three that sound alike."""
    immigration, jobcenter = (organisations[key].name for key in (IMMIGRATION, JOBCENTER))
    known = (
        (1, issues[0], 150, 75, immigration, jobcenter),
        (2, issues[0], 95, 40, immigration, jobcenter),
        (3, issues[0], 61, None, immigration, jobcenter),
        (0, issues[1], 120, 28, organisations[WELFARE].name, jobcenter),
        (2, issues[1], 80, 35, organisations[WELFARE].name, jobcenter),
    )
    for number, issue, ago, delay, start, end in known:
        record_barrier(
            actor=manager, case=cases[number % len(cases)],
            values={
                "known_issue": issue, "kind": issue.kind, "from_office": start, "to_office": end,
                "since": _day(ago), "delay_days": delay,
            },
        )
    alike = (
        "Bei der Ausländerbehörde ist online kein Termin zu bekommen.",
        "Der nächste freie Termin zur Verlängerung liegt vier Monate entfernt.",
        "Terminvergabe nur online, freie Termine sind nach Minuten weg.",
    )
    for number, sentence in enumerate(alike):
        record_barrier(
            actor=manager, case=cases[number % len(cases)],
            values={
                "sentence": sentence, "kind": ObservationKind.WAITING,
                "from_office": "Case Management", "to_office": immigration,
                "since": _day(50 - 15 * number), "delay_days": 30 * number,
            },
        )


def _levers(
    lead: Actor, issues: list[KnownIssue], organisations: dict[str, Organisation]
) -> None:
    told: tuple[dict[str, Any], ...] = (
        {
            "issue": issues[0], "title": "Ein Schein genügt: Abgleich vor dem Ausstellen",
            "point": "Vor der Station „Berechtigungsschein ausstellen“",
            "powers": [organisations[IMMIGRATION], organisations[JOBCENTER]],
            "across_spheres": True, "effort": Effort.SMALL, "figure": Figure.REPEATED,
            "effect": "Kein Kurs wird mehr wegen eines zweiten Scheins verschoben.",
            "figure_words": "von jedem vierten Verlauf auf null bis zum Jahresende",
            "state": LeverState.CHOSEN,
        },
        {
            "issue": issues[1], "title": "Übergabegespräch vier Wochen vor dem Wechsel",
            "point": "Zwischen Sozialamt und Jobcenter",
            "powers": [organisations[WELFARE], organisations[JOBCENTER]],
            "across_spheres": True, "effort": Effort.MEDIUM, "figure": Figure.OTHER,
            "effect": "Der erste Bescheid liegt vor, bevor die alte Leistung endet.",
            "figure_words": "Tage ohne Leistung: von 35 auf höchstens 7",
            "state": LeverState.TURNING,
        },
        {
            "issue": issues[2], "title": "Eine Lotsenstelle für Anerkennungsverfahren",
            "point": "Vor dem Antrag auf Anerkennung", "power_words": "Land",
            "across_spheres": False, "effort": Effort.LARGE,
            "effect": "Anträge sind beim ersten Mal vollständig.", "state": LeverState.IDEA,
        },
    )
    for values in told:
        add_lever(actor=lead, values=values)


def _steps(lead: Actor, issues: list[KnownIssue]) -> None:
    """Each with its day, so that the history reads like one."""
    told: tuple[tuple[int, IssueState, int, str, str], ...] = (
        (0, IssueState.BUNDLED, 60, "Drei Personen in fünf Monaten, immer dieselben Stellen.", ""),
        (0, IssueState.ANALYSED, 45, "Beide Stellen prüfen unabhängig voneinander.", ""),
        (0, IssueState.PROPOSED, 12, "Die Arbeitsgruppe Sprache schlägt einen Abgleich vor.", ""),
        (1, IssueState.BUNDLED, 75, "", ""),
        (1, IssueState.ANALYSED, 66, "", ""),
        (1, IssueState.PROPOSED, 50, "", ""),
        (
            1, IssueState.DECIDED, 34,
            "Sozialamt und Jobcenter sprechen vier Wochen vor dem Wechsel gemeinsam mit der "
            "Familie; der Antrag wird dort gestellt.", "",
        ),
        (1, IssueState.IN_FORCE, 20, "Gilt für alle Wechsel ab diesem Tag.", ""),
        (
            2, IssueState.ESCALATED, 40, "Zuständig ist das Land; vor Ort fehlt die Befugnis.",
            "Ministerium für Integration",
        ),
        (3, IssueState.ACCEPTED, 30, "Steht so in der Verordnung; im Kurs wird darauf "
         "hingewiesen.", ""),
    )
    for number, state, ago, words, addressee in told:
        issue = issues[number]
        issue.refresh_from_db()
        take_step(
            actor=lead, issue=issue, version=issue.version, to_state=state, on=_day(ago),
            words=words, addressee=addressee,
        )
