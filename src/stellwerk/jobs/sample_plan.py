# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What was seen, planned and tried in sample cases. Everything is invented.

Nothing here is counted by a figure: attainments that the workbook says stay the latest ones.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from stellwerk.access.visible import OpenedCase, open_case, visible_cases
from stellwerk.base.actor import Actor
from stellwerk.base.context import acting
from stellwerk.cases.actions import around, assessments, goals, plan, surroundings
from stellwerk.cases.actions.people import set_languages
from stellwerk.cases.choices import OWN_SCOPE, FieldGroup
from stellwerk.cases.models import Case
from stellwerk.cases.queries.assessments import has_assessment
from stellwerk.cases.queries.plan import plan_of
from stellwerk.directory import queries
from stellwerk.directory.models import Organisation, User
from stellwerk.jobs import sample_people as people
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.models import Term
from stellwerk.vocabulary.queries import terms

RUNNING, ENDED = people.SHARED_CASE, "RH-CM-01"

#: Life area -> need and client's need at first and later, situation, what the client says.
NEEDS: dict[str, tuple[int, int | None, int, int, str, str]] = {
    "housing": (4, 4, 2, 3, "Ein Zimmer in der Unterkunft, Kündigungsfrist läuft.",
                "Ich brauche eine Tür, die ich zumachen kann."),
    "language": (3, 2, 1, 1, "Besucht den Kurs regelmäßig, liest noch langsam.",
                 "Sprechen geht gut, Briefe sind schwer."),
    "work": (3, 4, 3, 2, "Erfahrung in der Altenpflege, Abschluss noch nicht anerkannt.",
             "Ich möchte wieder in der Pflege arbeiten."),
    "health": (2, None, 1, 0, "Hausärztin gefunden, Rückenschmerzen.", ""),
    "leisure": (2, 3, 0, 1, "Spielt seit dem Sommer im Verein.",
                "Am Sonntag bin ich nicht allein."),
}
STRENGTHS = (
    ("language", "Lernt schnell und übt jeden Tag mit der Nachbarin."),
    ("work", "Acht Jahre Erfahrung in der Altenpflege, arbeitet ruhig und genau."),
    ("leisure", "Ist im Sportverein angekommen und hilft beim Aufbau."),
)
#: Who, what for, part of life, closeness, effect, by profession.
TIES: tuple[tuple[str, str, str, int, int | None, bool], ...] = (
    ("Schwester in Münster", "ruft jeden Abend an", "family", 1, 2, False),
    ("Vetter", "leiht Geld und drängt", "family", 2, -1, False),
    ("Frau aus dem Haus", "übt Deutsch, kennt die Stadt", "neighbours", 1, 2, False),
    ("Trainerin", "nimmt sie zu den Spielen mit", "community", 2, 1, False),
    ("Freundin aus dem Kurs", "", "friends", 2, 1, False),
    ("Sachbearbeitung Leistungen", "Bescheide, lange Wege", "offices", 3, -2, True),
    ("Hausärztin", "", "health", 3, 1, True),
    ("Beratung im Stadtteil", "hilft bei Briefen", "advice", 2, 2, True),
    ("Anleiterin der Hospitation", "noch kein Urteil", "work", 3, None, True),
)
SCALE = {
    "much_less": "Kein Kontakt zu einem Träger", "less": "Unterlagen noch nicht vollständig",
    "expected": "Anmeldung für den nächsten Kurs", "more": "Zusage für einen Platz",
    "much_more": "Kurs begonnen, Betreuung ist gesichert", "weight": 3, "baseline": -1,
}

SMART = {
    "indicator": "Die Zusage eines Trägers liegt schriftlich vor.",
    "relevance": "Sie möchte in ihren Beruf zurück und von eigener Arbeit leben.",
    "responsible": "both",
}


def fill(organisations: dict[str, Organisation], users: dict[str, User]) -> None:
    """Fill one running and one ended case; a second run finds it done."""
    owner = organisations[people.PILOT]
    lead = queries.actor_for(users["b.feldkamp"], people.PROJECT_START, owner.pk)
    lead = replace(lead, label="Beispieldaten")
    with acting(lead):
        running = visible_cases(lead).filter(case_key=RUNNING).first()
        if running is None or has_assessment(running):
            return
        opened = open_case(lead, running.pk)
        _assess(lead, opened.case)
        _surround(lead, opened)
        _plan(lead, opened.case, organisations)
        ended = visible_cases(lead).filter(case_key=ENDED).first()
        if ended is not None:
            _look_back(lead, open_case(lead, ended.pk).case)


def _day(case: Case, days: int) -> date:
    """A day of the case's course, never ahead."""
    return min(case.opened_on + timedelta(days=days), timezone.localdate())


def _terms(key: ListKey) -> dict[str, Term]:
    return {term.key: term for term in terms(key)}


