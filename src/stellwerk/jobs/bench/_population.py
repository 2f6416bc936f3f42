# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Fill a throw-away database with invented cases, fast: `python -m … --cases N`.

Loads as the engine's superuser with triggers off and indexes rebuilt afterwards; names and texts
are sealed for real, so that pages decrypt what a real installation decrypts. All people are made
up from lists of names; nothing here is anybody's data.
"""

import argparse
import multiprocessing
import random
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import django
import psycopg

from stellwerk.engine import locate

ORGANISATIONS = 40
MANAGERS = 50
START = date(2019, 1, 1)
GIVEN = [
    "Amina",
    "Mohammed",
    "Fatima",
    "Ali",
    "Zeynep",
    "Mehmet",
    "Olena",
    "Oleksandr",
    "Maria",
    "Ion",
    "Elena",
    "Ahmad",
    "Leyla",
    "Hassan",
    "Nour",
    "Samir",
    "Daria",
    "Andrij",
    "Kateryna",
    "Yusuf",
    "Emine",
    "Mustafa",
    "Aisha",
    "Omar",
    "Hanna",
    "Ivan",
    "Sofia",
    "Petro",
    "Rania",
    "Karim",
    "Mina",
    "Reza",
    "Parisa",
    "Abdul",
    "Selam",
    "Tesfay",
    "Bogdan",
    "Ioana",
    "Radu",
    "Stefka",
    "Georgi",
    "Milena",
]
FAMILY = [
    "Yilmaz",
    "Kaya",
    "Demir",
    "Celik",
    "Sahin",
    "Haddad",
    "Khalil",
    "Mansour",
    "Nasser",
    "Saleh",
    "Rahimi",
    "Ahmadi",
    "Karimi",
    "Hosseini",
    "Kovalenko",
    "Shevchenko",
    "Bondarenko",
    "Tkachenko",
    "Melnyk",
    "Popescu",
    "Ionescu",
    "Dumitru",
    "Stan",
    "Marin",
    "Petrov",
    "Ivanov",
    "Dimitrov",
    "Georgiev",
    "Osman",
    "Ibrahim",
    "Hassan",
    "Abdi",
    "Tesfay",
    "Berhane",
    "Haile",
    "Diallo",
    "Traore",
    "Barry",
    "Nguyen",
    "Tran",
    "Singh",
    "Sharma",
    "Novak",
    "Kowalski",
    "Hoxha",
    "Krasniqi",
    "Berisha",
    "Gashi",
    "Kurt",
    "Aydin",
    "Polat",
    "Arslan",
]
PHASES = (
    ["approached"]
    + ["clarification"]
    + ["admitted"]
    + ["assessment"] * 2
    + ["planning"] * 2
    + ["linking"] * 3
    + ["monitoring"] * 4
    + ["evaluation"]
    + ["closed"] * 20
)
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
def without_indexes(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """Drop the leaves' keys and indexes while they fill; make them again afterwards."""
    again: list[str] = []
    for table in LEAVES:
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


def managers_of(organisation_id: UUID) -> list[UUID]:
    from stellwerk.directory.models import Membership

    rows = Membership.objects.filter(organisation_id=organisation_id, role="case_manager")
    return [row.user_id for row in rows.order_by("user__email")]


