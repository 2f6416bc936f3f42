# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Promise 5: every single policy is needed. Drop one or open it wide, and a probe turns red."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from secrets import randbelow
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connections, transaction
from psycopg.types.json import Jsonb

from stellwerk.access import walls
from stellwerk.cases.choices import ALL_GROUPS, FieldGroup
from stellwerk.cases.models import Assessment, Case, Goal, Person
from stellwerk.directory.models import Organisation
from stellwerk.networks.models import Activity
from tests.access.world import DAY, MOMENT, OWNER, Builder, Folder, asking, grant, log_row
from tests.cast import Cast

TABLES = list(walls.expected_policies())
#: What makes a copied row a new one besides hanging it on the spare case and person.
FRESH: dict[str, dict[str, str]] = {
    "cases_case": {"id": "new", "case_key": "text"},
    "cases_person": {"id": "new", "client_key": "text"},
    "cases_checklist": {"id": "new", "version": "number"},
    "cases_checklistitem": {"id": "new", "key": "text"},
    "cases_identity": {},
    "cases_contactdata": {},
    "cases_person_token": {"token": "number"},
    "cases_fact": {"case_id": "new"},
    "base_data_key": {"subject_id": "new"},
    "cases_reminder": {"id": "new", "appointment_id": "new"},
    "cases_barrier": {"id": "new", "observation_id": "new"},
    "cases_worktime": {"id": "new", "user_id": "new"},
    "cases_transmission": {"id": "new", "number": "text"},
    "cases_importmapping": {"id": "new", "name": "text"},
    "cases_lettertemplate": {"id": "new", "series": "new"},
    "cases_digestwish": {"id": "new", "user_id": "new"},
    "cases_organisation_setting": {"id": "new", "key": "text"},
    "cases_scaletext": {"id": "new", "level": "level"},
    "networks_typical_case": {"id": "new", "number": "number"},
    "networks_log_file_part": {"id": "new", "number": "number"},
    "networks_activity": {"id": "code"},
    "networks_party": {"id": "code", "words": "text"},
    "networks_trace": {"id": "code"},
    "networks_event": {"id": "code"},
}
#: The column that names whose row it is, where it is not ``organisation_id``.
WHOSE = {"networks_party": "owner_id"}
#: Tables with rows that belong to nobody and that everybody writes.
SHARED = {"networks_activity", "networks_party"}
#: What may be written of a row where it is not every column (``access.walls``, rights per column).
COLUMNS = {
    "networks_trace": ("events", 7),
    "networks_event": ("is_last", True),
    "networks_activity": ("is_final", True),
}
#: Columns of the event log that may be written after a row was added: all that is not derived and
#: not the catalogue's wording never changes.
CHANGING = {
    "networks_trace": {
        "field_of_action_id", "target_group_id", "residence_group", "started_at", "ended_at",
        "events", "variant",
    },
    "networks_event": {"before_activity", "before_party", "wait_us", "is_last", "counts"},
    "networks_activity": {
        "name_de", "name_en", "group", "synonyms", "paper", "is_final", "same_as_id", "retired_on",
    },
    "networks_party": set(),
    "networks_log_file_part": set(),
}
#: What else a row hangs on inside its organisation, by column.
WITHIN = {
    "checklist_id": "cases_checklist",
    "item_id": "cases_checklistitem",
    "clarification_id": "cases_clarification",
    "consent_id": "cases_consent",
    "typical_case_id": "networks_typical_case",
    "station_id": "networks_typical_station",
    "log_id": "networks_log",
    "trace_id": "networks_trace",
}
#: Columns of the log that the database and the sealer fill.
SEALERS = {"at", "xid", "seal_no", "mac"}


