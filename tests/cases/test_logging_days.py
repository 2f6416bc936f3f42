# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Days, episodes and ends in the event log, and how many cases are logged at once."""

from datetime import timedelta

import pytest
from tests.cases.casts import day, new_case
from tests.cases.test_logging import (
    check_links,
    linked,
    midnight,
    noon,
    number,
    opened,
    standing,
    written,
)

from stellwerk.base.context import acting
from stellwerk.cases.actions import course, legal
from stellwerk.cases.actions import logging as cases_logging
from stellwerk.cases.actions.intake import change_concern, open_case
from stellwerk.cases.actions.logging import erase_trace_of, log_cases, log_organisation
from stellwerk.cases.actions.phases import move_case
from stellwerk.cases.choices import (
    ENDED_PHASES,
    MEASURE_ENDINGS,
    AppointmentOutcome,
    MeasureState,
    Phase,
)
from stellwerk.cases.models import Appointment, Case, Measure, PhaseChange
from stellwerk.cases.rules.logging import facts_of
from stellwerk.networks.actions.courses import party_ids
from stellwerk.networks.actions.log import correct_event, record_event
from stellwerk.networks.choices import Precision
from stellwerk.networks.models import Activity, Trace
from stellwerk.networks.queries.standing import parties_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor(cast):
    return cast.manager.actor


@pytest.fixture
def case(cast, actor):
    made = new_case(actor, cast.manager.user)
    with acting(actor):
        yield opened(made)


def test_the_log_says_the_day_and_never_the_minute(actor, case):
    at = noon(3)
    contact = course.record_contact(actor=actor, case=case, at=at, kind="phone")
    course.change_contact(
        actor=actor, case=case, contact=contact, version=1, at=at + timedelta(hours=2),
        kind="phone", note=None,
    )
    rows = written(case)
    assert [(row.at, row.precision) for row in rows[1:]] == [(midnight(3), Precision.DAY)]


def test_a_minute_that_was_written_once_is_erased_with_every_word_of_it(actor, case):
    course.record_contact(actor=actor, case=case, at=noon(3), kind="phone")
    row = written(case)[-1]
    said = {"at": noon(3), "precision": Precision.MINUTE}
    correct_event(actor=actor, event=row, **said)
    gone = Activity.objects.get(key="home_visit")
    record_event(actor=actor, trace_id=number(case), activity=gone, **said)
    asked = {"organisation_id": case.organisation_id, "case_ids": [case.pk]}
    assert [log_cases(actor=actor, **asked) for _turn in range(2)] == [1, 0]
    assert [(row.activity.key, row.at, row.precision) for row in written(case)] == [
        ("first_contact", midnight(100), Precision.DAY),
        ("client_contact", midnight(3), Precision.DAY),
    ]
    check_links(*linked(case))


def test_of_one_day_things_stand_in_their_order_when_written_at_once(actor, case):
    for hours, kind in ((4, "home_visit"), (1, "phone"), (2, "third_party")):
        course.record_contact(
            actor=actor, case=case, at=noon(3) + timedelta(hours=hours), kind=kind
        )
    by_writing = ["home_visit", "client_contact", "office_contact"]
    assert [name for name, _day in standing(case)[1:]] == by_writing
    erase_trace_of(actor=actor, case=case)
    log_cases(actor=actor, organisation_id=case.organisation_id, case_ids=[case.pk])
    by_the_clock = ["client_contact", "office_contact", "home_visit"]
    assert [name for name, _day in standing(case)[1:]] == by_the_clock


def test_what_goes_over_to_a_new_episode_stands_in_one_course_at_once(cast, actor, case):
    move_case(
        actor=actor, case=case, to=Phase.DECLINED, on=day(90), version=case.version, reason="x"
    )
    before = standing(case)
    legal.add_entitlement(
        actor=actor, person=case.person, values={"kind": "housing", "issued_on": day(10)}
    )
    assert standing(case)[-1] == ("housing_entitlement_issued", day(10))
    with acting(actor):
        second = open_case(actor=actor, person=case.person, opened_on=day(20), manager=None)
        assert standing(second) == [
            ("first_contact", day(20)), ("housing_entitlement_issued", day(10))
        ]
        assert standing(case) == before, "said once"
        second = opened(second)
        change_concern(
            actor=actor, case=second, version=second.version,
            values={"opened_on": day(5), "concern": "x", "access_channel": None},
        )
        assert standing(second) == [("first_contact", day(5))]
        assert standing(case)[-1] == ("housing_entitlement_issued", day(10))
        asked = {"organisation_id": case.organisation_id, "case_ids": [case.pk, second.pk]}
        assert log_cases(actor=actor, **asked) == 0


def test_an_end_is_told_only_of_what_has_ended(cast, actor):
    own = cast.home.pk
    for state in MeasureState:
        measure = Measure(state=state, asked_on=day(9), began_on=day(8), ended_on=day(7))
        said = {slot.split(":")[-1]: fact for slot, fact in facts_of(measure, own, noon(0)).items()}
        assert bool(said["ended"]) == (state in MEASURE_ENDINGS), state
    for outcome in AppointmentOutcome:
        planned = Appointment(starts_at=noon(3), outcome=outcome)
        [fact] = facts_of(planned, own, noon(0)).values()
        assert bool(fact) == (outcome != AppointmentOutcome.PLANNED), outcome
    for phase in ENDED_PHASES:
        for now in (phase, Phase.MONITORING):
            step = PhaseChange(case=Case(phase=now), phase=phase, entered_on=day(3))
            [fact] = facts_of(step, own, noon(0)).values()
            assert bool(fact) == (now == phase), f"{phase}, and then {now}"


def test_all_cases_are_logged_piece_by_piece(cast, actor, monkeypatch):
    for _n in range(5):
        new_case(actor, cast.manager.user)
    asked = []
    real = cases_logging.log_cases
    monkeypatch.setattr(cases_logging, "BATCH", 2)
    monkeypatch.setattr(
        cases_logging, "log_cases",
        lambda **said: asked.append(len(said["case_ids"])) or real(**said),
    )
    with acting(actor):
        Trace.objects.update(residence_group="x")
        assert log_organisation(actor=actor, organisation_id=cast.home.pk) == 5
    assert asked == [2, 2, 1]


def test_parties_of_the_directory_are_made_together(cast, actor, django_assert_num_queries):
    offices = [cast.home.pk, cast.neighbour.pk]
    with acting(actor):
        before = parties_for(offices)
        with django_assert_num_queries(3 if len(before) < 2 else 1):
            found = party_ids(offices)
        assert set(found) == set(offices)
        with django_assert_num_queries(1):
            assert party_ids(offices) == found
