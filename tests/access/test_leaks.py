# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Promise 4 and the leaks that row-level security alone does not stop, probe by probe."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connections, transaction

from stellwerk.access import walls
from stellwerk.base.actor import Actor
from stellwerk.base.context import acting
from stellwerk.cases.choices import FieldGroup
from tests.access.world import OWNER, Builder, Folder, asking, grant, log_row
from tests.cast import Cast

TABLES = sorted(walls.expected_policies())
MACHINES = ("default", "jobs")


@dataclass
class World:
    cast: Cast
    ours: Folder
    theirs: Folder


@pytest.fixture
def world(own_database: str, make_cast: Callable[[], Cast]) -> World:
    cast = make_cast()
    return World(
        cast,
        Builder(cast.home, cast.manager.user, "eins").build(),
        Builder(cast.neighbour, cast.foreign_manager.user, "zwei").build(),
    )


def refusal(cursor: Any, sql: str, values: Any = ()) -> str:
    """SQLSTATE and constraint with which the database refuses; '' when it obeys."""
    try:
        with transaction.atomic(using=cursor.db.alias):
            cursor.execute(sql, values)
    except DatabaseError as problem:
        cause = problem.__cause__
        assert cause is not None
        return f"{cause.sqlstate} {cause.diag.constraint_name or ''}".strip()  # type: ignore[attr-defined]
    return ""


@pytest.fixture(params=MACHINES)
def ours_asking(world: World, request: Any) -> Iterator[Any]:
    """Our organisation asks, as the web and as the jobs role."""
    with asking(world.cast.home, request.param) as cursor:
        yield cursor


def test_1_forced_walls_bind_the_owner_as_well(world: World) -> None:
    with connections[OWNER].cursor() as cursor:
        for table in TABLES:
            cursor.execute("SELECT row_security_active(%s)", [table])
            assert cursor.fetchone() == (True,), table


def test_2_a_context_ends_with_its_transaction(world: World) -> None:
    with connections["default"].cursor() as cursor:
        with acting(Actor("x", organisation_id=world.cast.home.pk)):
            cursor.execute("SELECT count(*) FROM cases_case")
            assert cursor.fetchone() == (1,)
        cursor.execute("SELECT NULLIF(current_setting('app.organisation', true), '')")
        assert cursor.fetchone() == (None,)
        cursor.execute("SELECT count(*) FROM cases_case")
        assert cursor.fetchone() == (0,)


def test_3_existing_keys_of_others_are_no_oracle(world: World, ours_asking: Any) -> None:
    """Our new case may bear the number of theirs; the database does not even hint at it."""
    sql = (
        "INSERT INTO cases_person (id, organisation_id, client_key, version, created_at, "
        "updated_at) VALUES (%s, %s, %s, 1, now(), now())"
    )
    values = [uuid4(), world.cast.home.pk, world.theirs.person.client_key]
    assert refusal(ours_asking, sql, values) == ""


