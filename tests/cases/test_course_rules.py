# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Days, percents, outcomes, grants, people; no database."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from stellwerk.cases.choices import FieldGroup
from stellwerk.cases.rules.course import (
    assessment_blockers,
    contact_blockers,
    grant_blockers,
    groups_for,
    order_blockers,
    outcome_blockers,
)
from stellwerk.cases.rules.deadlines import residence_expiry, silence_days, waiting_days
from stellwerk.cases.rules.numbers import case_number, client_number
from stellwerk.cases.rules.people import age_on, identity_blockers, parse_birth_date

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def codes(found):
    return [blocker.code for blocker in found]


@pytest.mark.parametrize(
    ("days", "level"),
    [(-1, "expired"), (0, "30"), (30, "30"), (31, "60"), (60, "60"), (61, "90"), (90, "90")],
)
def test_residence_warnings_at_90_60_and_30_days(days, level):
    found = residence_expiry(TODAY + timedelta(days=days), TODAY)
    assert (found.level, found.days_left) == (level, days)


def test_no_warning_for_titles_without_end_or_far_ahead():
    assert residence_expiry(None, TODAY) is None
    assert residence_expiry(TODAY + timedelta(days=91), TODAY) is None


def test_waiting_is_counted_from_asking_to_beginning():
    asked = date(2026, 11, 1)
    assert waiting_days(asked, None, TODAY) == 21
    assert waiting_days(asked, date(2026, 11, 4), TODAY) == 3
    assert waiting_days(None, None, TODAY) is None


def test_silence_counts_from_the_opening_without_any_contact():
    assert silence_days(None, date(2026, 11, 20), TODAY) == 2
    assert silence_days(date(2026, 11, 21), date(2026, 1, 1), TODAY) == 1


def test_field_groups_follow_the_life_area():
    assert groups_for({"field_group": "health"}) == FieldGroup.PLAN | FieldGroup.HEALTH
    assert groups_for({"field_group": "work_education"}) == (
        FieldGroup.PLAN | FieldGroup.WORK_EDUCATION
    )
    assert groups_for({}) == groups_for(None) == FieldGroup.PLAN


def test_zero_percent_is_an_assessment():
    assert assessment_blockers(Decimal(0), TODAY, None, TODAY) == []
    assert assessment_blockers(None, None, None, TODAY) == []


@pytest.mark.parametrize(
    ("value", "on", "agreed", "code"),
    [
        (Decimal(101), TODAY, None, "percent"),
        (Decimal(-1), TODAY, None, "percent"),
        (None, TODAY, None, "value_missing"),
        (Decimal(5), None, None, "day_missing"),
        (Decimal(5), date(2027, 1, 1), None, "day_ahead"),
        (Decimal(5), date(2026, 1, 1), date(2026, 2, 1), "before_agreed"),
    ],
)
def test_assessments_that_cannot_be(value, on, agreed, code):
    assert codes(assessment_blockers(value, on, agreed, TODAY)) == [code]


def test_kept_and_no_show_only_after_the_beginning():
    tomorrow = NOW + timedelta(days=1)
    assert codes(outcome_blockers("kept", tomorrow, NOW)) == ["not_begun"]
    assert codes(outcome_blockers("no_show", tomorrow, NOW)) == ["not_begun"]
    assert outcome_blockers("cancelled_by_client", tomorrow, NOW) == []
    assert outcome_blockers("kept", NOW - timedelta(hours=1), NOW) == []


def test_contacts_are_noted_when_they_have_taken_place():
    assert codes(contact_blockers(NOW + timedelta(hours=1), NOW)) == ["contact_ahead"]
    assert codes(contact_blockers(None, NOW)) == ["when_missing"]
    assert contact_blockers(NOW, NOW) == []


def test_days_must_not_run_backwards():
    values = {"a": date(2026, 1, 2), "b": None, "c": date(2026, 1, 1)}
    assert [blocker.field for blocker in order_blockers(values, "a", "b", "c")] == ["c"]


def test_a_grant_needs_scope_basis_note_and_end():
    found = grant_blockers(scope=0, basis="", note=" ", until=None, today=TODAY)
    assert codes(found) == ["scope", "basis", "basis_note", "until"]


@pytest.mark.parametrize(
    ("until", "code"),
    [(TODAY, "until_past"), (TODAY + timedelta(days=4 * 365), "until_far")],
)
def test_a_grant_ends_ahead_but_not_too_far(until, code):
    found = grant_blockers(scope=1, basis="consent", note="x", until=until, today=TODAY)
    assert codes(found) == [code]


def test_numbers():
    assert case_number(2026, 7) == "2026-0007"
    assert case_number(2026, 12345) == "2026-12345"
    assert client_number(42) == "K-00042"


def test_age_is_completed_years():
    assert age_on(TODAY, date(2000, 11, 22), 2000) == 26
    assert age_on(TODAY, date(2000, 11, 23), 2000) == 25
    assert age_on(TODAY, None, 2000) == 26
    assert age_on(TODAY, None, None) is None


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, "name_missing"),
        ({"family_name": "A", "birth_date": "1.1.2000"}, "birth_date"),
        ({"family_name": "A", "birth_date": "2027-01-01"}, "birth_date_future"),
        ({"family_name": "A", "birth_year": 1899}, "birth_year"),
        (
            {"family_name": "A", "birth_date": "1990-01-01", "birth_year": 1991},
            "birth_year_differs",
        ),
    ],
)
def test_identities_that_cannot_be(values, code):
    assert codes(identity_blockers(values, TODAY)) == [code]


def test_unreadable_birth_dates_are_none():
    assert parse_birth_date("x") is None
    assert parse_birth_date(None) is None
