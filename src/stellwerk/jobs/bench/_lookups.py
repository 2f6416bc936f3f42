# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Time inside the database of looking up a foreign and a missing case (a process of its own).

The statement is not written here: it is what ``access.open_case`` really sends, caught on its way.
"""

import json
import re
import sys
from itertools import count
from typing import Any

import django

from stellwerk.engine import locate


def foreign_ids(number: int) -> list[str]:
    """Cases of other organisations than the one that asks, as as superuser."""
    import psycopg

    info = locate.conninfo(locate.SUPERUSER, locate.database())
    with psycopg.connect(**info) as connection:
        rows = connection.execute(
            "SELECT c.id::text FROM cases_case c JOIN directory_organisation o "
            "ON o.id = c.organisation_id WHERE o.key <> 'bench-07' ORDER BY random() LIMIT %s",
            [number],
        ).fetchall()
    return [row[0] for row in rows]


def sent_for(actor: Any, case_id: Any) -> tuple[str, Any]:
    """The first statement on the access table that opening a case sends, and its parameters."""
    from django.db import connection

    from stellwerk.access.visible import open_case
    from stellwerk.base.refusal import NotVisible

    caught: list[tuple[str, Any]] = []

    def catch(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if "cases_access" in str(sql):
            caught.append((str(sql), params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(catch):
        try:
            open_case(actor, case_id)
        except NotVisible:
            return caught[0]
    raise SystemExit("a foreign case could be opened")


def prepare(cursor: Any, sql: str) -> None:
    """Keep the statement's plan on this connection, as the pages do."""
    numbers = count(1)
    text = re.sub("%s", lambda _: f"${next(numbers)}", sql)
    cursor.execute(f"PREPARE bench_lookup AS {text}")


def lookups(pairs: list[tuple[str, str]]) -> dict[str, list[float]]:
    """Microseconds of each lookup, foreign and missing in turn, by the database's own clock."""
    from uuid import UUID

    from django.db import connection, transaction
    from django.utils import timezone

    from stellwerk.base.context import set_context
    from stellwerk.directory.queries import actor_for, user_by_email

    user = user_by_email("u0@bench-07.example")
    assert user is not None  # noqa: S101 - the population has made her
    actor = actor_for(user, timezone.localdate())
    found: dict[str, list[float]] = {"foreign": [], "missing": []}
    with transaction.atomic(), connection.cursor() as cursor:
        set_context(actor)
        prepare(cursor, sent_for(actor, UUID(pairs[0][0]))[0])
        for number, pair in enumerate(pairs):
            order = list(zip(("foreign", "missing"), pair, strict=True))
            for name, case_id in order if number % 2 else reversed(order):
                _sql, params = sent_for(actor, UUID(case_id))
                marks = ", ".join(["%s"] * len(params))
                cursor.execute(
                    "EXPLAIN (ANALYZE, TIMING OFF, BUFFERS OFF, FORMAT JSON) "
                    f"EXECUTE bench_lookup ({marks})",
                    params,
                )
                plan = cursor.fetchone()[0][0]
                found[name].append((plan["Planning Time"] + plan["Execution Time"]) * 1000)
        transaction.set_rollback(True)
    return found


def main() -> None:
    django.setup()
    if sys.argv[1] == "foreign":
        print(json.dumps(foreign_ids(int(sys.argv[2]))))
    else:
        print(json.dumps(lookups(json.load(sys.stdin))))


if __name__ == "__main__":
    main()
