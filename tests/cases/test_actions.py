# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Actions on real rows, as the web role."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from tests.cases.casts import admitted_case, day, new_case, new_person, term

from stellwerk.access.visible import open_case, visible_access
from stellwerk.audit.models import Event
from stellwerk.base.context import acting
from stellwerk.base.keys import attach_key, load_keys
from stellwerk.base.refusal import Conflict, NotVisible, Refusal
from stellwerk.cases.actions import course, intake, people, phases, plan, sharing
from stellwerk.cases.choices import FieldGroup, Phase
from stellwerk.cases.models import (
    Appointment,
    Case,
    CaseAccess,
    Goal,
    Identity,
    PersonToken,
    PhaseChange,
)
from stellwerk.cases.queries.casefile import grants_of
from stellwerk.cases.queries.search import people_by_name

pytestmark = pytest.mark.django_db


def codes(refused):
    return [blocker.code for blocker in refused.value.blockers]


def test_numbers_count_per_organisation_and_year(cast):
    first = new_case(cast.manager.actor, cast.manager.user, days_ago=1, given_name="Eins")
    second = new_case(cast.manager.actor, cast.manager.user, days_ago=1, given_name="Zwei")
    foreign = new_case(cast.foreign_manager.actor, cast.foreign_manager.user, days_ago=1)
    year = first.opened_on.year
    assert [first.case_key, second.case_key] == [f"{year}-0001", f"{year}-0002"]
    assert foreign.case_key == f"{year}-0001"
    assert first.person.client_key == "K-00001"


def test_registering_indexes_the_name_in_all_spellings(cast):
    person = new_person(cast.manager.actor)
    with acting(cast.manager.actor):
        for text in ("yildiz", "Muhammad", "moh yil", "Yıldız Mohamed"):
            found = [row.person_id for row in people_by_name(cast.home.pk, text)]
            assert found == [person.pk], text
        assert not people_by_name(cast.home.pk, "Yildiz Peter")


def test_changing_a_name_moves_the_index(cast):
    person = new_person(cast.manager.actor)
    with acting(cast.manager.actor):
        changed = people.change_identity(
            actor=cast.manager.actor, person=person, version=1,
            values={"family_name": "Kowalenko", "given_name": "Mohamed"},
        )
        assert changed == ["family_name"]
        assert not people_by_name(cast.home.pk, "Yildiz")
        assert people_by_name(cast.home.pk, "Kovalenko").count() == 1
        assert PersonToken.objects.filter(person=person).exists()


def test_one_open_case_per_person_and_a_new_episode_afterwards(cast):
    actor = cast.manager.actor
    case = new_case(actor, cast.manager.user)
    with acting(actor):
        with pytest.raises(Refusal) as refused:
            intake.open_case(
                actor=actor, person=case.person, opened_on=day(0), manager=cast.manager.user
            )
        assert codes(refused) == ["open_case"]
        ended = phases.move_case(
            actor=actor, case=case, to=Phase.DECLINED, on=day(1), version=case.version,
            reason="Kein Bedarf",
        )
        assert ended.closed_on == day(1)
        again = intake.readmit(
            actor=actor, previous=ended, opened_on=day(0), manager=cast.manager.user
        )
    assert (again.previous_id, again.episode, again.phase) == (case.pk, 2, Phase.APPROACHED)


def test_who_carries_no_cases_gets_none(cast):
    with pytest.raises(Refusal) as refused:
        new_case(cast.manager.actor, cast.officer.user)
    assert refused.value.field == "manager"


def test_phases_leave_their_dates(cast):
    case = admitted_case(cast.manager.actor, cast.manager.user)
    with acting(cast.manager.actor):
        rows = list(PhaseChange.objects.filter(case=case))
        assert rows[0].phase == Phase.APPROACHED
        assert rows[-1].phase == case.phase == Phase.MONITORING
        assert [row.left_on for row in rows[:-1]] == [row.entered_on for row in rows[1:]]
        assert rows[-1].left_on is None


def test_closing_is_refused_with_everything_that_is_open(cast):
    actor = cast.manager.actor
    case = admitted_case(actor, cast.manager.user)
    with acting(actor):
        course.plan_appointment(
            actor=actor, case=case, starts_at=timezone.now() + timedelta(days=2), kind="office"
        )
        with pytest.raises(Refusal) as refused:
            phases.close_case(
                actor=actor, case=case, version=case.version, closed_on=day(0),
                closing_kind="planned", closed_by="both", closing_reason=None,
            )
        assert codes(refused) == ["reason_missing", "appointments_ahead", "goals_unassessed"]
        assert Case.objects.get(pk=case.pk).closed_on is None


def test_nothing_new_is_planned_in_an_ended_case_but_contacts_are_noted(cast):
    actor = cast.manager.actor
    case = new_case(actor, cast.manager.user)
    with acting(actor):
        phases.move_case(
            actor=actor, case=case, to=Phase.REFERRED_ON, on=day(0), version=1, reason="MBE"
        )
        with pytest.raises(Refusal) as refused:
            plan.add_goal(actor=actor, case=case, values={"text": "x"})
        assert codes(refused) == ["ended"]
        course.record_contact(actor=actor, case=case, at=timezone.now(), kind="phone")
        assert Case.objects.get(pk=case.pk).last_contact_on == timezone.localdate()


