# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Taking events, a course or a whole log away. No page may delete a fact: functions of the database
do, for the organisation that owns it (``access.wall_log``)."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import NotVisible, refuse_if
from stellwerk.networks.actions.log.linking import (
    forget_weeks,
    locked_trace,
    moments_of,
    relink,
)
from stellwerk.networks.models import EventLog, Trace
from stellwerk.networks.rules.recording import log_blockers


@transaction.atomic
def erase_trace(*, actor: Actor, trace_id: int) -> None:
    """Erase a course with everything that was ever recorded in it."""
    trace = locked_trace(trace_id)
    _erase(trace)
    record(
        actor=actor, verb=Verb.DELETED, kind="event_log", subjects=[trace.log_id],
        fields=["courses"],
    )


@transaction.atomic
def erase_events(*, actor: Actor, trace_id: int, event_ids: Collection[int]) -> None:
    """Erase events of a recorded course, with what corrects or withdraws them."""
    trace = locked_trace(trace_id)
    drop_events(trace, event_ids)
    relink(trace)
    record(
        actor=actor, verb=Verb.DELETED, kind="event_log", subjects=[trace.log_id],
        fields=["events"], organisation_id=trace.organisation_id,
    )


def drop_events(trace: Trace, event_ids: Collection[int]) -> None:
    """The rows alone; the caller holds the course, links it again and records what it did."""
    _erase(trace, event_ids)


def _erase(trace: Trace, event_ids: Collection[int] | None = None) -> None:
    """The one way in which anything of a course goes: facts, sums, offices named by it alone.

    ``event_ids``: these events; empty: the whole course. The course is held.
    """
    moments = moments_of(trace)
    if event_ids is None:
        _call("erase_network_trace", "bigint", trace.pk)
    else:
        _call("erase_network_events", "bigint", trace.pk, sorted(event_ids))
    forget_weeks(trace, moments)


@transaction.atomic
def delete_log(*, actor: Actor, log: EventLog) -> None:
    """Delete an imported log: courses, events, figures, its own words, the file and its key.

    Raises Refusal for the recorded log: its courses go with their cases.
    """
    refuse_if(log_blockers(log.kind))
    with connection.cursor() as cursor:
        # A long log takes longer than a page may: whoever calls this decides where it runs.
        cursor.execute("SELECT set_config('statement_timeout', '0', true)")
    _call("erase_network_log", "uuid", log.pk)
    record(actor=actor, verb=Verb.DELETED, kind="event_log", subjects=[log.pk])


def _call(
    function: str, kind: str, which: int | UUID, event_ids: list[int] | None = None
) -> None:
    values: list[Any] = [which] if event_ids is None else [which, event_ids]
    more = "" if event_ids is None else ", %s::bigint[]"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s::{kind}{more})", values)
        row = cursor.fetchone()
    if not row or not row[0]:
        raise NotVisible
