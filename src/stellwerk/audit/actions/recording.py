# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Appending to the log, inside the caller's transaction: no row, no deed."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connections

from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.context import current_route
from stellwerk.base.ids import new_id
from stellwerk.questions.kept import send

_INSERT = (
    "INSERT INTO audit_event (id, actor, actor_id, organisation_id, verb, kind, subjects, fields, "
    "note, route) VALUES (%s,%s,%s,%s,%s,%s,%s,%s,%s,%s)"
)


def record(
    *,
    actor: Actor,
    verb: Verb,
    kind: str,
    subjects: Iterable[UUID] = (),
    fields: Sequence[str] = (),
    note: str = "",
    organisation_id: UUID | None = None,
    using: str = "default",
) -> None:
    """Append one row (a list is one row with the ids shown).

    Raw SQL on purpose: the web role may insert but not select, so ``RETURNING`` is denied.
    Any database error propagates: what cannot be logged does not happen (promise 9).
    """
    record_many(
        rows=[(verb, kind, list(subjects), list(fields), note)],
        actor=actor,
        organisation_id=organisation_id,
        using=using,
    )


def record_many(
    *,
    actor: Actor,
    rows: Iterable[tuple[Verb, str, list[UUID], list[str], str]],
    organisation_id: UUID | None = None,
    using: str = "default",
) -> None:
    """Append many rows at once: ``(verb, kind, subjects, fields, note)`` each."""
    organisation = organisation_id or actor.organisation_id
    route = current_route()[:96]
    values: list[list[Any]] = [
        [
            new_id(),
            actor.label,
            actor.user_id,
            organisation,
            str(verb),
            kind,
            subjects,
            fields,
            note[:200],
            route,
        ]
        for verb, kind, subjects, fields, note in rows
    ]
    if not values:
        return
    if len(values) == 1:
        send(_INSERT, values[0], using=using)
        return
    with connections[using].cursor() as cursor:
        cursor.executemany(_INSERT, values)
