# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Which roles go together; no database."""

from datetime import date
from uuid import UUID

import pytest

from stellwerk.directory.choices import Role
from stellwerk.directory.rules import (
    RoleSpan,
    blockers_to_create_organisation,
    blockers_to_create_user,
    blockers_to_end_role,
    blockers_to_grant,
    do_roles_exclude,
)

HERE, THERE = UUID(int=1), UUID(int=2)
ANNA, BEN, ADMIN = UUID(int=11), UUID(int=12), UUID(int=13)
START = date(2026, 1, 1)


def codes(role, *, user=ANNA, by=ADMIN, held=(), covers=None, covered=(), until=None, start=START):
    wanted = RoleSpan(HERE, role, start, until, covers)
    return [
        blocker.code
        for blocker in blockers_to_grant(
            wanted=wanted, user_id=user, granting_user_id=by, held=held, covered=covered
        )
    ]


def test_plain_grant_has_no_blocker():
    assert codes(Role.CASE_MANAGER) == []


def test_nobody_grants_herself_a_role():
    assert "own_role" in codes(Role.CASE_MANAGER, by=ANNA)


@pytest.mark.parametrize(
    ("one", "other", "excluded"),
    [
        (Role.ADMINISTRATOR, Role.CASE_MANAGER, True),
        (Role.ADMINISTRATOR, Role.PARTNER, True),
        (Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER, True),
        (Role.ADMINISTRATOR, Role.COORDINATOR, False),
        (Role.DATA_PROTECTION_OFFICER, Role.TEAM_LEAD, True),
        (Role.DATA_PROTECTION_OFFICER, Role.STEERING_MEMBER, False),
        (Role.CASE_MANAGER, Role.TEAM_LEAD, False),
    ],
)
def test_administrators_and_officers_see_no_people(one, other, excluded):
    assert do_roles_exclude(one, other) is excluded
    assert do_roles_exclude(other, one) is excluded


def test_exclusion_holds_over_organisations_but_only_at_the_same_time():
    held = [RoleSpan(THERE, Role.CASE_MANAGER, date(2025, 1, 1), date(2025, 12, 31))]
    assert codes(Role.ADMINISTRATOR, held=held) == []
    assert codes(Role.ADMINISTRATOR, held=held, start=date(2025, 12, 31)) == ["roles_exclude"]


def test_same_role_twice_at_a_time_is_refused():
    held = [RoleSpan(HERE, Role.CASE_MANAGER, START)]
    assert codes(Role.CASE_MANAGER, held=held) == ["held_already"]


def test_end_before_start_is_refused():
    assert codes(Role.CASE_MANAGER, until=date(2025, 1, 1)) == ["ends_before_start"]


def test_substitute_needs_somebody_who_carries_cases_here():
    assert codes(Role.SUBSTITUTE) == ["covers_missing"]
    assert codes(Role.SUBSTITUTE, covers=ANNA) == ["covers_self"]
    assert codes(Role.SUBSTITUTE, covers=BEN) == ["covers_no_cases"]
    elsewhere = [RoleSpan(THERE, Role.CASE_MANAGER, START)]
    assert codes(Role.SUBSTITUTE, covers=BEN, covered=elsewhere) == ["covers_no_cases"]
    here = [RoleSpan(HERE, Role.CASE_MANAGER, START)]
    assert codes(Role.SUBSTITUTE, covers=BEN, covered=here) == []
    assert codes(Role.CASE_MANAGER, covers=BEN) == ["covers_nobody"]


def test_last_administrator_stays():
    span = RoleSpan(HERE, Role.ADMINISTRATOR, START)
    blockers = blockers_to_end_role(span=span, on=START, is_last_administrator=True)
    assert [b.code for b in blockers] == ["last_administrator"]
    assert not blockers_to_end_role(span=span, on=START, is_last_administrator=False)


def test_keys_and_addresses_are_checked():
    assert blockers_to_create_organisation(key="A B", name=" ", is_key_taken=True)
    assert not blockers_to_create_organisation(key="a-b", name="A", is_key_taken=False)
    assert blockers_to_create_user(email="nobody", name="", is_email_taken=True)
    assert not blockers_to_create_user(email="a@b.example", name="A", is_email_taken=False)
