# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the writers of `bench durability` do again and again: one committed change per call.

A deed is prepared once (`prepare`), done by the writers in the web role (`writer` returns a
function that commits and gives back the new row's id), and looked up again (`present`).
"""

from __future__ import annotations

import secrets
import subprocess
import sys
from collections.abc import Callable
from typing import Protocol

import psycopg

from stellwerk.engine import checks
from stellwerk.engine.locate import Home, conninfo, login

from ..runtime import role_environment

TABLE = "bench_durability"


class Deed(Protocol):
    """One way of writing."""

    name: str

    def prepare(self, place: Home) -> None:
        """Make what the writers need; the server runs."""

    def writer(self, place: Home, *, weaken: bool) -> Callable[[], str]:
        """A function that does one change and returns its id once it is committed.

        `weaken` turns the promise off (to show that the bench notices).
        """

    def present(self, place: Home) -> set[str]:
        """The ids of every change that is in the database now."""


class PlainRow:
    """One row in a table of the bench, through a plain connection of the web role."""

    name = "plain row"

    def prepare(self, place: Home) -> None:
        with psycopg.connect(**conninfo("owner", place=place)) as connection:
            connection.execute(
                f"CREATE TABLE IF NOT EXISTS {TABLE} (id text PRIMARY KEY, payload text NOT NULL)"
            )
            connection.execute(f"GRANT INSERT ON {TABLE} TO {login('web')}")

    def writer(self, place: Home, *, weaken: bool) -> Callable[[], str]:
        connection = psycopg.connect(**conninfo("web", place=place), autocommit=True)
        if weaken:
            connection.execute("SET synchronous_commit = off")

        def write() -> str:
            new = secrets.token_hex(16)
            statement = f"INSERT INTO {TABLE} VALUES (%s, %s)"
            connection.execute(statement, [new, new * 8])
            return new

        return write

    def present(self, place: Home) -> set[str]:
        with checks.connect(place) as connection:
            rows = connection.execute(f"SELECT id FROM {TABLE} WHERE payload = repeat(id, 8)")
            return {row[0] for row in rows}


class Contact:
    """A contact of a case, through the action and the access check of the pages."""

    name = "contact"

    def prepare(self, place: Home) -> None:
        command = [sys.executable, "-m", "stellwerk.jobs.bench._contacts"]
        subprocess.run(command, env=role_environment("jobs"), check=True)

    def writer(self, place: Home, *, weaken: bool) -> Callable[[], str]:
        import django

        django.setup()
        from ._contacts import contact_writer

        return contact_writer(weaken=weaken)

    def present(self, place: Home) -> set[str]:
        # without its row in the log a contact counts as lost: both or neither
        with checks.connect(place) as connection:
            rows = connection.execute(
                "SELECT c.id::text FROM cases_contact c WHERE EXISTS (SELECT 1 FROM audit_event e"
                " WHERE e.kind = 'contact' AND e.subjects @> ARRAY[c.id])"
            )
            return {row[0] for row in rows}


#: The last one is the one that counts.
DEEDS: dict[str, type[Deed]] = {"row": PlainRow, "contact": Contact}
