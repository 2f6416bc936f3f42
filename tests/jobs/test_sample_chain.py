# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The sample chain: two slips and a loop before, one slip and far less waiting after."""

import itertools
from datetime import date, timedelta
from statistics import median

import pytest
from django.utils import timezone

from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.directory.models import Organisation
from stellwerk.jobs import sample, sample_people
from stellwerk.jobs.sample_chain import (
    COURSES,
    FIRST_PLAN,
    NAME,
    SECOND_PLAN,
    agreed_from,
    invented,
    set_up_chain,
)
from stellwerk.networks.actions.activities import load_catalogue
from stellwerk.networks.actions.log import recorded_log
from stellwerk.networks.models import Event, Trace
from stellwerk.networks.queries.chains import agreed_versions, chains, plan_of
from stellwerk.networks.rules.chains import plan_blockers
from stellwerk.vocabulary.actions import load_lists

TODAY = date(2026, 11, 22)
DAY = agreed_from(TODAY)
BEGUN, SLIPS = "course_begun", ("entitlement_requested", "entitlement_issued")


def days_of(course: list) -> float:
    return (course[-1][0] - course[0][0]).total_seconds() / 86400


def test_waiting_is_far_shorter_after_and_the_slips_go_in_a_circle_before() -> None:
    courses = [list(one) for one in invented(DAY, TODAY)]
    before, after = courses[:COURSES], courses[COURSES:]
    assert len(before) == len(after) == COURSES
    assert all(one[0][0].date() < DAY for one in before)
    assert all(one[0][0].date() >= DAY for one in after)
    assert all(at.date() < TODAY for course in courses for at, _step in course)
    whole = [
        [days_of(one) for one in some if any(s.activity == BEGUN for _at, s in one)]
        for some in (before, after)
    ]
    assert min(len(whole[0]), len(whole[1])) > 45
    assert median(whole[0]) > 300
    assert median(whole[1]) < 110
    twice = [
        sum(sum(step.activity == slip for _at, step in one) > 1 for one in some)
        for slip in SLIPS for some in (before, after)
    ]
    assert twice[0] > 45
    assert twice[2] > 45
    assert twice[1] == 0
    assert twice[3] < 10
    desks = {
        (a.who, b.who) for one in before for (_x, a), (_y, b) in itertools.pairwise(one)
    }
    circle = {("rheine-auslaenderbehoerde", "rheine-jobcenter"), ("rheine-jobcenter", "BAMF"),
              ("BAMF", "rheine-auslaenderbehoerde"), ("BAMF", "rheine-jobcenter")}
    assert circle <= desks


def test_both_versions_can_be_agreed_on() -> None:
    assert plan_blockers(FIRST_PLAN) == []
    assert plan_blockers(SECOND_PLAN) == []


@pytest.mark.django_db
def test_the_sample_is_written_once() -> None:
    actor = system_actor("Beispieldaten")
    with acting(actor):
        load_lists(actor=actor)
        load_catalogue(actor=actor)
        sample.set_up_network(actor)
        organisations = sample.set_up_organisations(actor)
        users = sample.set_up_people(actor, organisations)
    for _twice in range(2):
        set_up_chain(organisations, users)
    owner: Organisation = organisations[sample_people.PILOT]
    with acting(system_actor("test", owner.pk)):
        log = recorded_log(owner.pk)
        assert Trace.objects.filter(log=log).count() == 2 * COURSES
        first = Event.objects.filter(log=log, before_activity=None).count()
        assert first == 2 * COURSES
        chain = chains().get(name=NAME)
        versions = agreed_versions(chain)
        day = agreed_from(timezone.localdate())
        assert [v.number for v in versions] == [1, 2]
        assert versions[1].valid_from == day
        assert plan_of(versions[1]).stations[2].max_days == 14
        late = Event.objects.filter(log=log, at__gt=timezone.now() + timedelta(days=1))
        assert not late.exists()
