# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Fill a throw-away database with invented cases, fast: `python -m … --cases N`.

Loads as the engine's superuser with triggers off and indexes rebuilt afterwards; names and texts
are sealed for real, so that pages decrypt what a real installation decrypts. All people are made
up from lists of names; nothing here is anybody's data.
"""

import argparse
import multiprocessing
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import django
import psycopg
from psycopg import sql

from stellwerk.engine import locate
from stellwerk.jobs.bench._rows import FAMILY, GIVEN, START, Writer

ORGANISATIONS = 40
MANAGERS = 50
LEAVES = (
    "cases_person_token",
    "cases_appointment",
    "cases_goal",
    "cases_contact",
    "cases_measure",
    "cases_casetopic",
    "cases_access",
    "cases_phasechange",
    "cases_residenceperiod",
)


def connect() -> psycopg.Connection[Any]:
    """A superuser's connection without foreign-key and access triggers."""
    connection = psycopg.connect(**locate.conninfo(locate.SUPERUSER, locate.database()))
    connection.execute("SET session_replication_role = replica")
    connection.execute("SET synchronous_commit = off")
    connection.execute("SET maintenance_work_mem = '512MB'")
    return connection


@contextmanager
def without_indexes(
    connection: psycopg.Connection[Any], tables: Iterable[str] = LEAVES
) -> Iterator[None]:
    """Drop the leaves' keys and indexes while they fill; make them again afterwards."""
    again: list[str] = []
    for table in tables:
        constraints = connection.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conrelid = %s::regclass AND contype IN ('p', 'u') ORDER BY contype",
            [table],
        ).fetchall()
        indexes = connection.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index i "
            "WHERE indrelid = %s::regclass AND NOT EXISTS "
            "(SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)",
            [table],
        ).fetchall()
        for name, definition in constraints:
            connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}" CASCADE')
            again.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        for name, definition in indexes:
            connection.execute(f"DROP INDEX {name}")
            again.append(definition)
    connection.commit()
    yield
    for statement in again:
        connection.execute(statement)
    connection.commit()


def give_defaults(connection: psycopg.Connection[Any]) -> None:
    """The models' defaults as the columns' own: the rows here name only what matters to a bench."""
    from django.apps import apps

    for model in apps.get_app_config("cases").get_models():
        for field in model._meta.concrete_fields:
            if field.null or field.primary_key or field.generated:
                continue
            value = field.get_default()
            if isinstance(value, str | int):
                # plain values: labels and flags are texts and numbers with more to them
                plain = value if isinstance(value, bool) else (
                    str(value) if isinstance(value, str) else int(value)
                )
                connection.execute(
                    sql.SQL("ALTER TABLE {} ALTER COLUMN {} SET DEFAULT {}").format(
                        sql.Identifier(model._meta.db_table),
                        sql.Identifier(str(field.column)),
                        sql.Literal(plain),
                    )
                )
    connection.commit()


def organisations() -> list[UUID]:
    """Forty organisations with a lead, managers and a partner each, made once."""
    from stellwerk.directory.choices import MunicipalityKind, Role
    from stellwerk.directory.models import Membership, Municipality, Organisation, User
    from stellwerk.vocabulary.models import Term

    town, _ = Municipality.objects.get_or_create(
        ags="05566076", defaults={"name": "Rheine", "kind": MunicipalityKind.MUNICIPALITY}
    )
    kind = Term.objects.filter(list="organisation_kind").first()
    found = []
    for number in range(ORGANISATIONS):
        organisation, made = Organisation.objects.get_or_create(
            key=f"bench-{number:02}",
            defaults={"name": f"Messstelle {number:02}", "kind": kind, "municipality": town},
        )
        found.append(organisation.pk)
        if not made:
            continue
        roles = [Role.TEAM_LEAD, *[Role.CASE_MANAGER] * MANAGERS]
        for place, role in enumerate(roles):
            user = User(email=f"u{place}@bench-{number:02}.example", name=f"Person {place:02}")
            user.set_unusable_password()
            user.save()
            Membership.objects.create(
                user=user, organisation=organisation, role=role, valid_from=START
            )
    return found


def load_slice(job: tuple[UUID, int, int]) -> int:
    """Make and copy one slice in a process of its own."""
    django.setup()
    rows = Writer(*job).make()
    with connect() as connection, connection.cursor() as cursor:
        for table, values in rows.items():
            columns = list(values[0])
            with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row([row[column] for column in columns])
        connection.commit()
    return job[2]


def slices(ids: Iterable[UUID], have: int, want: int) -> list[tuple[UUID, int, int]]:
    """Pieces of at most 2,500 cases each."""
    jobs = []
    for organisation_id in ids:
        for start in range(have, want, 2500):
            jobs.append((organisation_id, start, min(2500, want - start)))
    return jobs