class Writer:
    """Makes the rows of one slice of cases of one organisation."""

    def __init__(self, organisation_id: UUID, first: int, count: int) -> None:
        from stellwerk.base import crypto
        from stellwerk.vocabulary.models import Term

        self.organisation_id, self.first, self.count = organisation_id, first, count
        self.random = random.Random(f"{organisation_id} {first}")
        self.ring = crypto.keyring()
        self.seal, self.place_of = crypto.seal, crypto.place_of
        self.managers = managers_of(organisation_id)
        terms: dict[str, list[int]] = {}
        for term in Term.objects.all():
            terms.setdefault(term.list, []).append(term.pk)
        self.terms = terms
        self.now = datetime.now(UTC)
        self.rows: dict[str, list[tuple[Any, ...]]] = {}

    def add(self, table: str, *values: Any) -> None:
        self.rows.setdefault(table, []).append(values)

    def sealed(self, key: bytes, table: str, column: str, row: UUID, text: str) -> bytes:
        return self.seal(key, text, self.place_of(table, column, row))

    def make(self) -> dict[str, list[tuple[Any, ...]]]:
        from stellwerk.base.ids import new_id

        for number in range(self.first, self.first + self.count):
            self._one(number, new_id(), new_id(), new_id)
        return self.rows

    def _key(self, subject: UUID) -> bytes:
        key = self.ring.new_data_key()
        wrapped = self.ring.wrap(key, subject)
        self.add("base_data_key", subject, self.organisation_id, wrapped, self.ring.current_version)
        return key

    def _one(self, number: int, person: UUID, case: UUID, new_id: Any) -> None:
        pick, org, now = self.random, self.organisation_id, self.now
        person_key, case_key = self._key(person), self._key(case)
        given, family = pick.randrange(len(GIVEN)), pick.randrange(len(FAMILY))
        year = pick.randrange(1950, 2010)
        born = f"{year}-{pick.randrange(1, 13):02}-{pick.randrange(1, 29):02}"
        self.add("cases_person", person, now, now, 1, org, f"K-{number:07}", None)
        identity = "cases_identity"
        self.add(
            identity,
            person,
            org,
            now,
            1,
            self.sealed(person_key, identity, "family_name", person, FAMILY[family]),
            self.sealed(person_key, identity, "given_name", person, GIVEN[given]),
            self.sealed(person_key, identity, "birth_date", person, born),
            year,
            pick.choice("wmdx"),
            pick.choice(self.terms["nationality"]),
        )
        self.add("name", person, org, given, family)
        phase = pick.choice(PHASES)
        opened = START + timedelta(days=pick.randrange(2800))
        closed = opened + timedelta(days=pick.randrange(60, 500)) if phase == "closed" else None
        touched = now - timedelta(seconds=pick.randrange(60 * 60 * 24 * 700))
        kind = pick.choice(("planned", "unplanned")) if closed else None
        by = pick.choice(("client", "case_manager", "both", "other")) if closed else None
        manager = pick.choice(self.managers)
        self.add(
            "cases_case",
            case,
            now,
            now,
            1,
            org,
            person,
            f"{opened.year}-{number:07}",
            manager,
            phase,
            opened,
            opened,
            closed,
            kind,
            by,
            pick.choice(self.terms["closing_reason"]) if closed else None,
            pick.choice(self.terms["access_channel"]),
            1,
            touched.date(),
            touched,
        )
        self.add("cases_phasechange", new_id(), now, now, case, org, 256, phase, opened, None, "")
        self.add(
            "cases_residenceperiod",
            new_id(),
            now,
            now,
            1,
            person,
            org,
            8,
            pick.choice(self.terms["residence_status"]),
            opened,
            opened + timedelta(days=pick.randrange(200, 3000)),
        )
        areas = pick.sample(self.terms["life_area"], 3)
        for place, area in enumerate(areas):
            self.add("cases_casetopic", new_id(), now, now, case, org, 256, area, place == 0)
            goal = new_id()
            text = self.sealed(case_key, "cases_goal", "text", goal, f"Erfundenes Ziel {place}")
            attainment = pick.choice((None, 0, 30, 50, 80, 100))
            self.add(
                "cases_goal",
                goal,
                now,
                now,
                1,
                case,
                org,
                256,
                area,
                text,
                opened,
                opened + timedelta(days=180),
                attainment,
                closed if attainment is not None else None,
            )
        contact, measure = new_id(), new_id()
        note = self.sealed(case_key, "cases_contact", "note", contact, "Erfundener Kontakt")
        self.add("cases_contact", contact, now, now, 1, case, org, 512, touched, "phone", note, "")
        title = self.sealed(case_key, "cases_measure", "title", measure, "Erfundene Maßnahme")
        self.add("cases_measure", measure, now, now, 1, case, org, 256, areas[0], title, "running")


COLUMNS = {
    "base_data_key": "subject_id, organisation_id, wrapped, kek_version",
    "cases_person": "id, created_at, updated_at, version, organisation_id, client_key, household_id",
    "cases_identity": "person_id, organisation_id, updated_at, groups, family_name, given_name, "
    "birth_date, birth_year, gender, nationality_id",
    "cases_case": "id, created_at, updated_at, version, organisation_id, person_id, case_key, "
    "manager_id, phase, phase_since, opened_on, closed_on, closing_kind, closed_by, "
    "closing_reason_id, access_channel_id, episode, last_contact_on, sort_at",
    "cases_phasechange": "id, created_at, updated_at, case_id, organisation_id, groups, phase, "
    "entered_on, left_on, by",
    "cases_residenceperiod": "id, created_at, updated_at, version, person_id, organisation_id, "
    "groups, status_id, valid_from, valid_until",
    "cases_casetopic": "id, created_at, updated_at, case_id, organisation_id, groups, "
    "life_area_id, is_central",
    "cases_goal": "id, created_at, updated_at, version, case_id, organisation_id, groups, "
    "life_area_id, text, agreed_on, due_on, attainment, assessed_on",
    "cases_contact": "id, created_at, updated_at, version, case_id, organisation_id, groups, at, "
    "kind, note, by",
    "cases_measure": "id, created_at, updated_at, version, case_id, organisation_id, groups, "
    "life_area_id, title, state",
    "name": "person_id, organisation_id, given, family",
}


def load_slice(job: tuple[UUID, int, int]) -> int:
    """Make and copy one slice in a process of its own."""
    django.setup()
    rows = Writer(*job).make()
    with connect() as connection, connection.cursor() as cursor:
        for table, values in rows.items():
            target = "bench_name" if table == "name" else table
            with cursor.copy(f"COPY {target} ({COLUMNS[table]}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
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
    "c.organisation_id, c.id, c.person_id, c.organisation_id, 1023, 'ownership', '', '1970-01-01', "
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
    from stellwerk.base import crypto
    from stellwerk.cases.rules.names import name_tokens

    connection.execute(
        "CREATE UNLOGGED TABLE bench_token (organisation_id uuid, kind char, name int, token bigint)"
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
    from stellwerk.vocabulary.actions import load_lists

    began = time.monotonic()
    load_lists(actor=system_actor("bench"))
    populate(options.cases)
    print(f"{options.cases} cases stand after {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
