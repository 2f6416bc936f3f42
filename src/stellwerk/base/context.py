# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The request's organisation, told to the database inside the transaction and never beyond it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connections, transaction

from stellwerk.base.actor import Actor

_request_route: ContextVar[str] = ContextVar("stellwerk_route", default="")


def set_context(actor: Actor | None, *, using: str = "default") -> None:
    """Tell the database who asks, until the transaction ends (``set_config(…, true)``).

    Always writes both values: inside one transaction an older context would otherwise stay.
    Empty values mean: no organisation, so row-level security shows no rows.
    """
    organisation = str(actor.organisation_id) if actor and actor.organisation_id else ""
    user = str(actor.user_id) if actor and actor.user_id else ""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.organisation', %s, true), set_config('app.user', %s, true), "
            # for the kept questions (``questions``): one plan for all values
            "set_config('plan_cache_mode', 'force_generic_plan', true)",
            [organisation, user],
        )


@contextmanager
def acting(actor: Actor, *, using: str = "default", steady: bool = False) -> Iterator[Actor]:
    """One transaction in which ``actor`` asks; the context ends with it.

    ``steady``: everything is read as it stood at the beginning, whatever others write meanwhile.
    """
    with transaction.atomic(using=using):
        if steady and not connections[using].savepoint_ids:
            # Only a transaction of its own can be told, before its first question.
            with connections[using].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        set_context(actor, using=using)
        try:
            yield actor
        finally:
            # Inside an outer transaction (tests, nested work) the context must not stay behind.
            connection = connections[using]
            if not connection.needs_rollback:
                set_context(None, using=using)


def set_route(route: str) -> None:
    """Remember the route's name for the audit rows of this request."""
    _request_route.set(route)


def current_route() -> str:
    return _request_route.get()
