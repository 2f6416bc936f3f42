# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Giving the next free number; somebody else may take it first, so it is tried again."""

from collections.abc import Callable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stellwerk.base.refusal import Refusal
from stellwerk.cases.queries.numbers import last_number

_TRIES = 12


def insert_numbered(
    insert: Callable[[int], None], *, table: str, column: str, organisation_id: UUID, prefix: str
) -> None:
    """Call ``insert(ordinal)`` with the next free ordinal until its key is not taken meanwhile.

    A key taken by an uncommitted neighbour lets the insert wait for it, so each try sees more.
    """
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
