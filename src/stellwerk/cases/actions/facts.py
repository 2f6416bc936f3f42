# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Keeping the coded facts; called by every action that touches what a figure counts."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import connections, transaction
from django.utils import timezone

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.cases.queries.facts import case_ids_of, fact_upsert

_BATCH = 5000
_UPSERT = fact_upsert("c.id = ANY(%(ids)s)")


def refresh_facts(
    case_ids: Iterable[UUID], *, today: date | None = None, using: str = "default"
) -> None:
    """Recompute the coded facts of these cases from their records, in one statement per batch.

    ``today`` decides which residence status is in force (local date when left out). Runs inside
    the caller's transaction and writes only rows that differ.
    """
    ids = list(case_ids)
    values = {"today": today or timezone.localdate()}
    with connections[using].cursor() as cursor:
        for start in range(0, len(ids), _BATCH):
            cursor.execute(_UPSERT, {**values, "ids": ids[start : start + _BATCH]})


def rebuild_facts(*, actor: Actor, organisation_id: UUID, today: date | None = None) -> int:
    """Recompute the facts of a whole organisation and drop those without a case; count of cases."""
    with transaction.atomic():
        ids = case_ids_of(organisation_id)
        with connections["default"].cursor() as cursor:
            cursor.execute(
                "DELETE FROM cases_fact f WHERE f.organisation_id = %s AND NOT EXISTS "
                "(SELECT 1 FROM cases_case c WHERE c.id = f.case_id)",
                [organisation_id],
            )
        refresh_facts(ids, today=today)
        record(
            actor=actor, verb=Verb.CHANGED, kind="case_facts", note=str(len(ids)),
            organisation_id=organisation_id,
        )
    return len(ids)
