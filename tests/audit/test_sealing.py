# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The sealer beside busy writers, its key, and the head outside."""

import threading
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, connections, transaction

from stellwerk.audit.actions.sealing import append_head, seal_all, seal_key, seal_once
from stellwerk.audit.queries import head, read_heads, unsealed_count, verify
from stellwerk.engine.locate import Home, conninfo
from stellwerk.engine.trouble import EngineError
from tests.audit.conftest import KEY, SEALER, findings, seal, write
from tests.conftest import PLACE

INSERT = (
    "INSERT INTO audit_event (id, actor, verb, kind, subjects, fields, note, route) "
    "VALUES (gen_random_uuid(), 'Writer', 'read', 'case', '{}', '{}', '', '')"
)


def test_a_row_of_a_running_transaction_holds_the_later_ones_back(own_database: str) -> None:
    with psycopg.connect(**conninfo("web", own_database, PLACE)) as slow:
        slow.execute(INSERT)
        write(3)
        assert seal_all(KEY, using=SEALER) == 0, (
            "an older transaction still runs: its row must not come below a seal"
        )
        slow.commit()
    assert seal() == 4
    assert findings() == set()


def test_a_clean_log_stays_clean_under_concurrent_writers_and_two_sealers(
    own_database: str,
) -> None:
    stop = threading.Event()
    problems: list[BaseException] = []

    def writer() -> None:
        with psycopg.connect(**conninfo("web", own_database, PLACE)) as connection:
            while not stop.is_set():
                for _ in range(3):
                    connection.execute(INSERT)
                connection.commit()

    def sealer() -> None:
        try:
            while not stop.is_set():
                seal_once(KEY, using=SEALER)
        except BaseException as problem:  # the test tells
            problems.append(problem)
        finally:
            connections[SEALER].close()

    threads = [threading.Thread(target=job) for job in (writer, writer, writer, sealer, sealer)]
    for thread in threads:
        thread.start()
    time.sleep(2)
    for _ in range(3):
        assert findings() == set(), "checked in the middle of it"
    stop.set()
    for thread in threads:
        thread.join()
    assert not problems
    seal()
    outcome, waiting = verify(KEY, {}, using=SEALER)
    assert (outcome.findings, waiting) == ([], 0)
    assert outcome.rows == outcome.last_seal_no > 100


def test_verify_walks_at_least_15000_rows_a_second(own_database: str, superuser: Any) -> None:
    superuser.execute(
        "INSERT INTO audit_event (id, actor, actor_id, organisation_id, verb, kind, subjects, "
        "fields, note, route) SELECT gen_random_uuid(), 'Somebody <s@x.example>', "
        "gen_random_uuid(), gen_random_uuid(), 'listed', 'case', array_agg(gen_random_uuid()), "
        "'{identity,contact}', '', 'cases:list' FROM generate_series(1, 20000) n, "
        "generate_series(1, 5) GROUP BY n"
    )
    assert seal() == 20000
    # Processor time of ours: what else the machine does must not decide. `bench audit` measures
    # the whole, with the database's part.
    began = time.process_time()
    assert findings() == set()
    speed = 20000 / (time.process_time() - began)
    assert speed > 15_000, f"{speed:.0f} rows/s"


def test_web_can_neither_seal_nor_change_nor_delete(own_database: str) -> None:
    write(1)
    for statement in (
        "UPDATE audit_event SET actor = 'x'",
        "UPDATE audit_event SET seal_no = 1",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
        "INSERT INTO audit_event (id, at, actor, verb, kind) "
        "VALUES (gen_random_uuid(), now(), 'x', 'read', 'case')",
        "INSERT INTO audit_event (id, xid, actor, verb, kind) "
        "VALUES (gen_random_uuid(), '4', 'x', 'read', 'case')",
        "SELECT 1 FROM audit_checkpoint",
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connections["default"].cursor().execute(statement)


def test_the_sealer_can_neither_change_nor_delete_what_happened(own_database: str) -> None:
    write(1)
    seal()
    for statement in (
        "UPDATE audit_event SET actor = 'x'",
        "DELETE FROM audit_event",
        "UPDATE audit_checkpoint SET seal_no = 7",
        "DELETE FROM audit_checkpoint",
        "SELECT 1 FROM cases_case",
        "SELECT 1 FROM directory_user",
    ):
        with pytest.raises(DatabaseError, match="permission denied"):
            connections[SEALER].cursor().execute(statement)


def test_the_second_run_of_a_single_sealing_leaves_no_trace(own_database: str) -> None:
    write(2)
    seal()
    with connections[SEALER].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_checkpoint")
        before = cursor.fetchone()
        seal()
        cursor.execute("SELECT count(*) FROM audit_checkpoint")
        assert cursor.fetchone() == before == (1,)


def test_the_key_is_made_once_and_never_made_anew_for_a_sealed_log(
    own_database: str, tmp_path: Path
) -> None:
    place = Home(tmp_path)
    key = seal_key(place, using=SEALER)
    file = place.secrets / "audit-seal.key"
    assert len(key) == 32
    assert file.stat().st_mode & 0o777 == 0o600
    assert seal_key(place, using=SEALER) == key
    file.chmod(0o644)
    with pytest.raises(EngineError, match="can be read by others"):
        seal_key(place, using=SEALER)
    write(1)
    seal()
    file.unlink()
    with pytest.raises(EngineError, match="is gone"):
        seal_key(place, using=SEALER)


def test_the_head_survives_its_file(own_database: str, tmp_path: Path) -> None:
    write(2)
    seal()
    file = tmp_path / "log" / "heads.jsonl"
    end = head(using=SEALER)
    append_head(file, end)
    assert read_heads(file) == {2: end.mac}
    assert findings(read_heads(file)) == set()
    file.write_text("nonsense\n")
    with pytest.raises(EngineError, match="cannot be read"):
        read_heads(file)


def test_a_wrong_key_proves_nothing(own_database: str) -> None:
    write(2)
    seal()
    outcome, _ = verify(bytes(32), {}, using=SEALER)
    assert {finding.kind for finding in outcome.findings} == {"changed", "checkpoint"}


def test_what_waits_is_counted(own_database: str) -> None:
    assert unsealed_count(SEALER) == (0, None)
    write(2, organisation=uuid4())
    assert unsealed_count(SEALER)[0] == 2
