# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The wall of what was sent: sender and recipient, row and key; every part of it is needed."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction

from stellwerk.access import walls
from stellwerk.directory.models import Organisation
from tests.access.test_policies import policy_sql, restored, run
from tests.access.world import OWNER, Builder, Folder, asking
from tests.access.world_parts import receiving_office
from tests.cast import Cast


@pytest.fixture
def world(own_database: str, make_cast: Callable[[], Cast]) -> tuple[Folder, Organisation, Cast]:
    """Our case from which something was sent to an office that sees no case."""
    cast = make_cast()
    ours = Builder(cast.home, cast.manager.user, "eins")
    folder = ours.build()
    sent = folder.rows["cases_transmission"]
    folder.rows["sent_key"] = sent.key_subject_id
    return folder, receiving_office(cast.home), cast


def sees(who: Organisation, sql: str, values: list[Any]) -> int:
    with asking(who) as cursor:
        cursor.execute(f"SELECT count(*) FROM {sql}", values)
        return int(cursor.fetchone()[0])


def may_log(who: Organisation, into: Organisation) -> bool:
    """Whether reading can be written into the log of ``into``."""
    with asking(who) as cursor:
        try:
            with transaction.atomic():
                cursor.execute(
                    "INSERT INTO audit_event (id, actor, organisation_id, verb, kind, subjects, "
                    "fields, note, route) VALUES (gen_random_uuid(), 'x', %s, 'read', "
                    "'transmission', '{}', '{}', '', '')",
                    [into.pk],
                )
        except DatabaseError:
            return False
        return True


def may_write(who: Organisation, row: Any) -> bool:
    """Whether a sent row could be changed or taken away: nobody has the right."""
    for sql in ("UPDATE cases_transmission SET number = 'x'", "DELETE FROM cases_transmission"):
        with asking(who) as cursor:
            try:
                with transaction.atomic():
                    cursor.execute(f"{sql} WHERE id = %s", [row.pk])
            except DatabaseError:
                continue
            return True
    return False


def probe(folder: Folder, office: Organisation, cast: Cast) -> dict[str, bool]:
    """All questions about one transmission; every answer must be true."""
    row, sender = folder.rows["cases_transmission"], folder.organisation
    sent = ("cases_transmission WHERE id = %s", [row.pk])
    key = ("base_data_key WHERE subject_id = %s", [row.pk])
    keys = ("base_data_key WHERE organisation_id = %s", [sender.pk])
    case = ("cases_case WHERE organisation_id = %s", [sender.pk])
    stranger = cast.neighbour
    return {
        "sender_sees": sees(sender, *sent) == 1 and sees(sender, *key) == 1,
        "recipient_sees": sees(office, *sent) == 1,
        "recipient_opens": sees(office, *key) == 1,
        "recipient_opens_nothing_else": sees(office, *keys) == 1,
        "recipient_sees_no_case": sees(office, *case) == 0,
        "stranger_sees_nothing": sees(stranger, *sent) + sees(stranger, *keys) == 0,
        "recipient_logs_with_sender": may_log(office, sender),
        "stranger_does_not": not may_log(stranger, sender),
        "never_changed": not any(may_write(who, row) for who in (sender, office, stranger)),
    }


def mutations() -> Iterator[tuple[str, str, str]]:
    """What can be wrong with these walls: ``(table, policy, SQL of the mutant)``."""
    received = walls._received("t.id = base_data_key.subject_id")
    logged = walls._received("t.organisation_id = audit_event.organisation_id")
    to_us = f" OR recipient_id = {walls.ORGANISATION}"
    sent, keys, log = "cases_transmission", "base_data_key", "audit_event"
    for table, verb, part, instead in (
        (sent, "see", to_us, ""),
        (sent, "see", to_us, " OR true"),
        (keys, "see", received, "false"),
        (keys, "see", received, "true"),
        (
            keys,
            "see",
            "t.id = base_data_key.subject_id",
            "t.organisation_id = base_data_key.organisation_id",
        ),
        (log, "add", logged, "false"),
        (log, "add", logged, "true"),
    ):
        name, scope, conditions = policy_sql(table, f"{table}_{verb}")
        assert part in conditions, f"{name} does not say {part}"
        mutant = conditions.replace(part, instead)
        yield table, name, f"CREATE POLICY {name} ON {table} {scope} {mutant}"


def test_sender_and_recipient_and_nobody_else(world: tuple[Folder, Organisation, Cast]) -> None:
    assert [name for name, fine in probe(*world).items() if not fine] == []
    survivors = []
    for table, policy, mutant in mutations():
        run(f"DROP POLICY {policy} ON {table}", mutant)
        if all(probe(*world).values()):
            survivors.append(mutant)
        run(*restored(table, policy))
    assert not survivors
    assert all(probe(*world).values())
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_transmission")
        assert cursor.fetchone()[0] == 1
