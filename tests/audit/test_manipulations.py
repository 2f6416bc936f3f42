# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Promise 10: whatever is done to the log by a superuser without the key is found."""

from typing import Any

import pytest
from django.db import connections

from stellwerk.audit.queries import head
from stellwerk.audit.rules import COLUMNS
from tests.audit.conftest import SEALER, findings, seal, write

OTHER = {
    "at": "at - interval '1 hour'",
    "xid": "'999999'::xid8",
    "id": "gen_random_uuid()",
    "actor": "actor || '!'",
    "actor_id": "gen_random_uuid()",
    "organisation_id": "NULL",
    "verb": "'listed'",
    "kind": "'person'",
    "subjects": "'{}'",
    "fields": "ARRAY['identity', 'health']",
    "note": "''",
    "route": "'cases:list'",
    "mac": "sha256('x')",
}


def test_every_column_of_the_table_is_covered(own_database: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'audit_event'"
        )
        columns = {name for (name,) in cursor.fetchall()}
    assert columns == {*COLUMNS, "mac"}
    assert set(OTHER) | {"seal_no"} == columns


@pytest.mark.usefixtures("sealed_log")
def test_a_change_of_any_column_is_found(superuser: Any) -> None:
    for column, value in OTHER.items():
        superuser.execute("BEGIN")
        superuser.execute(f"UPDATE audit_event SET {column} = {value} WHERE seal_no = 7")
        superuser.execute("COMMIT")
        assert findings() & {"changed"}, column
        superuser.execute("CREATE TEMP TABLE IF NOT EXISTS nothing ()")
        _restore(superuser, column)


def _restore(superuser: Any, column: str) -> None:
    """Put row 7 back from the copy made before the first change."""
    if column == "id":
        superuser.execute("UPDATE audit_event SET id = (SELECT id FROM before) WHERE seal_no = 7")
    else:
        superuser.execute(
            f"UPDATE audit_event SET {column} = (SELECT {column} FROM before) WHERE seal_no = 7"
        )
    assert findings() == set()


@pytest.fixture(autouse=True)
def copy_before(request: Any) -> None:
    """A copy of row 7 beside the log, once it is sealed."""
    if "sealed_log" not in request.fixturenames:
        return
    request.getfixturevalue("sealed_log")
    request.getfixturevalue("superuser").execute(
        "CREATE TABLE before AS SELECT * FROM audit_event WHERE seal_no = 7"
    )


@pytest.mark.usefixtures("sealed_log")
def test_a_deletion_is_found(superuser: Any) -> None:
    superuser.execute("DELETE FROM audit_event WHERE seal_no = 5")
    assert "deleted" in findings()


@pytest.mark.usefixtures("sealed_log")
def test_a_deletion_of_the_first_rows_is_found(superuser: Any) -> None:
    superuser.execute("DELETE FROM audit_event WHERE seal_no < 4")
    assert "deleted" in findings()


@pytest.mark.usefixtures("sealed_log")
def test_a_deletion_with_renumbering_is_found(superuser: Any) -> None:
    superuser.execute("DELETE FROM audit_event WHERE seal_no = 5")
    superuser.execute("UPDATE audit_event SET seal_no = seal_no - 1 WHERE seal_no > 5")
    assert findings()


@pytest.mark.usefixtures("sealed_log")
def test_a_swap_is_found(superuser: Any) -> None:
    superuser.execute(
        "UPDATE audit_event SET seal_no = CASE seal_no WHEN 3 THEN 9 ELSE 3 END "
        "WHERE seal_no IN (3, 9)"
    )
    assert "changed" in findings()


@pytest.mark.usefixtures("sealed_log")
def test_a_swap_of_contents_is_found(superuser: Any) -> None:
    superuser.execute(
        "UPDATE audit_event e SET subjects = o.subjects FROM audit_event o "
        "WHERE e.seal_no IN (3, 9) AND o.seal_no = 12 - e.seal_no"
    )
    assert "changed" in findings()


COPY = (
    "INSERT INTO audit_event (id, at, actor, verb, kind, subjects, fields, note, route, seal_no, "
    "mac, xid) SELECT gen_random_uuid(), {at}, 'Somebody', 'read', 'case', '{{}}', '{{}}', '', '',"
    " {seal_no}, {mac}, {xid} FROM audit_event WHERE seal_no = 6"
)


