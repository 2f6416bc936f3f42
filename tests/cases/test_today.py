# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Mein Tag: every section holds what belongs there and nothing else."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from tests.cases.casts import admitted_case, day, new_case, term

from stellwerk.access.visible import visible_access
from stellwerk.base.context import acting
from stellwerk.base.keys import attach_key, load_keys
from stellwerk.cases.actions import around, course, plan
from stellwerk.cases.models import CaseFact, Person
from stellwerk.cases.queries.today import my_day

pytestmark = pytest.mark.django_db


def my(cast, member="manager", **more):
    actor = getattr(cast, member).actor
    return my_day(visible_access(actor), unassigned=None, **more)


def title(actor, case, since, until):
    person = Person.objects.get(pk=case.person_id)
    attach_key([person], load_keys([person.pk])[person.pk])
    around.add_residence_period(
        actor=actor, person=person,
        values={"status": term("residence_status", "aufenthg_60a"),
                "valid_from": day(since) if since is not None else None,
                "valid_until": day(until) if until is not None else None},
    )


def test_appointments_stand_where_their_day_is(cast):
    actor = cast.manager.actor
    case = admitted_case(actor, cast.manager.user)
    noon = timezone.localtime().replace(hour=12, minute=0)
    with acting(actor):
        for days in (-2, 0, 3, 16):
            course.plan_appointment(
                actor=actor, case=case, starts_at=noon + timedelta(days=days), kind="office"
            )
        found = my(cast)
    assert [len(found.overdue), len(found.today), len(found.upcoming)] == [1, 1, 1]
    assert {due.kind for due in found.overdue} == {"appointment"}


def test_due_goals_and_measures_are_overdue_until_they_are_settled(cast):
    actor = cast.manager.actor
    case = admitted_case(actor, cast.manager.user)
    with acting(actor):
        plan.add_goal(actor=actor, case=case, values={"text": "x", "due_on": day(3)})
        plan.add_measure(actor=actor, case=case, values={"title": "y", "due_on": day(4)})
        plan.add_measure(
            actor=actor, case=case,
            values={"title": "z", "due_on": day(4), "began_on": day(9), "ended_on": day(5),
                    "ending": "completed"},
        )
        assert sorted(due.kind for due in my(cast).overdue) == ["goal", "measure"]


def test_goals_and_measures_stand_where_their_day_is(cast):
    actor = cast.manager.actor
    case = admitted_case(actor, cast.manager.user)
    housing = term("life_area", "housing")
    noon = timezone.localtime().replace(hour=12, minute=0)
    with acting(actor):
        for days_ago in (0, -3, -14, -15):
            plan.add_goal(
                actor=actor, case=case,
                values={"text": "x", "due_on": day(days_ago), "life_area": housing},
            )
        plan.add_measure(actor=actor, case=case, values={"title": "y", "due_on": day(-1)})
        course.plan_appointment(
            actor=actor, case=case, starts_at=noon + timedelta(days=2), kind="office"
        )
        found = my(cast)
    assert [due.kind for due in found.today] == ["goal"]
    assert [due.kind for due in found.upcoming] == ["measure", "appointment", "goal", "goal"]
    assert [due.area for due in found.today] == [housing.label]
    assert (found.overdue, found.goals_late, found.goals_ahead) == ([], 0, 2)


def test_only_the_latest_title_of_a_person_counts(cast):
    actor = cast.manager.actor
    expiring, prolonged, endless, corrected = (
        new_case(actor, cast.manager.user) for _ in range(4)
    )
    with acting(actor):
        title(actor, expiring, None, 400)
        title(actor, expiring, 300, -45)
        title(actor, prolonged, 300, -10)
        title(actor, prolonged, 5, -400)
        title(actor, endless, 300, None)
        title(actor, corrected, 300, -20)
        title(actor, corrected, 300, -400)
        found = my(cast).residence
    assert [(due.case_id, due.days) for due in found] == [(expiring.pk, 45)]


def test_the_longest_silence_comes_first(cast):
    actor = cast.manager.actor
    old = new_case(actor, cast.manager.user, days_ago=80)
    heard = new_case(actor, cast.manager.user, days_ago=90)
    quiet = new_case(actor, cast.manager.user, days_ago=20)
    with acting(actor):
        course.record_contact(actor=actor, case=heard, at=timezone.now(), kind="phone")
        found = my(cast)
    assert [due.case_id for due in found.silent] == [old.pk, quiet.pk]
    assert [due.days for due in found.silent] == [80, 20]
    assert (found.open_cases, found.long_silent) == (3, 1)


def test_a_substitute_sees_the_day_of_whom_she_covers_a_colleague_does_not(cast):
    case = new_case(cast.manager.actor, cast.manager.user)
    with acting(cast.substitute.actor):
        assert my(cast, "substitute").case_ids == {case.pk}
    with acting(cast.colleague.actor):
        assert my(cast, "colleague").case_ids == set()


def test_the_command_proves_the_facts(cast, capsys):
    case = new_case(cast.manager.actor, cast.manager.user)
    call_command("rebuild_facts", check=True)
    with acting(cast.manager.actor):
        CaseFact.objects.filter(case_id=case.pk).update(goals=7)
    with pytest.raises(CommandError):
        call_command("rebuild_facts", check=True)
    call_command("rebuild_facts")
    call_command("rebuild_facts", check=True)
