# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Sample: admission criteria, how a few cases were clarified, what a client said. All invented.

Each step looks first whether it is done, so a second run is silent.
"""

from dataclasses import replace
from datetime import date
from itertools import zip_longest

from stellwerk.access.visible import open_case, visible_cases
from stellwerk.base.actor import Actor
from stellwerk.base.context import acting
from stellwerk.cases.actions.checklists import publish_checklist
from stellwerk.cases.actions.clarification import Answer, Result, save_clarification
from stellwerk.cases.actions.ending import record_evaluation
from stellwerk.cases.choices import RUNNING_PHASES, Phase
from stellwerk.cases.models import Case
from stellwerk.cases.queries.clarification import (
    begun_clarifications,
    checklists_of,
    clarification_of,
)
from stellwerk.cases.queries.ending import evaluated_cases
from stellwerk.cases.rules.checklist_sets import set_by_key
from stellwerk.directory import queries
from stellwerk.directory.models import Organisation, User
from stellwerk.jobs import sample_people as people

_SET = "ggua_muenster"
_VALID_FROM = date(2018, 1, 1)
#: Answers in the order of the criteria, the reason of the admission; the last is still open.
_CLARIFIED: tuple[tuple[tuple[tuple[str, str], ...], str], ...] = (
    (
        (
            ("met", "Wohnung, Sprache und Kita hängen aneinander."), ("met", ""),
            ("met", "Fünf Stellen wissen nichts voneinander."), ("open", ""), ("met", ""),
            ("not_met", "Kam selbst in die Sprechstunde."),
        ),
        "Mehrere Lebensbereiche zugleich, viele Stellen beteiligt.",
    ),
    (
        (("met", "Gesundheit und Arbeit."), ("met", ""), ("met", ""), ("met", ""), ("met", "")),
        "Die bisherige Beratung reicht für den Umfang nicht aus.",
    ),
    ((("met", "Erstgespräch geführt."), ("open", "Wird beim nächsten Termin geklärt.")), ""),
)


def set_up_clarifications(organisations: dict[str, Organisation], users: dict[str, User]) -> None:
    """Criteria of the organisation of the pilot, answers of a few of its cases, one evaluation."""
    owner = organisations[people.PILOT]
    lead = queries.actor_for(users["b.feldkamp"], people.PROJECT_START, owner.pk)
    lead = replace(lead, label="Beispieldaten")
    with acting(lead):
        _publish(lead, owner)
        _clarify(lead, owner)
        _evaluate(lead, owner)


def _publish(lead: Actor, owner: Organisation) -> None:
    chosen = set_by_key(_SET)
    if chosen is None or checklists_of(owner.pk):
        return
    publish_checklist(
        actor=lead, name="Aufnahme ins Case Management", valid_from=_VALID_FROM,
        criteria=chosen.criteria, based_on=chosen.key,
    )


def _clarify(lead: Actor, owner: Organisation) -> None:
    begun = begun_clarifications(owner.pk)
    running = visible_cases(lead).filter(phase__in=RUNNING_PHASES).order_by("case_key")
    for found, (answers, reason) in zip(running[: len(_CLARIFIED)], _CLARIFIED, strict=False):
        if found.pk not in begun:
            _clarify_one(lead, open_case(lead, found.pk).case, answers, reason)


def _clarify_one(
    lead: Actor, case: Case, answers: tuple[tuple[str, str], ...], reason: str
) -> None:
    lines = clarification_of(case).lines
    given = {
        line.item.pk: Answer(*(answer or ("open", "")))
        for line, answer in zip_longest(lines, answers[: len(lines)])
    }
    save_clarification(
        actor=lead, case=case, version=0, answers=given,
        result=Result("admitted", case.opened_on, reason) if reason else None,
    )


def _evaluate(lead: Actor, owner: Organisation) -> None:
    ended = visible_cases(lead).filter(phase=Phase.CLOSED).order_by("case_key").first()
    if ended is None or ended.pk in evaluated_cases(owner.pk):
        return
    record_evaluation(
        actor=lead, case=open_case(lead, ended.pk).case, way="paper", language="ar",
        given_on=ended.closed_on, remark="شكراً على الصبر.",
        answers={"understood": 4, "say": 3, "clearer": 4, "better": 2, "recommend": 4},
    )
