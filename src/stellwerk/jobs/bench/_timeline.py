# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Fill the population of `bench pages` up to many entries: `python -m … --entries N`.

Runs after `_population`, as the engine's superuser with triggers off. The bulk's texts are bytes
of the usual length that nobody opens here; the one case that is visited gets real, sealed notes.
Prints the addresses to visit as JSON.
"""

import argparse
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import django
import psycopg

from stellwerk.engine import locate
from stellwerk.jobs.bench._population import connect, without_indexes

LEAD, MANAGER = "u0@bench-07.example", "u1@bench-07.example"
MEMBERS = 40
BIG_CASE = 500
#: Share of the added entries; contacts take what rounding leaves.
_SHARES = {"appointment": 0.22, "phase": 0.06, "goal": 0.06, "measure": 0.06}
_ENTRIES = (
    "cases_contact", "cases_appointment", "cases_goal", "cases_measure", "cases_phasechange",
)
# As long as a sealed sentence: nonce, some eighty bytes of text, tag.
_TEXT = "decode(repeat(md5(c.case_key || n::text), 7), 'hex')"
_COMMON = "gen_random_uuid(), now(), now(), c.id, c.organisation_id"
_ADD = {
    "contact": (
        "INSERT INTO cases_contact (id, created_at, updated_at, case_id, organisation_id, version,"
        f" groups, at, kind, note, by) SELECT {_COMMON}, 1, 512, c.opened_on + n * interval"
        " '17 days', (ARRAY['phone', 'office', 'message', 'third_party'])[1 + n %% 4],"
        f" {_TEXT}, '' FROM cases_case c, generate_series(1, %(n)s) n"
    ),
    "appointment": (
        "INSERT INTO cases_appointment (id, created_at, updated_at, case_id, organisation_id,"
        f" version, groups, starts_at, kind, outcome, ordinal) SELECT {_COMMON}, 1, 256,"
        " date_trunc('day', now()) + interval '9 hours' + (n * 7 - 21 + (abs(hashtext(c.case_key))"
        " %% 40)) * interval '1 day', 'office', CASE WHEN c.closed_on IS NOT NULL OR n %% 4 = 1"
        " THEN 'kept' ELSE 'planned' END, 1 FROM cases_case c, generate_series(1, %(n)s) n"
    ),
    "phase": (
        "INSERT INTO cases_phasechange (id, created_at, updated_at, case_id, organisation_id,"
        f" groups, phase, entered_on, left_on, by) SELECT {_COMMON}, 256, 'linking',"
        " c.opened_on + n, c.opened_on + n + 20, '' FROM cases_case c,"
        " generate_series(1, %(n)s) n"
    ),
    "goal": (
        "INSERT INTO cases_goal (id, created_at, updated_at, case_id, organisation_id, version,"
        f" groups, text, agreed_on, due_on) SELECT {_COMMON}, 1, 256, {_TEXT}, c.opened_on + n,"
        " c.opened_on + 200 + n FROM cases_case c, generate_series(1, %(n)s) n"
    ),
    "measure": (
        "INSERT INTO cases_measure (id, created_at, updated_at, case_id, organisation_id, version,"
        f" groups, title, state, asked_on) SELECT {_COMMON}, 1, 256, {_TEXT}, 'completed',"
        " c.opened_on + n FROM cases_case c, generate_series(1, %(n)s) n"
    ),
}

# What the board weighs by: an assessment of each case, a second one while it is open.
_ASSESS = (
    "INSERT INTO cases_assessment (id, created_at, updated_at, case_id, organisation_id, version,"
    f" groups, assessed_on, kind, by) SELECT {_COMMON}, 1, 256, c.opened_on + n * 30,"
    " CASE n WHEN 1 THEN 'first' ELSE 're' END, '' FROM cases_case c, generate_series(1,"
    " CASE WHEN c.closed_on IS NULL THEN 2 ELSE 1 END) n",
    "INSERT INTO cases_assessmentarea (id, created_at, updated_at, case_id, organisation_id,"
    " groups, assessment_id, life_area_id, need) SELECT gen_random_uuid(), now(), now(),"
    " s.case_id, s.organisation_id, 256, s.id, t.id, abs(hashtext(s.id::text || t.id)) % 5"
    " FROM cases_assessment s, (SELECT id FROM vocabulary_term WHERE list = 'life_area'"
    " ORDER BY position, id LIMIT 5) t",
)
# What ``cases.queries.facts`` says of it.
_NEED = (
    "UPDATE cases_fact f SET need = n.need FROM (SELECT DISTINCT ON (s.case_id) s.case_id, ar.need"
    " FROM cases_assessment s JOIN cases_assessmentarea ar ON ar.assessment_id = s.id"
    " ORDER BY s.case_id, s.assessed_on DESC, s.created_at DESC, s.id DESC, ar.need DESC) n"
    " WHERE n.case_id = f.case_id"
)


def count(connection: psycopg.Connection[Any], table: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0


def entries_of(connection: psycopg.Connection[Any]) -> int:
    """Entries of all courses together."""
    return sum(count(connection, table) for table in _ENTRIES)


def per_case(missing: int, cases: int) -> dict[str, int]:
    """How many entries of each kind every case gets, so that at least ``missing`` are added."""
    each = -(-missing // max(cases, 1))
    found = {kind: int(each * share) for kind, share in _SHARES.items()}
    return {"contact": each - sum(found.values()), **found}


def fill(wanted: int) -> int:
    """Bring the installation to ``wanted`` entries; how many there are then."""
    with connect() as connection:
        missing = wanted - entries_of(connection)
        if missing > 0:
            with without_indexes(connection):
                for kind, number in per_case(missing, count(connection, "cases_case")).items():
                    connection.execute(_ADD[kind], {"n": number})
                    connection.commit()
        if not count(connection, "cases_assessmentarea"):
            with without_indexes(connection, ["cases_assessmentarea"]):
                for statement in _ASSESS:
                    connection.execute(statement)
            connection.execute("ANALYZE cases_assessment, cases_assessmentarea")
            connection.execute(_NEED)
            connection.commit()
        return entries_of(connection)


def shape_team(connection: psycopg.Connection[Any]) -> None:
    """The measured team has forty members with hours; whoever is too many leaves her cases."""
    keep = (
        "SELECT m.user_id FROM directory_membership m JOIN directory_user u ON u.id = m.user_id "
        "WHERE m.organisation_id = %(org)s AND m.role = 'case_manager' ORDER BY u.email "
        f"LIMIT {MEMBERS - 1}"
    )
    org = {"org": organisation_of_lead(connection)}
    connection.execute(
        "UPDATE cases_case t SET manager_id = CASE WHEN random() < 0.02 THEN NULL ELSE "
        f"(SELECT k.user_id FROM ({keep}) k ORDER BY md5(k.user_id::text || t.id::text) LIMIT 1) "
        "END WHERE t.organisation_id = %(org)s",
        org,
    )
    connection.execute(
        "UPDATE cases_access a SET manager_id = c.manager_id FROM cases_case c "
        "WHERE c.id = a.case_id AND c.organisation_id = %(org)s",
        org,
    )
    connection.execute(
        "UPDATE directory_membership SET valid_until = current_date - 1 WHERE organisation_id = "
        f"%(org)s AND role = 'case_manager' AND user_id NOT IN ({keep})",
        org,
    )
    connection.execute(
        "INSERT INTO cases_worktime (id, created_at, updated_at, version, organisation_id, user_id,"
        f" hours_per_week, valid_from) SELECT gen_random_uuid(), now(), now(), 1, %(org)s, user_id,"
        f" 25, current_date - 30 FROM ({keep}) k ON CONFLICT DO NOTHING",
        org,
    )
    connection.commit()


def organisation_of_lead(connection: psycopg.Connection[Any]) -> UUID:
    row = connection.execute(
        "SELECT m.organisation_id FROM directory_membership m JOIN directory_user u "
        "ON u.id = m.user_id WHERE u.email = %s",
        [LEAD],
    ).fetchone()
    if row is None:
        raise SystemExit("run _population first")
    return UUID(str(row[0]))


def big_case(connection: psycopg.Connection[Any]) -> UUID:
    """One open case of the measured team with five hundred entries, its notes sealed for real."""
    row = connection.execute(
        "SELECT id FROM cases_case WHERE organisation_id = %s AND phase = 'monitoring' "
        "ORDER BY id LIMIT 1",
        [organisation_of_lead(connection)],
    ).fetchone()
    if row is None:
        raise SystemExit("the measured team has no case in monitoring: ask for more cases")
    case_id = UUID(str(row[0]))
    have = sum(
        connection.execute(f"SELECT count(*) FROM {t} WHERE case_id = %s", [case_id]).fetchone()[0]  # type: ignore[index]
        for t in _ENTRIES
    )
    write = sealed_note(connection, case_id)
    connection.execute("DELETE FROM cases_contact WHERE case_id = %s", [case_id])
    for number in range(max(BIG_CASE - have, BIG_CASE // 2)):
        write(number)
    for table, column in (("cases_goal", "text"), ("cases_measure", "title")):
        # the bulk's bytes cannot be opened; here they would be shown
        connection.execute(
            f"DELETE FROM {table} WHERE case_id = %s AND length({column}) = 112", [case_id]
        )
    connection.commit()
    return case_id


def sealed_note(connection: psycopg.Connection[Any], case_id: UUID) -> Callable[[int], None]:
    """A function that adds one contact with a real note."""
    from stellwerk.base.ids import new_id
    from stellwerk.vault import crypto

    row = connection.execute(
        "SELECT k.wrapped, k.organisation_id FROM base_data_key k WHERE subject_id = %s", [case_id]
    ).fetchone()
    if row is None:
        raise SystemExit("the case has no key")
    key, start = crypto.keyring().unwrap(bytes(row[0]), case_id), datetime.now(UTC)

    def write(number: int) -> None:
        made = new_id()
        note = f"Erfundenes Gespräch {number}: Unterlagen durchgesehen, Nächstes besprochen."
        sealed = crypto.seal(key, note, crypto.place_of("cases_contact", "note", made))
        connection.execute(
            "INSERT INTO cases_contact (id, created_at, updated_at, case_id, organisation_id,"
            " version, groups, at, kind, note, by) VALUES (%s, now(), now(), %s, %s, 1, 512, %s,"
            " 'phone', %s, 'Person 00')",
            [made, case_id, row[1], start - timedelta(days=number), bytes(sealed)],
        )

    return write


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, required=True)
    options = parser.parse_args()
    django.setup()
    entries = fill(options.entries)
    with connect() as connection:
        shape_team(connection)
        case_id = big_case(connection)
    info = locate.conninfo(locate.SUPERUSER, locate.database())
    with psycopg.connect(**info, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")
    print(json.dumps({"entries": entries, "case": str(case_id)}))


if __name__ == "__main__":
    main()
