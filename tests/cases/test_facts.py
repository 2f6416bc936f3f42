# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The coded facts are what the records say, after every action."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone
from tests.cases.casts import admitted_case, day, term

from stellwerk.base.context import acting
from stellwerk.base.keys import attach_key, load_keys
from stellwerk.cases.actions import around, course, people, phases, plan
from stellwerk.cases.actions.facts import rebuild_facts
from stellwerk.cases.models import Appointment, Case, CaseFact, Goal, Person
from stellwerk.cases.queries.facts import fact_differences

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    return admitted_case(cast.manager.actor, cast.manager.user)


def fact(case):
    return CaseFact.objects.get(case_id=case.pk)


def opened_person(case):
    person = Person.objects.get(pk=case.person_id)
    attach_key([person], load_keys([person.pk])[person.pk])
    return person


def test_facts_hold_counts_and_sets(cast, case):
    with acting(cast.manager.actor):
        found = fact(case)
        assert (found.due, found.kept, found.planned) == (2, 1, 0)
        assert (found.goals, found.goals_assessed) == (1, 0)
        assert found.central == 1 << term("life_area", "housing").bit
        assert found.topics == found.central | 1 << term("life_area", "work").bit
        assert (found.phase, found.gender, found.birth_year) == ("monitoring", "m", 1990)


def test_no_action_leaves_the_facts_behind(cast, case):
    actor = cast.manager.actor
    with acting(actor):
        goal = Goal.objects.get(case=case)
        plan.assess_goal(
            actor=actor, case=case, goal=goal, version=1, attainment=Decimal("33.3"),
            assessed_on=day(1),
        )
        planned = course.plan_appointment(
            actor=actor, case=case, starts_at=timezone.now() + timedelta(days=1), kind="phone"
        )
        course.set_appointment_outcome(
            actor=actor, case=case, appointment=planned, version=1, outcome="cancelled_by_us"
        )
        person = opened_person(case)
        people.set_household(actor=actor, person=person, version=person.version, members=5)
        around.add_residence_period(
            actor=actor, person=person,
            values={"status": term("residence_status", "aufenthg_60a"), "valid_from": day(50)},
        )
        people.change_identity(
            actor=actor, person=person, version=person.version + 1,
            values={"family_name": "Yıldız", "nationality": term("nationality", "sy")},
        )
        assert fact_differences(cast.home.pk, today=timezone.localdate()) == []
        found = fact(case)
        assert found.attainment_sum == Decimal("33.3")
        assert (found.cancelled_by_us, found.household_members) == (1, 5)
        assert found.residence_status_id == term("residence_status", "aufenthg_60a").pk
        assert found.nationality_id == term("nationality", "sy").pk


def test_status_of_an_ended_case_is_the_one_on_its_last_day(cast, case):
    actor = cast.manager.actor
    with acting(actor):
        person = opened_person(case)
        for status, since, until in (("asylg_55", 90, 31), ("aufenthg_60a", 30, None)):
            around.add_residence_period(
                actor=actor, person=person,
                values={
                    "status": term("residence_status", status), "valid_from": day(since),
                    "valid_until": day(until) if until else None,
                },
            )
        assert fact(case).residence_status_id == term("residence_status", "aufenthg_60a").pk
        Case.objects.filter(pk=case.pk).update(closed_on=day(40))
        rebuild_facts(actor=actor, organisation_id=cast.home.pk)
        assert fact(case).residence_status_id == term("residence_status", "asylg_55").pk


def test_a_forged_fact_is_found_and_mended(cast, case):
    actor = cast.manager.actor
    with acting(actor):
        CaseFact.objects.filter(case_id=case.pk).update(kept=9, topics=0)
        found = fact_differences(cast.home.pk, today=timezone.localdate())
        assert [(d.case_id, set(d.columns)) for d in found] == [(case.pk, {"kept", "topics"})]
        rebuild_facts(actor=actor, organisation_id=cast.home.pk)
        assert fact_differences(cast.home.pk, today=timezone.localdate()) == []


def test_a_missing_fact_is_found(cast, case):
    with acting(cast.manager.actor):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM cases_fact WHERE case_id = %s", [case.pk])
        found = fact_differences(cast.home.pk, today=timezone.localdate())
        assert [difference.case_id for difference in found] == [case.pk]


def test_ending_stands_in_the_facts(cast, case):
    actor = cast.manager.actor
    with acting(actor):
        reasons = dict.fromkeys(Goal.objects.filter(case=case).values_list("pk", flat=True), "x")
        case = phases.close_case(
            actor=actor, case=case, version=case.version, closed_on=day(0),
            closing_kind="unplanned", closed_by="client",
            closing_reason=term("closing_reason", "contact_lost"), open_reasons=reasons,
        )
        found = fact(case)
        assert (found.closing_kind, found.closed_by, found.closed_on) == (
            "unplanned", "client", day(0),
        )
        assert Appointment.objects.filter(case=case).count() == found.due