def test_3_no_unique_key_reaches_over_organisations(world: World) -> None:
    """Each unique key holds a random identity or the organisation."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute(
            "SELECT t.relname, array_agg(a.attname) FROM pg_index i "
            "JOIN pg_class t ON t.oid = i.indrelid "
            "JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY(i.indkey) "
            "WHERE i.indisunique AND t.relname = ANY(%s) GROUP BY i.indexrelid, t.relname",
            [TABLES],
        )
        random_ids = {"id", "person_id", "case_id", "subject_id", "organisation_id"}
        random_ids.add("owner_id")  # whose the words of a party are
        loose = [
            (table, names) for table, names in cursor.fetchall() if not random_ids & set(names)
        ]
    assert not loose


HANGING = {
    "cases_goal": "case_id",
    "cases_contact": "case_id",
    "cases_appointment": "case_id",
    "cases_measure": "case_id",
    "cases_casetopic": "case_id",
    "cases_phasechange": "case_id",
    "cases_involved": "case_id",
    "cases_case": "person_id",
    "cases_personlanguage": "person_id",
    "cases_residenceperiod": "person_id",
    "cases_legalsphereperiod": "person_id",
    "cases_entitlement": "person_id",
    "cases_person_token": "person_id",
}
POINTERS = {**HANGING, "cases_person": "household_id"}


def pointing(table: str, column: str) -> str:
    """One row only, so that no unique key among our own rows answers first."""
    return f"UPDATE {table} SET {column} = %s WHERE ctid = (SELECT ctid FROM {table} LIMIT 1)"


def test_4_nothing_hangs_on_a_foreign_row_and_missing_looks_the_same(
    world: World, ours_asking: Any
) -> None:
    foreign = {
        "case_id": world.theirs.case.pk,
        "person_id": world.theirs.person.pk,
        "previous_id": world.theirs.case.pk,
        "household_id": world.theirs.rows["cases_household"].pk,
    }
    for table, column in [*POINTERS.items(), ("cases_case", "previous_id")]:
        sql = pointing(table, column)
        refused = refusal(ours_asking, sql, [foreign[column]])
        assert refused.startswith("23503"), f"{table}.{column}: a foreign key violation"
        assert refused == refusal(ours_asking, sql, [uuid4()]), f"{table}.{column}: missing"


def test_4_the_parts_of_a_person_are_hers(world: World, ours_asking: Any) -> None:
    """Here the identity is the key: it is random, and who knows it has been shown the person."""
    for table in ("cases_identity", "cases_contactdata"):
        sql = pointing(table, "person_id")
        assert refusal(ours_asking, sql, [world.theirs.person.pk]).startswith("23")
        assert refusal(ours_asking, sql, [uuid4()]).startswith("23")


def test_5_no_sequence_counts_clients(world: World) -> None:
    with connections[OWNER].cursor() as cursor:
        cursor.execute(
            "SELECT t.relname FROM pg_depend d JOIN pg_class s ON s.oid = d.objid "
            "JOIN pg_class t ON t.oid = d.refobjid WHERE s.relkind = 'S' AND t.relname = ANY(%s)",
            [TABLES],
        )
        assert cursor.fetchall() == []


def test_6_nobody_grants_herself_anything(world: World, ours_asking: Any) -> None:
    row = world.theirs.rows["cases_access"]
    for sql in (
        "INSERT INTO cases_access SELECT * FROM cases_access",
        "UPDATE cases_access SET scope = 1023",
        "DELETE FROM cases_access",
    ):
        assert refusal(ours_asking, sql) == "42501"
    sql = "SELECT grant_case_access(%s, %s, 1023::smallint, 'consent', '', NULL)"
    for case in (world.theirs.case.pk, uuid4()):
        assert refusal(ours_asking, sql, [case, world.cast.home.pk]) == "42501"
        assert refusal(ours_asking, sql, [case, world.cast.neighbour.pk]) == "42501"
    ours_asking.execute("SELECT revoke_case_access(%s), revoke_case_access(%s)", [row.pk, uuid4()])
    assert ours_asking.fetchone() == (False, False)


def test_6_a_grant_is_no_right_to_hand_on(world: World) -> None:
    grant(world.theirs, world.cast.home, int(FieldGroup.PLAN))
    with asking(world.cast.home) as cursor:
        sql = "SELECT grant_case_access(%s, %s, 1023::smallint, 'consent', '', NULL)"
        assert refusal(cursor, sql, [world.theirs.case.pk, world.cast.home.pk]) == "42501"
        cursor.execute(
            "UPDATE cases_case SET case_key = 'mine' WHERE id = %s", [world.theirs.case.pk]
        )
        assert cursor.rowcount == 0, "a granted case is read, never changed"


@pytest.mark.parametrize("machine", [*MACHINES, "statistics", "sealer"])
def test_7_nobody_truncates(world: World, machine: str) -> None:
    with asking(world.cast.home, machine) as cursor:
        for table in TABLES:
            assert refusal(cursor, f"TRUNCATE {table} CASCADE") == "42501", table


@pytest.mark.parametrize("machine", [*MACHINES, "statistics", "sealer"])
def test_8_no_role_becomes_another(world: World, machine: str) -> None:
    with asking(world.cast.home, machine) as cursor:
        for role in ("stellwerk_owner", "stellwerk_backup", "postgres"):
            assert refusal(cursor, f"SET ROLE {role}") == "42501"
            assert refusal(cursor, f"SET SESSION AUTHORIZATION {role}") == "42501"
        for sql in (
            "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY",
            "DROP POLICY cases_case_see ON cases_case",
            "CREATE POLICY mine ON cases_case USING (true)",
            "CREATE TABLE public.mine (id int)",
            "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "SELECT rolpassword FROM pg_authid",
            "SELECT pg_read_file('/etc/hostname')",
            "COPY vocabulary_term TO PROGRAM 'cat'",
        ):
            assert refusal(cursor, sql) == "42501", sql


def test_9_the_log_of_others_stays_closed(world: World, ours_asking: Any) -> None:
    log_row(world.cast.neighbour)
    log_row(world.cast.home)
    ours_asking.execute("SELECT DISTINCT organisation_id FROM audit_event")
    assert ours_asking.fetchall() == [(world.cast.home.pk,)]
    sql = (
        "INSERT INTO audit_event (id, actor, organisation_id, verb, kind, subjects, fields, note, "
        "route) VALUES (%s, 'x', %s, 'read', 'case', '{}', '{}', '', '')"
    )
    assert refusal(ours_asking, sql, [uuid4(), world.cast.neighbour.pk]) == "42501"
    assert refusal(ours_asking, sql, [uuid4(), world.cast.home.pk]) == ""


def test_10_what_happened_is_not_rewritten(world: World, ours_asking: Any) -> None:
    for sql in ("UPDATE audit_event SET note = ''", "DELETE FROM audit_event"):
        assert refusal(ours_asking, sql) == "42501"


def test_11_keys_of_foreign_cases_stay_closed(world: World, ours_asking: Any) -> None:
    sql = "SELECT count(*) FROM base_data_key WHERE subject_id IN (%s, %s)"
    values = [world.theirs.case.pk, world.theirs.person.pk]
    ours_asking.execute(sql, values)
    assert ours_asking.fetchone() == (0,)


def test_11_keys_of_a_revoked_case_close_at_once(world: World) -> None:
    sql = "SELECT count(*) FROM base_data_key WHERE subject_id = %s"
    row = grant(world.theirs, world.cast.home, int(FieldGroup.PLAN))
    with asking(world.cast.home) as cursor:
        cursor.execute(sql, [world.theirs.case.pk])
        assert cursor.fetchone() == (1,)
        with connections["jobs"].cursor() as other, transaction.atomic(using="jobs"):
            other.execute(
                "SELECT set_config('app.organisation', %s, true), revoke_case_access(%s)",
                [str(world.cast.neighbour.pk), row],
            )
        cursor.execute(sql, [world.theirs.case.pk])
        assert cursor.fetchone() == (0,), "promise 7: the next statement is refused"


def test_12_the_statistics_role_reads_no_text_and_no_name(world: World) -> None:
    with asking(world.cast.home, "statistics") as cursor:
        for table in TABLES:
            assert bool(refusal(cursor, f"SELECT * FROM {table}")) == (table != "cases_fact"), table
        for sql in (
            "SELECT text FROM cases_goal",
            "SELECT note FROM cases_appointment",
            "SELECT name FROM directory_user",
            "SELECT wrapped FROM base_data_key",
            "DELETE FROM cases_fact",
        ):
            assert refusal(cursor, sql) == "42501", sql
        cursor.execute("SELECT count(*) FROM cases_fact")
        assert cursor.fetchone() == (2,)


def test_13_switching_walls_off_gives_an_error_and_no_rows(world: World, ours_asking: Any) -> None:
    ours_asking.execute("SET LOCAL row_security = off")
    for table in TABLES:
        assert refusal(ours_asking, f"SELECT * FROM {table}") == "42501", table


def test_14_errors_in_conditions_never_meet_foreign_rows(world: World) -> None:
    """A condition that fails on every row fails on none that is hidden."""
    with asking(uuid4()) as cursor:
        cursor.execute(
            "SELECT count(*) FROM cases_case WHERE 1 / (length(case_key) - length(case_key)) = 1"
        )
        assert cursor.fetchone() == (0,)


def test_15_the_planners_statistics_stay_closed(world: World) -> None:
    with connections[OWNER].cursor() as cursor:
        cursor.execute("ANALYZE")
    with asking(world.cast.home) as cursor:
        cursor.execute(
            "SELECT tablename, attname FROM pg_stats WHERE tablename = ANY(%s)", [TABLES]
        )
        assert cursor.fetchall() == []


def test_16_the_sealer_reads_nothing_but_the_log(world: World) -> None:
    with asking(world.cast.home, "sealer") as cursor:
        readable = {table for table in TABLES if not refusal(cursor, f"SELECT 1 FROM {table}")}
    assert readable == {"audit_event"}


def test_17_a_foreign_case_is_not_fetched_before_it_is_hidden(world: World) -> None:
    """Promise 3: every index that finds access rows by case compares the organisation as well."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute(
            "SELECT i.indexrelid::regclass::text, array_agg(a.attname::text ORDER BY k.place) "
            "FROM pg_index i CROSS JOIN unnest(i.indkey) WITH ORDINALITY k(number, place) "
            "JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number "
            "WHERE i.indrelid = 'cases_access'::regclass GROUP BY i.indexrelid"
        )
        by_case = {name: columns for name, columns in cursor.fetchall() if columns[0] == "case_id"}
    assert by_case
    assert all(columns[1:2] == ["organisation_id"] for columns in by_case.values()), by_case
