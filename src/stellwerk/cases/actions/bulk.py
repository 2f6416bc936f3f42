# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Inserting many rows in one statement: one array per column instead of one value per cell.

COPY would be quicker still, but PostgreSQL refuses it below row-level security. Names of tables
and columns come from the models; every value goes to the database as a parameter.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models
from django.utils import timezone
from psycopg import sql

_BARE = ("uuid", "smallint", "integer", "bigint", "boolean", "numeric")
_DATED = ("date", "timestamp")


def insert_records(
    model: type[models.Model], rows: Sequence[Mapping[str, Any]], *, size: int = 5_000
) -> None:
    """Insert rows given as ``attname -> value``; what is left out takes the field's default.

    Identities must be given. Sealed columns take sealed bytes. Nothing is read back.
    """
    if not rows:
        return
    fields = list(model._meta.concrete_fields)
    arrays = [sql.SQL("%s::{}[]").format(sql.SQL(f.db_type(connection) or "text")) for f in fields]
    statement = sql.SQL("INSERT INTO {} ({}) SELECT * FROM unnest({})").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(sql.Identifier(str(f.column)) for f in fields),
        sql.SQL(", ").join(arrays),
    )
    # as text: the guard around statements reads how they begin
    insert = statement.as_string()
    with connection.cursor() as cursor:
        for start in range(0, len(rows), size):
            part = rows[start : start + size]
            cursor.execute(insert, [_column(field, part) for field in fields])


def _column(field: Any, rows: Iterable[Mapping[str, Any]]) -> str:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        default: Any = timezone.now()
    else:
        default = field.get_default() if field.has_default() and not field.primary_key else None
    name = field.attname
    return array_text((row.get(name, default) for row in rows), field.db_type(connection))


def array_text(values: Iterable[Any], kind: str) -> str:
    """PostgreSQL's text form of an array.

    One join per column is far quicker than a driver's adaptation of every single value.
    """
    if kind.startswith(_BARE):
        return "{" + ",".join("NULL" if v is None else str(v) for v in values) + "}"
    if kind.startswith(_DATED):
        return "{" + ",".join("NULL" if v is None else v.isoformat() for v in values) + "}"
    if kind == "bytea":
        return "{" + ",".join("NULL" if v is None else f'"\\\\x{v.hex()}"' for v in values) + "}"
    return "{" + ",".join("NULL" if v is None else _quoted(str(v)) for v in values) + "}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