_DERIVED = (
    "INSERT INTO cases_access (id, organisation_id, case_id, person_id, owner_organisation_id, "
    "scope, basis, basis_note, valid_from, manager_id, phase, sort_at) SELECT gen_random_uuid(), "
    "c.organisation_id, c.id, c.person_id, c.organisation_id, 2047, 'ownership', '', '1970-01-01', "
    "c.manager_id, c.phase, c.sort_at FROM cases_case c JOIN bench_name n USING (person_id)",
    "INSERT INTO cases_appointment (id, created_at, updated_at, version, case_id, organisation_id, "
    "groups, starts_at, kind, outcome, ordinal) SELECT gen_random_uuid(), now(), now(), 1, c.id, "
    "c.organisation_id, 256, c.opened_on + n * interval '21 days', "
    "(ARRAY['office', 'home_visit', 'phone'])[1 + n % 3], (ARRAY['kept', 'kept', 'kept', 'kept', "
    "'kept', 'no_show', 'cancelled_by_client', 'cancelled_by_us', 'planned', 'kept'])"
    "[1 + (n + abs(hashtext(c.case_key))) % 10], 0 FROM cases_case c "
    "JOIN bench_name b USING (person_id), generate_series(1, 10) n",
    "INSERT INTO cases_person_token (organisation_id, token, person_id) SELECT b.organisation_id, "
    "t.token, b.person_id FROM bench_name b JOIN bench_token t ON t.organisation_id = "
    "b.organisation_id AND (t.kind = 'g' AND t.name = b.given OR t.kind = 'f' AND t.name = "
    "b.family) GROUP BY 1, 2, 3",
)


def token_table(connection: psycopg.Connection[Any], ids: list[UUID]) -> None:
    """The hashed tokens of every name of the lists, for every organisation's key."""
    from stellwerk.cases.rules.names import name_tokens
    from stellwerk.vault import crypto

    connection.execute(
        "CREATE UNLOGGED TABLE bench_token "
        "(organisation_id uuid, kind char, name int, token bigint)"
    )
    with connection.cursor().copy("COPY bench_token FROM STDIN") as copy:
        for organisation_id in ids:
            key = crypto.keyring().index_key(organisation_id)
            for kind, names in (("g", GIVEN), ("f", FAMILY)):
                for place, name in enumerate(names):
                    for text in name_tokens(name):
                        copy.write_row((organisation_id, kind, place, crypto.token(key, text)))


def populate(cases: int) -> None:
    """Bring the installation to ``cases`` cases in all; what is there already stays."""
    from stellwerk.cases.queries.facts import fact_upsert

    ids = organisations()
    with connect() as connection:
        give_defaults(connection)
        count = connection.execute("SELECT count(*) FROM cases_case").fetchone()
        have, want = (count[0] if count else 0) // ORGANISATIONS, cases // ORGANISATIONS
        if have >= want:
            return
        connection.execute("DROP TABLE IF EXISTS bench_name, bench_token")
        connection.execute(
            "CREATE UNLOGGED TABLE bench_name "
            "(person_id uuid, organisation_id uuid, given int, family int)"
        )
        token_table(connection, ids)
        connection.commit()
        with without_indexes(connection):
            # spawned, so that no process inherits another's connection
            context = multiprocessing.get_context("spawn")
            with ProcessPoolExecutor(2, mp_context=context) as pool:
                for _ in pool.map(load_slice, slices(ids, have, want)):
                    pass
            connection.execute("ANALYZE bench_name")
            for statement in _DERIVED:
                connection.execute(statement)
                connection.commit()
        connection.execute("ANALYZE")
        connection.commit()
        for organisation_id in ids:
            connection.execute(
                fact_upsert("c.organisation_id = %(organisation)s").replace("%%", "%"),
                {"organisation": organisation_id, "today": datetime.now(UTC).date(), "ids": []},
            )
            connection.commit()
        connection.execute("DROP TABLE bench_name, bench_token")
        connection.commit()
    with psycopg.connect(
        **locate.conninfo(locate.SUPERUSER, locate.database()), autocommit=True
    ) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, required=True)
    options = parser.parse_args()
    django.setup()
    from stellwerk.base.actor import system_actor
    from stellwerk.cases.actions.deadline_rules import load_rules
    from stellwerk.networks.actions.activities import load_catalogue
    from stellwerk.vocabulary.actions import load_lists

    began = time.monotonic()
    load_lists(actor=system_actor("bench"))
    load_rules(actor=system_actor("bench"))
    load_catalogue(actor=system_actor("bench"))
    populate(options.cases)
    print(f"{options.cases} cases stand after {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
