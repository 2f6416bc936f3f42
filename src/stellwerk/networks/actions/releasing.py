# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Releasing what the organisations are shown of one another (nightly work)."""

from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor


@transaction.atomic
def release_lines(*, actor: Actor, today: date | None = None) -> int:
    """Release anew what at least five people came to or left; how many lines that are.

    The database decides and computes over all organisations (``access.wall_network``,
    ``access.wall_issues``); whoever asks for it learns no more than the number.
    """
    day = today or timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT refresh_network_lines(%s) + refresh_issue_lines(%s)", [day, day]
        )
        (released,) = cursor.fetchone()
    if released:
        record(actor=actor, verb=Verb.CHANGED, kind="released_line")
    return int(released)
