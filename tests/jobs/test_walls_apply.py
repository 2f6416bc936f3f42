# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Raising the walls while somebody still asks: a deadlock is waited out, another fault is not."""

from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import OperationalError
from psycopg.errors import DeadlockDetected, LockNotAvailable

COMMAND = "stellwerk.jobs.management.commands.walls_apply"


@pytest.fixture
def tried(monkeypatch):
    """How often it was tried and how often the connection was closed; what stands in the way."""
    seen = SimpleNamespace(attempts=0, closed=0, faults=[])

    def apply(_connection):
        seen.attempts += 1
        if seen.faults:
            raise OperationalError("in the way") from seen.faults.pop(0)

    def close():
        seen.closed += 1

    monkeypatch.setattr(f"{COMMAND}.walls", SimpleNamespace(apply=apply))
    monkeypatch.setattr(f"{COMMAND}.connection", SimpleNamespace(close=close))
    return seen


def test_a_deadlock_is_tried_again(tried):
    tried.faults = [DeadlockDetected(), DeadlockDetected()]
    call_command("walls_apply")
    assert (tried.attempts, tried.closed) == (3, 2)


def test_it_gives_up_after_three(tried):
    tried.faults = [DeadlockDetected()] * 3
    with pytest.raises(OperationalError):
        call_command("walls_apply")
    assert (tried.attempts, tried.closed) == (3, 2)


def test_another_fault_is_said_at_once(tried):
    tried.faults = [LockNotAvailable()]
    with pytest.raises(OperationalError):
        call_command("walls_apply")
    assert (tried.attempts, tried.closed) == (1, 0)
