# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Assigning, handing over, referring: one history, and who carries the case."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from tests.cases.casts import admitted_case, day, new_case

from stellwerk.access.waiting import count_waiting, open_waiting, waiting_for
from stellwerk.audit.models import Event
from stellwerk.base.context import acting
from stellwerk.base.refusal import NotVisible, Refusal
from stellwerk.cases.actions import sharing
from stellwerk.cases.actions import transitions as actions
from stellwerk.cases.actions.intake import assign_case
from stellwerk.cases.choices import TRANSITION_STEPS, FieldGroup, TransitionState
from stellwerk.cases.models import Case, CaseAccess, Transition
from stellwerk.cases.queries.transitions import transitions_of
from stellwerk.cases.rules.transitions import (
    Proposal,
    decline_blockers,
    hand_over_blockers,
    referral_blockers,
    step_blockers,
)
from stellwerk.vocabulary.models import Term

TODAY = date(2026, 11, 22)


# ── rules ────────────────────────────────────────────────────────────────────────────────────


def proposal(**more):
    values = {"phase": "monitoring", "today": TODAY, "answer_by": TODAY, "has_open_one": False}
    return Proposal(**{**values, **more})


def codes(found):
    return {blocker.code for blocker in found}


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ({}, set()),
        ({"phase": "closed"}, {"ended"}),
        ({"answer_by": None}, {"answer_by"}),
        ({"answer_by": TODAY - timedelta(days=1)}, {"answer_past"}),
        ({"answer_by": TODAY + timedelta(days=200)}, {"answer_far"}),
        ({"has_open_one": True, "phase": "declined"}, {"ended", "open_one"}),
    ],
)
def test_what_stands_in_the_way_of_asking_a_colleague(more, wanted):
    found = hand_over_blockers(proposal(**more), manager_id=1, to_user_id=2, is_worker=True)
    assert codes(found) == wanted


def test_only_colleagues_who_do_not_carry_the_case_are_asked():
    def asked(to, worker):
        return codes(
            hand_over_blockers(proposal(), manager_id=1, to_user_id=to, is_worker=worker)
        )

    assert asked(None, worker=False) == {"nobody"}
    assert asked(1, worker=True) == {"same_manager"}
    assert asked(2, worker=False) == {"no_worker"}


def test_without_a_basis_only_an_anonymous_request_goes():
    def asked(message, basis):
        return codes(
            referral_blockers(
                proposal(has_message=message), is_other=True, has_field=True, has_basis=basis
            )
        )

    assert asked(message=False, basis=False) == set()
    assert asked(message=True, basis=False) == {"no_basis"}
    assert asked(message=True, basis=True) == set()
    nothing = referral_blockers(proposal(), is_other=False, has_field=False, has_basis=False)
    assert codes(nothing) == {"other", "field"}


def test_a_transition_is_answered_once():
    for state, steps in TRANSITION_STEPS.items():
        for to in TransitionState:
            assert (step_blockers(state, to) == []) == (to in steps)


def test_declining_needs_a_reason_and_words_need_a_key():
    assert codes(decline_blockers(reason=None, note="", may_write=True)) == {"reason"}
    assert codes(decline_blockers(reason="other", note=" ", may_write=True)) == {"note"}
    assert codes(decline_blockers(reason="bias", note="x", may_write=False)) == {"no_basis"}
    assert not decline_blockers(reason="no_capacity", note="", may_write=False)


# ── inside the house ─────────────────────────────────────────────────────────────────────────

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    return admitted_case(cast.manager.actor, cast.manager.user)


def ask(cast, case, message="Bitte übernehmen", answer_by=None):
    return actions.propose_hand_over(
        actor=cast.manager.actor, case=case, to_user=cast.colleague.user, message=message,
        answer_by=answer_by or timezone.localdate(),
    )


