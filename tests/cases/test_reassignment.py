# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Bulk reassignment: shared out fairly, refused case by case, undone only where untouched."""

from uuid import UUID

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases.casts import new_case

from stellwerk.access.visible import visible_access
from stellwerk.base.context import acting
from stellwerk.base.refusal import Refusal
from stellwerk.cases.actions import reassignment as actions
from stellwerk.cases.actions import transitions
from stellwerk.cases.actions.intake import assign_case
from stellwerk.cases.choices import ReassignmentState
from stellwerk.cases.models import Case, Reassignment, ReassignmentItem
from stellwerk.cases.queries.caseload import measure_of
from stellwerk.cases.queries.reassignment import cases_to_move, counts_of
from stellwerk.cases.rules.reassignment import moving_refusal, share_out, undoing_refusal

# ── rules ────────────────────────────────────────────────────────────────────────────────────

USERS = [UUID(int=n) for n in range(1, 5)]
WEIGHTS = st.lists(st.floats(0.1, 3), max_size=30)


@settings(max_examples=60, deadline=None)
@given(WEIGHTS, st.dictionaries(st.sampled_from(USERS), st.floats(0, 20), min_size=1))
def test_every_case_gets_one_and_nobody_gets_one_while_another_carries_much_less(weights, present):
    cases = list(enumerate(weights))
    found = share_out(cases, present)
    assert set(found) == {key for key, _weight in cases}
    loads = dict(present)
    for key, weight in cases:
        loads[found[key]] += weight
    got = [user for user in present if loads[user] > present[user]]
    if got:
        heaviest = max(loads[user] for user in got)
        assert heaviest - min(loads.values()) <= max(weights) + 1e-9


def test_why_one_case_is_not_moved():
    fine = {"phase": "linking", "manager_id": 1, "expected": 1, "is_asked": False,
            "is_worker": True}
    assert moving_refusal(**fine) == ""
    for more, why in (
        ({"phase": "closed"}, "ended"), ({"manager_id": 2}, "changed"),
        ({"is_asked": True}, "asked"), ({"is_worker": False}, "no_worker"),
    ):
        assert moving_refusal(**{**fine, **more}) == why
    assert undoing_refusal(is_untouched=True, is_worker=True) == ""
    assert undoing_refusal(is_untouched=False, is_worker=True) == "changed"
    assert undoing_refusal(is_untouched=True, is_worker=False) == "no_worker"


# ── runs ─────────────────────────────────────────────────────────────────────────────────────

db = pytest.mark.django_db


def prepared(cast, targets, from_user=None):
    actor = cast.lead.actor
    whose = from_user or cast.manager.user
    return actions.prepare_reassignment(
        actor=actor, from_user=whose, targets=targets, present={},
        cases=cases_to_move(
            visible_access(actor), cast.home.pk, whose.pk, "", measure_of(cast.home.pk)
        ),
    )


def worked(cast, run):
    actor = cast.lead.actor
    while True:
        with acting(actor):
            if not actions.work_on(actor=actor, run=run):
                return


def manager_of(case):
    return Case.objects.get(pk=case.pk).manager_id


@pytest.fixture
def four(cast):
    return [
        new_case(cast.manager.actor, cast.manager.user, given_name=f"K{number}")
        for number in range(4)
    ]


@db
def test_cases_are_shared_out_and_put_back_where_nobody_changed_them(cast, four):
    with acting(cast.lead.actor) as lead:
        run = prepared(cast, [cast.colleague.user, cast.substitute.user])
        assert counts_of(run) == {"planned": 4}
        assert manager_of(four[0]) == cast.manager.user.pk  # a preview changes nothing
        left = ReassignmentItem.objects.get(reassignment=run, case=four[0])
        actions.confirm_reassignment(actor=lead, run=run, left_out=[left.pk])
    worked(cast, run)
    with acting(cast.lead.actor) as lead:
        run = Reassignment.objects.get(pk=run.pk)
        assert (run.state, counts_of(run)) == ("done", {"moved": 3, "left_out": 1})
        moved = [case for case in four if manager_of(case) != cast.manager.user.pk]
        assert len(moved) == 3
        # meanwhile one of them goes on to somebody else and comes back
        fresh = Case.objects.get(pk=moved[0].pk)
        new_one = fresh.manager
        assign_case(actor=lead, case=fresh, manager=cast.lead.user, version=fresh.version)
        fresh = Case.objects.get(pk=moved[0].pk)
        assign_case(actor=lead, case=fresh, manager=new_one, version=fresh.version)
        actions.undo_reassignment(actor=lead, run=run)
    worked(cast, run)
    with acting(cast.lead.actor):
        run = Reassignment.objects.get(pk=run.pk)
        assert run.state == "undone"
        assert counts_of(run) == {"undone": 2, "kept": 1, "left_out": 1}
        assert manager_of(moved[0]) == new_one.pk
        assert {manager_of(case) for case in moved[1:]} == {cast.manager.user.pk}


@db
def test_the_preview_says_what_would_be_refused_and_the_run_looks_again(cast, four):
    with acting(cast.manager.actor) as actor:
        transitions.propose_hand_over(
            actor=actor, case=four[0], to_user=cast.colleague.user, message="",
            answer_by=timezone.localdate(),
        )
    with acting(cast.lead.actor) as lead:
        run = prepared(cast, [cast.colleague.user])
        refused = ReassignmentItem.objects.get(reassignment=run, outcome="refused")
        assert (refused.case_id, refused.reason) == (four[0].pk, "asked")
        fresh = Case.objects.get(pk=four[1].pk)
        assign_case(actor=lead, case=fresh, manager=cast.lead.user, version=fresh.version)
        actions.confirm_reassignment(actor=lead, run=run)
        with pytest.raises(Refusal):
            actions.confirm_reassignment(actor=lead, run=run)
    worked(cast, run)
    with acting(cast.lead.actor):
        assert counts_of(run) == {"moved": 2, "refused": 2}
        assert manager_of(four[1]) == cast.lead.user.pk
        item = ReassignmentItem.objects.get(reassignment=run, case=four[1])
        assert item.reason == "changed"


@db
def test_what_cannot_be_prepared(cast, four):
    with acting(cast.lead.actor):
        for targets, whose in (
            ([], cast.manager.user),
            ([cast.manager.user], cast.manager.user),
            ([cast.foreign_manager.user], cast.manager.user),
            ([cast.colleague.user], cast.lead.user),  # carries nothing
        ):
            with pytest.raises(Refusal):
                prepared(cast, targets, whose)
        assert not Reassignment.objects.exists()


@db
def test_a_run_that_died_goes_on_where_it_stopped(cast, four, monkeypatch):
    monkeypatch.setattr(actions, "CHUNK", 1)
    with acting(cast.lead.actor) as lead:
        run = prepared(cast, [cast.colleague.user])
        actions.confirm_reassignment(actor=lead, run=run)
    with acting(cast.lead.actor) as lead:
        assert actions.work_on(actor=lead, run=run)
        assert counts_of(run) == {"moved": 1, "planned": 3}
    worked(cast, run)
    with acting(cast.lead.actor):
        assert Reassignment.objects.get(pk=run.pk).state == ReassignmentState.DONE
        assert counts_of(run) == {"moved": 4}
