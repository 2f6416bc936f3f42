# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Several people edit and count at once; everything really commits (promise 19)."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

from django.db import connections, transaction
from tests.cases.casts import day, new_case, new_person, term

from stellwerk.base.context import set_context
from stellwerk.base.keys import attach_key, load_keys
from stellwerk.base.refusal import Conflict
from stellwerk.cases.actions import changing, intake, people, phases, plan
from stellwerk.cases.choices import Phase
from stellwerk.cases.models import Case, Goal, Person

WRITERS, EDITS = 4, 15


def in_own_connection(work):
    try:
        return work()
    finally:
        connections.close_all()


def together(works):
    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(in_own_connection, works))


def test_no_edit_is_lost(own_database, make_cast):
    """Each writer adds one letter per edit; a conflict is met by reading again."""
    cast = make_cast()
    actor = cast.manager.actor
    case = new_case(actor, cast.manager.user)
    area = term("life_area", "work")
    with transaction.atomic():
        set_context(actor)
        values = {"text": "-", "life_area": area, "agreed_on": day(1), "due_on": None}
        goal = plan.add_goal(actor=actor, case=case, values=values)

    def once(letter):
        with transaction.atomic():
            set_context(actor)
            row = Goal.objects.get(pk=goal.pk)
            attach_key([row, case], load_keys([case.pk])[case.pk])
            plan.change_goal(
                actor=actor, case=case, goal=row, version=row.version,
                values={**values, "text": row.text + letter},
            )

    def writer(letter):
        done = conflicts = 0
        while done < EDITS:
            try:
                once(letter)
                done += 1
            except Conflict:
                conflicts += 1
        return conflicts

    together([lambda letter=letter: writer(letter) for letter in "abcd"[:WRITERS]])
    with transaction.atomic():
        set_context(actor)
        row = Goal.objects.get(pk=goal.pk)
        attach_key([row], load_keys([case.pk])[case.pk])
        assert sorted(row.text) == sorted("-" + "abcd" * EDITS)
        assert row.version == 1 + WRITERS * EDITS


def test_numbers_are_given_once(own_database, make_cast):
    cast = make_cast()
    actor = cast.manager.actor

    def open_some():
        for _ in range(4):
            with transaction.atomic():
                new_case(actor, cast.manager.user, days_ago=0)

    together([open_some] * WRITERS)
    with transaction.atomic():
        set_context(actor)
        keys = list(Case.objects.values_list("case_key", flat=True))
        clients = list(Person.objects.values_list("client_key", flat=True))
    assert len(set(keys)) == len(keys) == len(set(clients)) == WRITERS * 4
    assert max(int(key.split("-")[1]) for key in keys) == WRITERS * 4


def test_the_same_version_is_accepted_once(own_database, make_cast):
    cast = make_cast()
    actor = cast.manager.actor
    person = new_person(actor)

    def change(number):
        with transaction.atomic():
            set_context(actor)
            try:
                people.change_contact_data(
                    actor=actor, person=person, version=1, values={"phone": str(number)}
                )
                return 1
            except Conflict:
                return 0

    assert sum(together([lambda n=n: change(n) for n in range(WRITERS)])) == 1


def test_two_cases_of_a_person_change_at_once(own_database, make_cast, monkeypatch):
    """Each change also concerns the other case: neither holds what the other waits for."""
    cast = make_cast()
    actor = cast.manager.actor
    first = new_case(actor, cast.manager.user)
    with transaction.atomic():
        set_context(actor)
        attach_key([first], load_keys([first.pk])[first.pk])
        phases.move_case(
            actor=actor, case=first, to=Phase.DECLINED, on=day(90), version=1, reason="x"
        )
        ended = Case.objects.select_related("person").get(pk=first.pk)
        second = intake.readmit(actor=actor, previous=ended, opened_on=day(20))

    def change(pk, opened_on):
        with transaction.atomic():
            set_context(actor)
            case = Case.objects.select_related("person").get(pk=pk)
            attach_key([case], load_keys([pk])[pk])
            return intake.change_concern(
                actor=actor, case=case, version=case.version,
                values={"opened_on": opened_on, "concern": "x", "access_channel": None},
            )

    wanted = [(first.pk, day(95)), (second.pk, day(15))]
    both, remember = Barrier(2), changing.remember_step

    def at_the_same_moment(**said):
        # Both hold their own case by now, unless one of them waits as it should.
        with suppress(BrokenBarrierError):
            both.wait(1)
        return remember(**said)

    monkeypatch.setattr(changing, "remember_step", at_the_same_moment)
    together([lambda one=one: change(*one) for one in wanted])
    with transaction.atomic():
        set_context(actor)
        days = dict(Case.objects.values_list("pk", "opened_on"))
    assert days == dict(wanted)
