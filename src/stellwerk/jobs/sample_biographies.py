# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Herr A. and Herr R. are entered station by station, through the same actions as everywhere."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from stellwerk.access.visible import visible_cases
from stellwerk.base.actor import Actor
from stellwerk.base.context import acting
from stellwerk.base.keys import open_keys
from stellwerk.cases.actions import around, course, legal, people, plan
from stellwerk.cases.choices import ALL_GROUPS, DatePrecision, FieldGroup
from stellwerk.cases.models import Case
from stellwerk.cases.queries.casefile import case_file
from stellwerk.cases.queries.legal import legal_record
from stellwerk.directory import queries
from stellwerk.directory.models import Organisation, User
from stellwerk.jobs import sample_people
from stellwerk.jobs.sample_stations import LIVES, Life
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.models import Term
from stellwerk.vocabulary.queries import terms

ABOUT = DatePrecision.ABOUT
EVERYTHING = FieldGroup(ALL_GROUPS)


def enter_lives(organisations: dict[str, Organisation], users: dict[str, User]) -> None:
    """Both lives; what has been entered once is left alone."""
    owner = organisations[sample_people.COUNSEL]
    lead = queries.actor_for(users["k.overbeck"], sample_people.PROJECT_START, owner.pk)
    lead = replace(lead, label="Beispieldaten")
    with acting(lead):
        for life in LIVES:
            case = visible_cases(lead).filter(case_key=life.case).select_related("person").first()
            if case is None:
                continue
            open_keys([case, case.person])
            if not legal_record(case.person, EVERYTHING).spheres:
                Entering(lead, case, organisations).enter(life)


class Entering:
    """Enters one life into its case."""

    def __init__(self, actor: Actor, case: Case, offices: dict[str, Organisation]) -> None:
        self.actor, self.case, self.offices = actor, case, offices
        self.statuses = _by_key(ListKey.RESIDENCE_STATUS)
        self.spheres = _by_key(ListKey.LEGAL_SPHERE)
        self.areas = _by_key(ListKey.LIFE_AREA)

    def enter(self, life: Life) -> None:
        self._residence(life)
        self._spheres(life)
        self._papers(life)
        self._languages(life.languages)
        self._stations(life)
        self._goals(life.goals_agreed)
        for talk in life.talks:
            course.record_contact(
                actor=self.actor, case=self.case, at=_noon(talk.on), kind=talk.kind, note=talk.note
            )

    def _residence(self, life: Life) -> None:
        """The status that the workbook brought without a day gets its days."""
        there = {row.status.key: row for row in legal_record(self.case.person, EVERYTHING).periods}
        for row in life.residence:
            values = {
                "status": self.statuses[row.status], "valid_from": row.begins,
                "valid_until": row.ends, "precision": ABOUT, "work_permit": row.work_permit,
                "note": row.note,
            }
            known = there.get(row.status)
            if known is None:
                around.add_residence_period(
                    actor=self.actor, person=self.case.person, values=values
                )
            else:
                around.change_residence_period(
                    actor=self.actor, person=self.case.person, period=known,
                    version=known.version, values=values,
                )

    def _spheres(self, life: Life) -> None:
        for row in life.spheres:
            legal.add_legal_sphere(
                actor=self.actor, person=self.case.person,
                values={
                    "sphere": self.spheres[row.key], "office": self.offices[row.office],
                    "valid_from": row.begins, "valid_until": row.ends, "precision": ABOUT,
                    "note": row.note,
                },
            )

    def _papers(self, life: Life) -> None:
        for row in life.papers:
            legal.add_entitlement(
                actor=self.actor, person=self.case.person,
                values={
                    "kind": row.kind, "issued_by": self.offices[row.office],
                    "issued_on": row.issued, "state": row.state, "precision": ABOUT,
                    "handed_in_at": self.offices.get(row.handed_in_at),
                    "handed_in_on": row.handed_in, "ended_on": row.ended, "note": row.note,
                },
            )

    def _languages(self, keys: Iterable[str]) -> None:
        words = _by_key(ListKey.LANGUAGE)
        spoken = [{"language": words[key]} for key in keys]
        if spoken:
            people.set_languages(
                actor=self.actor, person=self.case.person, version=self.case.person.version,
                languages=spoken,
            )

    def _stations(self, life: Life) -> None:
        for row in life.stations:
            values: dict[str, Any] = {
                "title": row.title, "life_area": self.areas[row.area],
                "legal_sphere": self.spheres.get(row.sphere),
                "provider": self.offices.get(row.office), "asked_on": row.asked,
                "began_on": row.begins, "ended_on": row.ends, "ending": row.ending or None,
                "precision": ABOUT, "outcome_reason": row.words,
            }
            plan.add_measure(actor=self.actor, case=self.case, values=values)

    def _goals(self, agreed_on: date) -> None:
        """The printed goals came with the workbook; their day is approximate as well."""
        for goal in case_file(self.case, FieldGroup.PLAN | EVERYTHING).goals:
            values = {name: getattr(goal, name) for name in ("life_area", "text", "due_on")}
            plan.change_goal(
                actor=self.actor, case=self.case, goal=goal, version=goal.version,
                values={**values, "agreed_on": agreed_on},
            )


def _by_key(list_key: str) -> dict[str, Term]:
    return {term.key: term for term in terms(list_key)}


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
