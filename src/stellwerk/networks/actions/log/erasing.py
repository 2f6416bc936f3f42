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
from stellwerk.networks.actions.log.linking import locked_trace, mark_weeks, moments_of, relink
from stellwerk.networks.models import Event, EventLog, Trace
from stellwerk.networks.rules.recording import log_blockers


@transaction.atomic
def erase_trace(*, actor: Actor, trace_id: int) -> None:
    """Erase a course with everything that was ever recorded in it; its weeks are counted again."""
    trace = locked_trace(trace_id)
    mark_weeks(trace, moments_of(trace))
    _call("erase_network_trace", "bigint", trace.pk)
    record(
        actor=actor, verb=Verb.DELETED, kind="event_log", subjects=[trace.log_id],
        fields=["courses"],
    )


@transaction.atomic
def erase_events(*, actor: Actor, trace_id: int, event_ids: Collection[int]) -> None:
    """Erase events of a recorded course, with what corrects or withdraws them."""
    trace = locked_trace(trace_id)
    moments = list(
        Event.objects.filter(trace_id=trace.pk, pk__in=list(event_ids)).values_list("at", flat=True)
    )
    drop_events(trace, event_ids)
    relink(trace, moments)
    record(
        actor=actor, verb=Verb.DELETED, kind="event_log", subjects=[trace.log_id],
        fields=["events"], organisation_id=trace.organisation_id,
    )


def drop_events(trace: Trace, event_ids: Collection[int]) -> None:
    """The rows alone; the caller holds the course, links it again and records what it did."""
    _call("erase_network_events", "bigint", trace.pk, sorted(event_ids))


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
