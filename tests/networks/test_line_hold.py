# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the hold of a released line measures with, and that no release goes back in time."""

from datetime import timedelta

import pytest

from stellwerk.base.context import acting
from stellwerk.cases.models import Case, Person
from stellwerk.directory.models import Organisation
from stellwerk.networks import models as n
from stellwerk.networks.actions import log as actions
from tests.cast import Cast, member, organisation
from tests.networks.model import machine
from tests.networks.test_network_views import SPRING, grown, look, released


@pytest.fixture
def words(cast: Cast) -> list[n.Activity]:
    return [n.Activity.objects.create(key=f"probe-{name}", name_de=name) for name in "ab"]


@pytest.fixture
def third(cast: Cast) -> Organisation:
    found = organisation("third", cast.home.municipality)
    member("third-lead", found, None)
    return found


def test_who_had_several_courses_and_left_was_one_person_then_too(cast, words, third) -> None:
    with acting(machine(cast.neighbour)):
        person = Person.objects.create(organisation=cast.neighbour, client_key="P")
        for turn in range(10):
            Case.objects.create(
                organisation=cast.neighbour, person=person, case_key=f"F-{turn}",
                phase_since=SPRING, opened_on=SPRING,
            )
    before = grown(cast, words, third)
    seen = look(cast.home)
    with acting(machine(cast.neighbour)) as actor:
        for trace in before[0][:9]:
            actions.erase_trace(actor=actor, trace_id=trace)
        for key, case in enumerate(Case.objects.filter(person=person)):
            case.person = Person.objects.create(
                organisation=cast.neighbour, client_key=f"Q-{key}"
            )
            case.save()
    assert released() == 0
    assert look(cast.home) == seen


def test_an_earlier_day_releases_nothing(cast, words, third) -> None:
    grown(cast, words, third)
    seen = look(cast.home)
    assert released(SPRING - timedelta(days=1)) == 0
    assert look(cast.home) == seen
