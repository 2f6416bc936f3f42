# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Giving the next free number: one after the other within an organisation."""

from collections.abc import Callable
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from stellwerk.base.refusal import Refusal
from stellwerk.cases.queries.numbers import last_number

# Keys that came in by a spreadsheet may stand in the way; whoever gives numbers waits in a queue.
_TRIES = 3


def insert_numbered(
    insert: Callable[[int], None], *, table: str, column: str, organisation_id: UUID, prefix: str
) -> None:
    """Call ``insert(ordinal)`` with the organisation's next free ordinal.

    Holds a lock of this organisation's numbers until the transaction ends; nobody else's work
    waits for it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"{table} {organisation_id}"],
        )
    for _try in range(_TRIES):
        ordinal = last_number(table, column, organisation_id, prefix) + 1
        try:
            with transaction.atomic():
                insert(ordinal)
            return
        except IntegrityError as error:
            if "once_per_organisation" not in str(error):
                raise
    raise Refusal("no_number", _("No free number was found; please save again."))
