# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Which numbers an organisation has given to cases and clients."""

from uuid import UUID

from django.db import connection
from psycopg import sql


def last_number(table: str, column: str, organisation_id: UUID, prefix: str) -> int:
    """The highest n among ``<prefix>n`` of one organisation; 0 when there is none."""
    with connection.cursor() as cursor:
        question = sql.SQL(
            "SELECT max(substring({} from %s)::bigint) FROM {} WHERE organisation_id = %s"
        ).format(sql.Identifier(column), sql.Identifier(table))
        cursor.execute(question.as_string(), [f"^{prefix}([0-9]{{1,12}})$", organisation_id])
        return int(cursor.fetchone()[0] or 0)