def test_a_change_of_an_older_version_is_a_conflict_with_both_sides(cast):
    actor = cast.manager.actor
    case = admitted_case(actor, cast.manager.user)
    with acting(actor):
        goal = Goal.objects.get(case=case)
        attach_key([goal, case], load_keys([case.pk])[case.pk])
        base = {"life_area": goal.life_area, "agreed_on": None, "due_on": None}
        plan.change_goal(
            actor=actor, case=case, goal=goal, version=1, values={**base, "text": "Zuerst"}
        )
        with pytest.raises(Conflict) as conflict:
            plan.change_goal(
                actor=actor, case=case, goal=goal, version=1, values={**base, "text": "Danach"}
            )
    assert conflict.value.version == 2
    assert conflict.value.theirs["text"] == "Zuerst"
    assert conflict.value.yours["text"] == "Danach"


def test_changes_are_logged_by_field_name_only(cast):
    actor = cast.manager.actor
    person = new_person(actor)
    with acting(actor):
        people.change_contact_data(
            actor=actor, person=person, version=1, values={"phone": "05971 12345"}
        )
        event = Event.objects.filter(verb="changed").latest("at")
    assert (event.kind, event.fields, event.subjects) == ("person", ["phone"], [person.pk])


def test_saving_what_stands_there_changes_and_logs_nothing(cast):
    actor = cast.manager.actor
    case = admitted_case(actor, cast.manager.user)
    with acting(actor):
        row = Appointment.objects.filter(case=case).first()
        attach_key([row, case], load_keys([case.pk])[case.pk])
        before = Event.objects.count()
        changed = course.change_appointment(
            actor=actor, case=case, appointment=row, version=1, starts_at=row.starts_at,
            kind=row.kind, outcome=row.outcome, note=None,
        )
        assert changed == []
        assert Event.objects.count() == before


def test_topics_central_implies_topic_and_follows_the_field_group(cast):
    actor = cast.manager.actor
    case = new_case(actor, cast.manager.user)
    with acting(actor):
        plan.set_topics(
            actor=actor, case=case, version=1, topics=[], central=[term("life_area", "health")]
        )
        row = case.casetopic_set.get()
        assert row.is_central
        assert row.groups == FieldGroup.PLAN | FieldGroup.HEALTH
        plan.set_topics(actor=actor, case=case, version=2, topics=[term("life_area", "work")])
        assert [r.life_area.key for r in case.casetopic_set.all()] == ["work"]
        with pytest.raises(Conflict):
            plan.set_topics(actor=actor, case=case, version=2, topics=[])


def grant(cast, case, scope, days=30):
    with acting(cast.manager.actor):
        return sharing.grant_access(
            actor=cast.manager.actor, case=case, organisation=cast.neighbour, scope=int(scope),
            basis="consent", note="Einwilligung vom 1.11.2026", until=day(-days),
        )


def test_a_grant_opens_just_its_field_groups_until_it_is_revoked(cast):
    case = admitted_case(cast.manager.actor, cast.manager.user)
    grant(cast, case, FieldGroup.PLAN)
    partner = cast.partner.actor
    with acting(partner):
        opened = open_case(partner, case.pk)
        assert (opened.is_own, opened.may_write, opened.scope) == (False, False, FieldGroup.PLAN)
        # The second wall agrees: identity and the goal about housing are not there at all.
        assert not Identity.objects.filter(person_id=case.person_id).exists()
        assert not Goal.objects.filter(case=case).exists()
    with acting(cast.manager.actor):
        view = grants_of(case)[0]
        assert (view.state, view.access.organisation_id) == ("in_force", cast.neighbour.pk)
        sharing.revoke_access(actor=cast.manager.actor, case=case, access=view.access)
        assert grants_of(case)[0].state == "revoked"
        with pytest.raises(Refusal):
            sharing.revoke_access(actor=cast.manager.actor, case=case, access=view.access)
    with acting(partner):
        with pytest.raises(NotVisible):
            open_case(partner, case.pk)
        assert not Case.objects.filter(pk=case.pk).exists()


def test_a_new_grant_replaces_the_one_in_force(cast):
    case = admitted_case(cast.manager.actor, cast.manager.user)
    grant(cast, case, FieldGroup.PLAN)
    grant(cast, case, FieldGroup.IDENTITY)
    with acting(cast.partner.actor):
        rows = list(visible_access(cast.partner.actor))
        assert [row.scope for row in rows] == [FieldGroup.IDENTITY]


def test_nobody_grants_a_foreign_case_to_herself(cast):
    case = admitted_case(cast.manager.actor, cast.manager.user)
    thief = cast.foreign_lead.actor
    with (
        acting(thief),
        pytest.raises(DatabaseError, match="grant refused"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "SELECT grant_case_access(%s, %s, 1023::smallint, 'consent', 'x', now())",
            [case.pk, cast.neighbour.pk],
        )


def test_assigning_moves_the_case_in_the_access_table(cast):
    case = new_case(cast.lead.actor, None)
    with acting(cast.lead.actor):
        intake.assign_case(
            actor=cast.lead.actor, case=case, manager=cast.colleague.user, version=1
        )
        assert CaseAccess.objects.get(case=case).manager_id == cast.colleague.user.pk
        with pytest.raises(Conflict):
            intake.assign_case(
                actor=cast.lead.actor, case=case, manager=cast.manager.user, version=1
            )


def test_the_first_approach_can_be_corrected_but_not_past_what_followed(cast):
    actor = cast.manager.actor
    case = admitted_case(actor, cast.manager.user, days_ago=50)
    with acting(actor):
        attach_key([case], load_keys([case.pk])[case.pk])
        values = {"concern": "Anders", "access_channel": None, "opened_on": day(60)}
        intake.change_concern(actor=actor, case=case, version=case.version, values=values)
        assert PhaseChange.objects.filter(case=case).first().entered_on == day(60)
        with pytest.raises(Refusal):
            intake.change_concern(
                actor=actor, case=case, version=case.version,
                values={**values, "opened_on": day(10)},
            )
