# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The event log says what the case says: added, corrected, withdrawn, erased with it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cases.casts import admitted_case, day, new_case, term

from stellwerk.base.context import acting
from stellwerk.base.keys import attach_key, load_keys
from stellwerk.cases.actions import around, course, legal, plan
from stellwerk.cases.actions.entrusting import set_entrusted
from stellwerk.cases.actions.logging import erase_trace_of, log_organisation
from stellwerk.cases.models import Case
from stellwerk.cases.rules.logging import trace_number
from stellwerk.networks.models import Activity, Event, Trace

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor(cast):
    return cast.manager.actor


@pytest.fixture
def case(cast, actor):
    made = new_case(actor, cast.manager.user)
    with acting(actor):
        yield opened(made)


def opened(case):
    fresh = Case.objects.select_related("person").get(pk=case.pk)
    keys = load_keys([fresh.pk, fresh.person_id])
    attach_key([fresh], keys[fresh.pk])
    attach_key([fresh.person], keys[fresh.person_id])
    return fresh


def number(case):
    return trace_number(load_keys([case.pk])[case.pk])


def standing(case):
    """(activity, local day) of what counts, in its order."""
    rows = Event.objects.filter(trace_id=number(case), counts=True).order_by("at", "position")
    return [
        (row.activity.key, timezone.localtime(row.at).date())
        for row in rows.select_related("activity")
    ]


def test_opening_begins_a_course(case):
    assert standing(case) == [("first_contact", day(100))]
    assert Trace.objects.get(pk=number(case)).events == 1


def test_a_contact_is_added_corrected_and_keeps_its_history(actor, case):
    at = timezone.now() - timedelta(days=3)
    contact = course.record_contact(actor=actor, case=case, at=at, kind="phone")
    assert standing(case)[-1] == ("client_contact", day(3))
    course.change_contact(
        actor=actor, case=case, contact=contact, version=1, at=at - timedelta(days=1),
        kind="home_visit", note=None,
    )
    assert standing(case) == [("first_contact", day(100)), ("home_visit", day(4))]
    assert Event.objects.filter(trace_id=number(case)).count() == 3


def test_what_is_entrusted_is_taken_back_and_may_come_again(actor, case):
    measure = plan.add_measure(
        actor=actor, case=case, values={"title": "x", "asked_on": day(20), "began_on": day(10)}
    )
    assert [name for name, _day in standing(case)[1:]] == ["measure_requested", "measure_begun"]
    for mark in (True, False):
        set_entrusted(actor=actor, case=case, row=measure, kind="measure", is_entrusted=mark)
        assert len(standing(case)) == (1 if mark else 3)


def test_what_a_person_holds_goes_to_the_episode_of_its_day(cast, actor, case):
    legal.add_entitlement(
        actor=actor, person=case.person,
        values={"kind": "integration_course", "issued_by": cast.neighbour, "issued_on": day(30)},
    )
    around.add_residence_period(
        actor=actor, person=case.person,
        values={"status": term("residence_status", "aufenthg_60a"), "valid_from": day(200)},
    )
    names = [name for name, _day in standing(case)]
    assert names == ["toleration_issued", "first_contact", "entitlement_issued"]
    trace = Trace.objects.get(pk=number(case))
    assert trace.residence_group == "toleration"
    issued = Event.objects.get(trace=trace, activity__key="entitlement_issued")
    assert issued.party.organisation_id == cast.neighbour.pk


def test_logging_all_cases_anew_changes_nothing(cast, actor):
    case = admitted_case(actor, cast.manager.user)
    with acting(actor):
        before = standing(case)
        assert len(before) > 8
        organisation_id = case.organisation_id
        assert log_organisation(actor=actor, organisation_id=organisation_id) == 0
        erase_trace_of(actor=actor, case=opened(case))
        assert not Trace.objects.filter(pk=number(case)).exists()
        assert log_organisation(actor=actor, organisation_id=organisation_id) == 1
        assert standing(case) == before


def test_a_case_that_the_log_does_not_know_is_logged_whole_at_the_first_change(actor, case):
    erase_trace_of(actor=actor, case=case)
    course.record_contact(
        actor=actor, case=case, at=timezone.now() - timedelta(days=1), kind="phone"
    )
    assert [name for name, _day in standing(case)] == ["first_contact", "client_contact"]
    assert Activity.objects.filter(key="client_contact").count() == 1