def test_accepting_a_hand_over_changes_who_carries_the_case(cast, case):
    with acting(cast.manager.actor):
        row = ask(cast, case)
        assert Case.objects.get(pk=case.pk).manager_id == cast.manager.user.pk
    with acting(cast.colleague.actor) as actor:
        found = open_waiting(actor, row.pk)
        assert found.message == "Bitte übernehmen"
        actions.accept_hand_over(actor=actor, transition=found.transition)
        fresh = Case.objects.get(pk=case.pk)
        assert (fresh.manager_id, fresh.version) == (cast.colleague.user.pk, case.version + 1)
        assert count_waiting(actor) == 0
        done = Transition.objects.get(pk=row.pk)
        assert (done.state, done.answered_by) == ("accepted", actor.label)
        with pytest.raises(NotVisible):
            open_waiting(actor, row.pk)
        with pytest.raises(Refusal):
            actions.accept_hand_over(actor=actor, transition=found.transition)


def test_declining_keeps_it_and_says_why(cast, case):
    with acting(cast.manager.actor):
        row = ask(cast, case)
    with acting(cast.colleague.actor) as actor:
        found = open_waiting(actor, row.pk)
        actions.decline_hand_over(
            actor=actor, transition=found.transition, reason="other", note="Ich gehe in Elternzeit"
        )
        assert Case.objects.get(pk=case.pk).manager_id == cast.manager.user.pk
        raw = Transition.objects.filter(pk=row.pk).values_list("decline_note", "message")[0]
        assert b"Elternzeit" not in bytes(raw[0])
        assert b"Bitte" not in bytes(raw[1])


def test_only_she_who_is_asked_and_her_substitute_may_answer(cast, case):
    with acting(cast.colleague.actor):
        other = new_case(cast.colleague.actor, cast.colleague.user, given_name="Ada")
    with acting(cast.colleague.actor) as actor:
        row = actions.propose_hand_over(
            actor=actor, case=other, to_user=cast.manager.user, message="",
            answer_by=timezone.localdate(),
        )
    for name, may in (("manager", True), ("substitute", True), ("colleague", False),
                      ("lead", False), ("foreign_manager", False), ("partner", False)):
        with acting(getattr(cast, name).actor) as actor:
            assert (count_waiting(actor) == 1) is may, name
            if not may:
                with pytest.raises(NotVisible):
                    open_waiting(actor, row.pk)


def test_a_direct_assignment_is_a_transition_accepted_at_once(cast, case):
    with acting(cast.manager.actor):
        asked = ask(cast, case)
    with acting(cast.lead.actor) as lead:
        fresh = Case.objects.get(pk=case.pk)
        assign_case(actor=lead, case=case, manager=cast.substitute.user, version=fresh.version)
        newest = Transition.objects.filter(case=case, kind="assignment").get()
        assert (newest.state, newest.from_user_id, newest.to_user_id) == (
            "accepted", cast.manager.user.pk, cast.substitute.user.pk
        )
        # who was asked need not answer any more
        assert Transition.objects.get(pk=asked.pk).state == "withdrawn"


def test_one_colleague_is_asked_at_a_time_and_a_proposal_can_be_withdrawn(cast, case):
    with acting(cast.manager.actor) as actor:
        row = ask(cast, case)
        with pytest.raises(Refusal):
            ask(cast, case)
        actions.withdraw(actor=actor, case=case, transition=row)
        again = ask(cast, case)
        assert again.pk != row.pk
    with acting(cast.colleague.actor) as actor:
        assert [one.transition.pk for one in waiting_for(actor)] == [again.pk]


def test_overdue_is_computed_from_the_day_of_the_answer(cast, case):
    with acting(cast.manager.actor):
        row = ask(cast, case, answer_by=timezone.localdate())
        assert not row.is_overdue
        assert row.is_overdue_on(timezone.localdate() + timedelta(days=1))


# ── to another organisation ──────────────────────────────────────────────────────────────────


def refer(cast, case, message=""):
    return actions.propose_referral(
        actor=cast.manager.actor, case=case, to_organisation=cast.neighbour,
        field_of_action=a_field(), message=message, answer_by=timezone.localdate(),
    )


def a_field():
    return Term.objects.filter(list="field_of_action").first()


def consent(cast, case, scope):
    sharing.grant_access(
        actor=cast.manager.actor, case=case, organisation=cast.neighbour, scope=int(scope),
        basis="consent", note="Einwilligung vom 1.11.", until=day(-30),
    )