@pytest.mark.usefixtures("sealed_log")
@pytest.mark.parametrize("mac", ["mac", "NULL"])
@pytest.mark.parametrize("number", ["6", "0", "-1"])
def test_a_forged_row_that_claims_an_old_seal_is_found(
    superuser: Any, number: str, mac: str
) -> None:
    superuser.execute(COPY.format(at="at", seal_no=number, mac=mac, xid="xid"))
    assert "inserted" in findings()


@pytest.mark.usefixtures("sealed_log")
def test_a_row_put_in_by_moving_all_later_ones_is_found(superuser: Any) -> None:
    superuser.execute("UPDATE audit_event SET seal_no = seal_no + 1 WHERE seal_no > 6")
    superuser.execute(COPY.format(at="at", seal_no="7", mac="sha256('x')", xid="xid"))
    assert "changed" in findings()


@pytest.mark.usefixtures("sealed_log")
def test_a_forged_row_at_the_end_is_found(superuser: Any) -> None:
    superuser.execute(COPY.format(at="at", seal_no="21", mac="mac", xid="xid"))
    assert "changed" in findings()


@pytest.mark.usefixtures("sealed_log")
@pytest.mark.parametrize("xid", ["pg_current_xact_id()", "xid", "'4'::xid8"])
@pytest.mark.parametrize("back", ["2 minutes", "1 day"])
def test_a_row_that_claims_to_be_older_is_found_although_the_sealer_seals_it(
    superuser: Any, xid: str, back: str
) -> None:
    superuser.execute(
        COPY.format(at=f"at - interval '{back}'", seal_no="NULL", mac="NULL", xid=xid)
    )
    assert seal() == 1
    assert "backdated" in findings()


@pytest.mark.usefixtures("sealed_log")
def test_a_row_dated_ahead_is_found(superuser: Any) -> None:
    superuser.execute(
        COPY.format(
            at="now() + interval '1 day'", seal_no="NULL", mac="NULL", xid="pg_current_xact_id()"
        )
    )
    assert seal() == 1
    assert "backdated" in findings()


@pytest.mark.usefixtures("sealed_log")
def test_a_cut_tail_is_found_by_the_exported_head(superuser: Any) -> None:
    end = head(using=SEALER)
    superuser.execute("DELETE FROM audit_checkpoint WHERE seal_no > 12")
    superuser.execute("DELETE FROM audit_event WHERE seal_no > 12")
    assert findings() == set(), "without the head nothing can be known"
    assert findings({end.seal_no: end.mac}) == {"cut"}


@pytest.mark.usefixtures("sealed_log")
def test_a_cut_tail_that_grew_again_is_found_by_the_exported_head(superuser: Any) -> None:
    end = head(using=SEALER)
    superuser.execute("DELETE FROM audit_checkpoint WHERE seal_no > 12")
    superuser.execute("DELETE FROM audit_event WHERE seal_no > 12")
    write(20)
    seal()
    assert "head" in findings({end.seal_no: end.mac})


@pytest.mark.usefixtures("sealed_log")
def test_a_cut_tail_contradicts_the_checkpoints(superuser: Any) -> None:
    superuser.execute("DELETE FROM audit_event WHERE seal_no > 12")
    assert findings() == {"cut"}


@pytest.mark.usefixtures("sealed_log")
def test_a_changed_or_missing_checkpoint_is_found(superuser: Any) -> None:
    superuser.execute(
        "UPDATE audit_checkpoint SET sealed_at = sealed_at - interval '1 day' WHERE no = 1"
    )
    assert "checkpoint" in findings()
    superuser.execute("DELETE FROM audit_checkpoint WHERE no = 1")
    assert "checkpoint" in findings()


@pytest.mark.usefixtures("sealed_log")
def test_taking_a_seal_away_is_found_when_the_row_changed(superuser: Any) -> None:
    superuser.execute(
        "UPDATE audit_event SET seal_no = NULL, mac = NULL, actor = 'Other' WHERE seal_no = 20"
    )
    seal()
    assert findings(), "the checkpoint remembers the seal of row 20"