@dataclass
class World:
    cast: Cast
    ours: Folder
    theirs: Folder
    spare: dict[Any, Folder]  # organisation -> a case and a person without parts
    samples: dict[str, dict[str, Any]]  # one of our rows per table, read before any mutation

    def fresh(self, table: str, organisation: Organisation) -> dict[str, Any]:
        """A new row of an organisation, hanging on its own spare case and person."""
        row = dict(self.samples[table])
        spare = self.spare[organisation.pk]
        row |= {whose(table): organisation.pk}
        row |= {"case_id": spare.case.pk} if "case_id" in row else {}
        row |= {"person_id": spare.person.pk} if "person_id" in row else {}
        row |= {"household_id": None} if "household_id" in row else {}
        row |= {"merged_id": spare.person.pk} if "merged_id" in row else {}
        owned = (self.ours if organisation == self.ours.organisation else self.theirs).rows
        row |= {name: owned[target].pk for name, target in WITHIN.items() if row.get(name)}
        for column in ("assessment_id", "goal_id"):
            if column in row:
                row[column] = spare.rows[f"cases_{column.removesuffix('_id')}"].pk
        row |= {name: None for name in ("involved_id", "client_id") if name in row}
        values = {"new": uuid4(), "level": 4, "text": f"t{uuid4().hex[:8]}", "number": 815}
        values["code"] = randbelow(2**31 - 1)
        for column, what in FRESH.get(table, {"id": "new"}).items():
            row[column] = values[what]
        return {name: adapted(value) for name, value in row.items()}


def whose(table: str) -> str:
    return WHOSE.get(table, "organisation_id")