def test_an_anonymous_request_shows_its_coded_fields_and_nothing_else(cast, case):
    with acting(cast.manager.actor):
        with pytest.raises(Refusal):
            refer(cast, case, message="Frau Y. braucht eine Wohnung")
        row = refer(cast, case)
    with acting(cast.foreign_manager.actor) as actor:
        assert count_waiting(actor) == 0
        with pytest.raises(NotVisible):
            open_waiting(actor, row.pk)
    with acting(cast.foreign_lead.actor) as actor:
        (found,) = waiting_for(actor)
        assert (found.number, found.message, found.may_read) == ("", "", False)
        assert found.transition.field_of_action_id == a_field().pk
        assert not Case.objects.filter(pk=case.pk).exists()


def test_words_open_only_while_a_grant_that_holds_them_is_in_force(cast, case):
    with acting(cast.manager.actor):
        consent(cast, case, FieldGroup.PLAN)
        refer(cast, case, message="Wohnungssuche mit zwei Kindern")
    with acting(cast.foreign_lead.actor) as actor:
        assert waiting_for(actor)[0].message == "Wohnungssuche mit zwei Kindern"
    with acting(cast.manager.actor):
        told = Event.objects.filter(kind="transition", note="granted")
        assert told.filter(actor_id=cast.foreign_lead.user.pk).exists()
        consent(cast, case, FieldGroup.LANGUAGE)
    with acting(cast.foreign_lead.actor) as actor:
        assert waiting_for(actor)[0].message == ""
    with acting(cast.manager.actor) as actor:
        access = CaseAccess.objects.get(
            case=case, organisation=cast.neighbour, revoked_at__isnull=True
        )
        sharing.revoke_access(actor=actor, case=case, access=access)
    with acting(cast.foreign_lead.actor) as actor:
        assert waiting_for(actor)[0].message == ""


def test_the_answer_of_the_other_organisation_comes_back(cast, case):
    with acting(cast.manager.actor):
        row = refer(cast, case)
    with acting(cast.foreign_lead.actor) as actor:
        found = open_waiting(actor, row.pk)
        with pytest.raises(Refusal):
            actions.answer_referral(
                actor=actor, transition=found.transition, accepted=False, reason="bias", note="x"
            )
        actions.answer_referral(
            actor=actor, transition=found.transition, accepted=False, reason="no_capacity"
        )
        with pytest.raises(Refusal):
            actions.answer_referral(actor=actor, transition=found.transition, accepted=True)
    with acting(cast.manager.actor):
        done = Transition.objects.get(pk=row.pk)
        assert (done.state, done.decline_reason) == ("declined", "no_capacity")
        assert done.answered_by == cast.foreign_lead.actor.label
        told = Event.objects.filter(kind="transition", note="declined")
        assert told.filter(actor=cast.foreign_lead.actor.label).exists()


def test_with_a_grant_the_other_organisation_may_answer_in_words(cast, case):
    with acting(cast.manager.actor):
        consent(cast, case, FieldGroup.PLAN)
        row = refer(cast, case, message="Wohnungssuche")
    with acting(cast.foreign_lead.actor) as actor:
        found = open_waiting(actor, row.pk)
        actions.answer_referral(
            actor=actor, transition=found.transition, accepted=False, reason="other",
            note="Erst ab Januar",
        )
    with acting(cast.manager.actor):
        assert transitions_of(case)[0].decline_note == "Erst ab Januar"


def test_the_database_lets_nobody_else_answer_and_the_asked_change_nothing_else(cast, case):
    with acting(cast.manager.actor):
        row = refer(cast, case)
    sql = "SELECT answer_referral(%s, true, NULL, NULL, 'x')"
    for name in ("manager", "partner"):
        with acting(getattr(cast, name).actor), connection.cursor() as cursor:
            cursor.execute(sql, [row.pk])
            assert cursor.fetchone()[0] is (name == "partner")  # the partner is of the neighbour
            transaction.set_rollback(True)  # taken back
    with acting(cast.foreign_lead.actor):
        assert Transition.objects.filter(pk=row.pk).exists()
        assert Transition.objects.filter(pk=row.pk).update(answered_by="x") == 0
        assert Transition.objects.filter(pk=row.pk).delete()[0] == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            Transition(
                organisation_id=case.organisation_id, case_id=case.pk, kind="referral",
                to_organisation=cast.neighbour,
            ).save(force_insert=True)
