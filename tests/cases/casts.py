# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Cases for tests, made by the same actions as everywhere. All people are invented."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from stellwerk.base.actor import Actor
from stellwerk.base.context import acting
from stellwerk.base.keys import attach_key, load_keys
from stellwerk.cases.actions import around, course, intake, people, phases, plan
from stellwerk.cases.actions.clarification import Answer, save_clarification
from stellwerk.cases.choices import AppointmentOutcome, Phase
from stellwerk.cases.models import Case, Person
from stellwerk.cases.queries.clarification import clarification_of
from stellwerk.directory.models import User
from stellwerk.vocabulary.models import Term

IDENTITY = {
    "family_name": "Yıldız", "given_name": "Mohamed", "birth_date": "1990-05-04",
    "birth_year": 1990, "gender": "m",
}


def term(list_key: str, key: str) -> Term:
    return Term.objects.get(list=list_key, key=key)


def new_person(actor: Actor, **identity: object) -> Person:
    with acting(actor):
        return people.register_person(actor=actor, identity={**IDENTITY, **identity})


def new_case(
    actor: Actor, manager: User | None, days_ago: int = 100, **identity: object
) -> Case:
    """A case in the phase "approached" with a concern."""
    with acting(actor):
        person = people.register_person(actor=actor, identity={**IDENTITY, **identity})
        return intake.open_case(
            actor=actor, person=person, opened_on=timezone.localdate() - timedelta(days=days_ago),
            manager=manager, concern="Sucht eine Wohnung",
        )


def day(days_ago: int) -> date:
    return timezone.localdate() - timedelta(days=days_ago)


def meets_all_criteria(actor: Actor, case: Case) -> Case:
    """Every criterion of the organisation's checklist is met; without one nothing happens."""
    attach_key([case], load_keys([case.pk])[case.pk])
    found = clarification_of(case)
    if not found.lines:
        return case
    answers = {line.item.pk: Answer("met") for line in found.lines}
    return save_clarification(
        actor=actor, case=case, version=found.version, answers=answers
    )


def admitted_case(actor: Actor, manager: User, days_ago: int = 100, **identity: object) -> Case:
    """A case in monitoring with two topics, a goal, a measure, residence and appointments."""
    case = new_case(actor, manager, days_ago, **identity)
    now = timezone.now()
    with acting(actor):
        for step, to in enumerate((Phase.CLARIFICATION, Phase.ADMITTED, Phase.ASSESSMENT)):
            case = phases.move_case(
                actor=actor, case=case, to=to, on=day(days_ago - step - 1), version=case.version
            )
            if to == Phase.CLARIFICATION:
                case = meets_all_criteria(actor, case)
        plan.set_topics(
            actor=actor, case=case, version=case.version,
            topics=[term("life_area", "work")], central=[term("life_area", "housing")],
        )
        plan.add_goal(
            actor=actor, case=case,
            values={"text": "Eine Wohnung finden", "life_area": term("life_area", "housing")},
        )
        plan.add_measure(
            actor=actor, case=case,
            values={"title": "Wohnberechtigungsschein", "asked_on": day(20)},
        )
        case = Case.objects.get(pk=case.pk)
        for step, to in enumerate((Phase.PLANNING, Phase.LINKING, Phase.MONITORING)):
            case = phases.move_case(
                actor=actor, case=case, to=to, on=day(days_ago - step - 10), version=case.version
            )
        for weeks, outcome in ((3, AppointmentOutcome.KEPT), (2, AppointmentOutcome.NO_SHOW)):
            course.plan_appointment(
                actor=actor, case=case, starts_at=now - timedelta(weeks=weeks), kind="office",
                outcome=outcome,
            )
        return Case.objects.get(pk=case.pk)


def percent(number: int) -> Decimal:
    return Decimal(number)


__all__ = ["admitted_case", "around", "day", "new_case", "new_person", "percent", "term"]