def _assess(actor: Actor, case: Case) -> None:
    areas = _terms(ListKey.LIFE_AREA)
    for again in (False, True):
        noted: dict[Term, dict[str, Any]] = {}
        for key, (first, client_first, later, client_later, situation, said) in NEEDS.items():
            needs = (later, client_later) if again else (first, client_first)
            noted[areas[key]] = {
                "need": needs[0], "client_need": needs[1],
                "situation": situation if again else "", "client_view": said if again else "",
            }
        assessments.take_assessment(
            actor=actor, case=case, areas=noted,
            values={
                "assessed_on": _day(case, 70 if again else 12), "kind": "re" if again else "first",
                "note": "Gespräch mit Sprachmittlung.",
            },
        )
    for key, text in STRENGTHS:
        assessments.add_strength(
            actor=actor, case=case,
            values={"text": text, "life_area": areas[key], "noted_on": _day(case, 12)},
        )


def _surround(actor: Actor, opened: OpenedCase) -> None:
    case, person = opened.case, opened.case.person
    helper = around.add_involved(
        actor=actor, case=case,
        values={"name": "Frau aus dem Haus (Patin)", "task": "übt Deutsch"},
    )
    for name, role, sector, closeness, effect, is_formal in TIES:
        surroundings.add_tie(
            actor=actor, case=case,
            values={
                "name": name, "role": role, "sector": sector, "closeness": closeness,
                "effect": effect, "is_formal": is_formal, "noted_on": _day(case, 12),
                "involved": helper if sector == "neighbours" else None,
            },
        )
    for relation, name, born, at_home in (
        ("sibling", "Schwester", "1994", False), ("child", "Sohn", "2015-05-02", True),
    ):
        surroundings.add_family_member(
            actor=actor, person=person,
            values={"relation": relation, "name": name, "born": born, "in_household": at_home},
        )
    languages, levels = _terms(ListKey.LANGUAGE), _terms(ListKey.CEFR_LEVEL)
    set_languages(
        actor=actor, person=person, version=person.version,
        languages=[
            {"language": languages["tr"], "level": levels["native"], "needs_interpreter": True}
        ],
    )
    for key, days, certificate in (("a1", 5, ""), ("a2", 65, "Deutsch-Test für Zuwanderer")):
        surroundings.add_language_level(
            actor=actor, person=person,
            values={
                "language": languages["de"], "level": levels[key], "reached_on": _day(case, days),
                "certificate": certificate, "issuer": "Sprachkursträger" if certificate else "",
            },
        )


def _plan(actor: Actor, case: Case, organisations: dict[str, Organisation]) -> None:
    areas, spheres = _terms(ListKey.LIFE_AREA), _terms(ListKey.LEGAL_SPHERE)
    for goal in (view.goal for view in plan_of(case, FieldGroup(OWN_SCOPE)).goals[:1]):
        plan.change_goal(
            actor=actor, case=case, goal=goal, version=goal.version,
            values={
                "text": goal.text, "life_area": goal.life_area, "agreed_on": goal.agreed_on,
                "due_on": goal.due_on, **SMART,
            },
        )
        goals.set_scale(actor=actor, case=case, goal=goal, version=None, values=SCALE)
        for days, level in ((30, -1), (70, 0)):
            plan.assess_goal(
                actor=actor, case=case, goal=goal, version=goal.version, attainment=None,
                level=level, assessed_on=_day(case, days), note="Im Gespräch gemeinsam bewertet.",
            )
    for values in (
        {"title": "Jeden Montag drei Wohnungsanzeigen anschreiben", "is_own_step": True,
         "life_area": areas["housing"], "began_on": _day(case, 20)},
        {"title": "Integrationskurs, Teil 2", "offer": "Abendkurs mit Kinderbetreuung",
         "life_area": areas["language"], "asked_on": _day(case, 8), "began_on": _day(case, 40),
         "provider": organisations["rheine-sprachkurstraeger"]},
        {"title": "Leistung für Erstausstattung", "life_area": areas["housing"],
         "legal_sphere": spheres["sgb_2"], "provider": organisations[people.PARTNER],
         "asked_on": _day(case, 25), "ended_on": _day(case, 60), "ending": "refused",
         "reason": "papers", "outcome_reason": "Mietvertrag lag noch nicht vor."},
    ):
        plan.add_measure(actor=actor, case=case, values=values)
    goals.agree_on_plan(
        actor=actor, case=case,
        values={
            "agreed_on": _day(case, 20), "review_on": _day(case, 20) + timedelta(days=90),
            "note": "Alle Termine werden mit Sprachmittlung geplant.",
        },
    )


def _look_back(actor: Actor, case: Case) -> None:
    """Earlier looks at goals whose last assessment came with the workbook."""
    for view in plan_of(case, FieldGroup(OWN_SCOPE)).goals:
        goal, last = view.goal, view.goal.assessed_on
        if goal.attainment is None or last is None:
            continue
        for days, share in ((60, 2), (30, 1)):
            day = last - timedelta(days=days)
            if goal.agreed_on and day < goal.agreed_on:
                continue
            plan.assess_goal(
                actor=actor, case=case, goal=goal, version=goal.version, assessed_on=day,
                attainment=Decimal(goal.attainment * (3 - share) // 4),
            )
