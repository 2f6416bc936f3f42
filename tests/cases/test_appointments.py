# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Appointments with an end, a place, an interpreter; contacts with minutes."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cases.casts import new_case

from stellwerk.base.context import acting
from stellwerk.base.refusal import Refusal
from stellwerk.cases.actions import course
from stellwerk.cases.choices import Interpreter

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    return new_case(cast.manager.actor, cast.manager.user)


def test_what_only_the_full_form_asks_for_is_kept_and_left_alone(cast, case):
    actor, soon = cast.manager.actor, timezone.now() + timedelta(days=1)
    with acting(actor):
        row = course.plan_appointment(
            actor=actor, case=case, starts_at=soon, kind="home_visit",
            ends_at=soon + timedelta(hours=1), place="Hinterhaus", safety_note="Zu zweit",
            interpreter=Interpreter.NEEDED,
        )
        course.change_appointment(
            actor=actor, case=case, appointment=row, version=1, starts_at=soon,
            kind="home_visit", outcome="planned", note="neu",
        )
        assert (row.place, row.safety_note) == ("Hinterhaus", "Zu zweit")
        changed = course.change_appointment(
            actor=actor, case=case, appointment=row, version=2, starts_at=soon,
            kind="home_visit", outcome="planned", note="neu", place="", interpreter="",
        )
        assert set(changed) == {"place", "interpreter"}
        assert (row.place, row.interpreter) == (None, "")


def test_an_end_before_the_beginning_is_refused(cast, case):
    actor, soon = cast.manager.actor, timezone.now() + timedelta(days=1)
    with acting(actor), pytest.raises(Refusal) as found:
        course.plan_appointment(
            actor=actor, case=case, starts_at=soon, kind="office", ends_at=soon
        )
    assert found.value.blockers[0].field == "ends_at"


def test_zero_minutes_are_a_value(cast, case):
    actor = cast.manager.actor
    with acting(actor):
        row = course.record_contact(
            actor=actor, case=case, at=timezone.now(), kind="phone", minutes=0,
            interpreter=Interpreter.PRESENT,
        )
        assert (row.minutes, row.interpreter) == (0, "present")
        row = course.record_contact(actor=actor, case=case, at=timezone.now(), kind="phone")
        assert (row.minutes, row.interpreter) == (None, "")
