# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A log of its own per test, its sealer, and somebody who may do everything to the database."""

import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import transaction

from stellwerk.audit.actions import record
from stellwerk.audit.actions.sealing import seal_all
from stellwerk.audit.choices import Verb
from stellwerk.audit.queries import unsealed_count, verify
from stellwerk.base.actor import Actor
from stellwerk.base.context import set_context
from stellwerk.engine.locate import SUPERUSER, conninfo
from tests.conftest import PLACE

KEY = bytes(range(32))
SEALER = "sealer"
PATIENCE = 120


@pytest.fixture
def own_database(own_database: str) -> str:
    """The same with an empty log (building the template wrote into it)."""
    with psycopg.connect(**conninfo(SUPERUSER, own_database, PLACE)) as connection:
        connection.execute("TRUNCATE audit_event, audit_checkpoint")
    return own_database


@pytest.fixture
def superuser(own_database: str) -> Iterator[psycopg.Connection[Any]]:
    """The strongest attacker: the database's superuser."""
    with psycopg.connect(**conninfo(SUPERUSER, own_database, PLACE), autocommit=True) as connection:
        yield connection


def write(count: int, *, organisation: Any = None) -> None:
    """``count`` rows by the web role, one transaction each."""
    actor = Actor("Test Person", uuid4(), organisation or uuid4())
    for number in range(count):
        with transaction.atomic():
            set_context(actor)
            record(
                actor=actor,
                verb=Verb.READ,
                kind="case",
                subjects=[uuid4()],
                fields=["identity"],
                note=f"{number}",
            )


def seal() -> int:
    """Seal everything, however long that takes.

    The horizon is the whole server's: a transaction of another test process holds it back.
    """
    total, began = 0, time.monotonic()
    while time.monotonic() - began < PATIENCE:
        total += seal_all(KEY, using=SEALER)
        if not unsealed_count(SEALER)[0]:
            return total
        time.sleep(0.02)
    raise AssertionError("another transaction on this server does not end")


def findings(heads: dict[int, bytes] | None = None) -> set[str]:
    """The kinds of findings of one run."""
    outcome, _ = verify(KEY, heads or {}, using=SEALER)
    return {finding.kind for finding in outcome.findings}


@pytest.fixture
def sealed_log(own_database: str, superuser: Any) -> Callable[..., set[str]]:
    """Twenty sealed rows; returns the question for findings."""
    write(12)
    seal()
    write(8)
    seal()
    assert findings() == set()
    return findings