def quoted(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def adapted(value: Any) -> Any:
    return Jsonb(value) if isinstance(value, dict) else value


@pytest.fixture
def world(own_database: str, make_cast: Callable[[], Cast]) -> World:
    """Our case, granted to nobody; their case, granted to nobody; a person without parts."""
    # The catalogue belongs to nobody and is everybody's: here the rows of a file are probed.
    Activity.objects.using(OWNER).filter(organisation__isnull=True).delete()
    cast = make_cast()
    ours = Builder(cast.home, cast.manager.user, "eins").build()
    theirs = Builder(cast.neighbour, cast.foreign_manager.user, "zwei").build()
    spare = {org.pk: bare(org) for org in (cast.home, cast.neighbour)}
    for organisation in (cast.home, cast.neighbour):
        log_row(organisation)
    samples = {table: sample(table, cast.home) for table in TABLES}
    return World(cast, ours, theirs, spare, samples)


def bare(organisation: Organisation) -> Folder:
    """A case and a person with nothing on them but what other rows hang on."""
    builder = Builder(organisation, None, "")
    person = builder.add(Person(organisation=organisation, client_key="P-spare"))
    case = builder.add(
        Case(
            organisation=organisation,
            person=person,
            case_key="F-spare",
            phase_since=DAY,
            opened_on=DAY,
            sort_at=MOMENT,
        )
    )
    hers = {"case": case, "organisation": organisation}
    builder.add(Goal(**hers, text="x"))
    builder.add(Assessment(**hers, assessed_on=DAY, kind="first"))
    return Folder(organisation, case, person, builder.rows)


def sample(table: str, organisation: Organisation) -> dict[str, Any]:
    """One row of the organisation as columns and values."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_name = %s AND is_generated = 'NEVER'",
            [table],
        )
        written = {name for (name,) in cursor.fetchall()}
        if table == "audit_event":
            written -= SEALERS
        cursor.execute(
            f"SELECT {quoted(sorted(written))} FROM {table} WHERE {whose(table)} = %s LIMIT 1",
            [organisation.pk],
        )
        names = [column.name for column in cursor.description]
        row = cursor.fetchone()
    assert row, f"tests/access/world.py writes no row into {table}: add one"
    return dict(zip(names, row, strict=True))


# --- probes: each says True when the wall is as it should be ------------------------------------


def count(cursor: Any, table: str, organisation: Any) -> int:
    cursor.execute(f"SELECT count(*) FROM {table} WHERE {whose(table)} = %s", [organisation.pk])
    return int(cursor.fetchone()[0])


def works(cursor: Any, sql: str, values: Any = ()) -> int:
    """Rows changed; -1 when the database refuses."""
    try:
        with transaction.atomic(using=cursor.db.alias):
            cursor.execute(sql, values)
            return int(cursor.rowcount)
    except DatabaseError:
        return -1


def insert(cursor: Any, table: str, row: dict[str, Any]) -> int:
    names, marks = quoted(row), ", ".join(["%s"] * len(row))
    return works(cursor, f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))


def probe(world: World, table: str) -> dict[str, bool]:
    """All questions to one table; a name that starts with ``may_not`` guards against opening."""
    ours, theirs = world.cast.home, world.cast.neighbour
    answers: dict[str, bool] = {}
    with asking(ours) as cursor:
        answers["sees_own"] = count(cursor, table, ours) > 0
        answers["may_not_see_foreign"] = count(cursor, table, theirs) == 0
    with asking(None) as cursor:
        answers["may_not_see_without_context"] = works(cursor, f"SELECT 1 FROM {table}") == 0
    writes = bool(walls.expected_policies()[table].count(f"{table}_add"))
    if writes:
        with asking(ours) as cursor:
            answers["adds_own"] = insert(cursor, table, world.fresh(table, ours)) == 1
            foreign = world.fresh(table, theirs)
            answers["may_not_add_foreign"] = insert(cursor, table, foreign) == -1
    if f"{table}_edit" in walls.expected_policies()[table]:
        answers |= probe_changes(world, table)
    answers |= probe_machines(world, table)
    return answers


def probe_changes(world: World, table: str) -> dict[str, bool]:
    """Changing and dropping without a condition reaches every own row and no other."""
    ours, theirs = world.cast.home, world.cast.neighbour
    column, value = COLUMNS.get(table, (whose(table), None))
    change = f"UPDATE {table} SET {column} = %s"
    with connections[OWNER].cursor() as cursor:
        shared = nobodys(cursor, table)
        total, others = (count(cursor, table, org) + shared for org in (ours, theirs))
    answers = {}
    with asking(ours) as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        answers["changes_own"] = works(cursor, change, [value or ours.pk]) == total
    with asking(theirs) as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        answers["may_not_change_foreign"] = works(cursor, change, [value or theirs.pk]) <= (
            others
        ) and (count(cursor, table, ours) == 0)
        give = f"UPDATE {table} SET {whose(table)} = %s"
        answers["may_not_give_away"] = works(cursor, give, [ours.pk]) == -1
    if f"{table}_drop" in walls.expected_policies()[table]:
        with asking(ours) as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            answers["drops_own"] = works(cursor, f"DELETE FROM {table}") == total
    return answers


def nobodys(cursor: Any, table: str) -> int:
    """Rows that belong to nobody."""
    if table not in SHARED:
        return 0
    cursor.execute(f"SELECT count(*) FROM {table} WHERE {whose(table)} IS NULL")
    return int(cursor.fetchone()[0])


def probe_machines(world: World, table: str) -> dict[str, bool]:
    answers: dict[str, bool] = {}
    with connections[OWNER].cursor() as cursor:
        answers["owner_sees"] = count(cursor, table, world.cast.home) > 0
    names = walls.expected_policies()[table]
    if f"{table}_statistics" in names:
        with asking(None, "statistics") as cursor:
            answers["statistics_counts"] = count(cursor, table, world.cast.home) > 0
    if f"{table}_sealer" in names:
        with asking(None, "sealer") as cursor:
            answers["sealer_sees"] = count(cursor, table, world.cast.home) > 0
    if f"{table}_machines" in names:
        with asking(None, "statistics") as cursor:
            answers["machines_log"] = (
                insert(cursor, table, world.fresh(table, world.cast.home)) == 1
            )
    return answers


# --- mutations -----------------------------------------------------------------------------------


def run(*statements: str) -> None:
    with connections[OWNER].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def policy_sql(table: str, policy: str) -> tuple[str, str, str]:
    wall = next(wall for wall in walls.WALLS if wall.table == table)
    return next(entry for entry in walls._policies(wall) if entry[0] == policy)


def restored(table: str, policy: str) -> list[str]:
    name, scope, conditions = policy_sql(table, policy)
    return [
        f"DROP POLICY IF EXISTS {name} ON {table}",
        f"CREATE POLICY {name} ON {table} {scope} {conditions}",
    ]


def opened(table: str, policy: str) -> Iterator[str]:
    """The same policy with conditions that are always true."""
    name, scope, conditions = policy_sql(table, policy)
    yield f"DROP POLICY {name} ON {table}"
    using = "USING (true)" if "USING" in conditions else ""
    check = "WITH CHECK (true)" if "CHECK" in conditions else ""
    yield f"CREATE POLICY {name} ON {table} {scope} {using} {check}"


def red(world: World, table: str) -> list[str]:
    return [name for name, fine in probe(world, table).items() if not fine]


def mutations(table: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """``(what is done, how, how to undo it)`` for every policy of a table."""
    for policy in walls.expected_policies()[table]:
        yield f"{policy} dropped", [f"DROP POLICY {policy} ON {table}"], restored(table, policy)
        if policy.endswith(("_see", "_add", "_edit", "_drop")):
            yield f"{policy} opened", list(opened(table, policy)), restored(table, policy)
    on, off = (f"ALTER TABLE {table} {word} ROW LEVEL SECURITY" for word in ("ENABLE", "DISABLE"))
    yield f"{table} without walls", [off], [on]


def test_every_policy_is_needed_and_none_may_open(world: World) -> None:
    survivors, killed = [], 0
    for table in TABLES:
        assert red(world, table) == [], f"{table} with the walls as declared"
        for what, how, undo in mutations(table):
            run(*how)
            if red(world, table):
                killed += 1
            else:
                survivors.append(what)
            run(*undo)
        assert red(world, table) == [], f"{table} after mending"
    assert not survivors, f"{killed} mutations were noticed, these were not"


GRANTED = [wall.table for wall in walls.WALLS if "cases_access a" in wall.see]


def test_a_grant_shows_exactly_its_field_groups(world: World) -> None:
    """Row by row: a partner sees those whose groups lie within the granted ones, and no more."""
    partner = world.cast.neighbour
    assert {table: seen(world, table) for table in GRANTED} == dict.fromkeys(GRANTED, 0)
    for scope in (*(1 << bit for bit in range(10)), 256 + 128, ALL_GROUPS):
        grant(world.ours, partner, scope)
        for table in GRANTED:
            assert seen(world, table) == expected(world, table, scope), f"{table}, scope {scope}"


def seen(world: World, table: str) -> int:
    with asking(world.cast.neighbour) as cursor:
        return count(cursor, table, world.cast.home)


def expected(world: World, table: str, scope: int) -> int:
    """What the grant should show, counted as owner."""
    if table == "cases_household":
        return int(bool(scope & FieldGroup.FAMILY))
    column = {"cases_case": "id", "cases_person": "id", "base_data_key": "subject_id"}.get(table)
    by = "case_id" if column is None and table not in PERSON_TABLES else column or "person_id"
    groups = "" if column else f" AND (groups & {scope}) = groups"
    with connections[OWNER].cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {table} WHERE {by} IN (%s, %s){groups}",
            [world.ours.case.pk, world.ours.person.pk],
        )
        return int(cursor.fetchone()[0])


PERSON_TABLES = {
    "cases_identity",
    "cases_reminder_wish",
    "cases_contactdata",
    "cases_personlanguage",
    "cases_residenceperiod",
    "cases_familymember",
    "cases_languagelevel",
    "cases_legalsphereperiod",
    "cases_entitlement",
}


@pytest.mark.django_db(databases=["default", OWNER])
def test_facts_and_names_of_the_log_are_written_once() -> None:
    """As the catalogue of the database says it, column by column, for both writing roles."""
    for table, wanted in CHANGING.items():
        for role in ("stellwerk_web", "stellwerk_jobs"):
            with connections[OWNER].cursor() as cursor:
                cursor.execute(
                    "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
                    "AND NOT attisdropped AND has_column_privilege(%s, %s, attname, 'UPDATE')",
                    [table, role, table],
                )
                assert {name for (name,) in cursor.fetchall()} == wanted, (table, role)
                cursor.execute("SELECT has_table_privilege(%s, %s, 'DELETE')", [role, table])
                assert cursor.fetchone() == (False,)
