# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Deriving everything anew from the facts, where a proof found differences."""

from datetime import date

from django.db import transaction
from django.db.models import DateField
from django.db.models.functions import TruncWeek

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.networks.actions.log.folding import count_weeks, lock_log
from stellwerk.networks.actions.log.linking import locked_trace, relink
from stellwerk.networks.models import Cell, CellMark, Event, EventLog
from stellwerk.networks.queries.proving import Differences
from stellwerk.networks.queries.zone import log_zone


@transaction.atomic
def repair_log(*, actor: Actor, log: EventLog, found: Differences) -> None:
    """Set what counts, links and courses of the traces found; count every week again."""
    if not EventLog.objects.filter(pk=log.pk).exists():
        return
    # Courses before their log, as those do who erase.
    traces = [locked_trace(trace_id) for trace_id in sorted(found.traces)]
    if lock_log(log.pk) is None:
        return
    for trace in traces:
        trace_id = trace.pk
        rows = Event.objects.filter(trace_id=trace_id)
        gone = rows.exclude(replaces_id=None).values("replaces_id")
        off = {
            "counts": False, "is_last": False, "before_activity": None, "before_party": None,
            "wait_us": None,
        }
        rows.filter(is_withdrawal=True).update(**off)
        rows.filter(pk__in=gone).update(**off)
        rows.filter(is_withdrawal=False).exclude(pk__in=gone).update(counts=True)
        relink(trace)
    Cell.objects.filter(log_id=log.pk).delete()
    CellMark.objects.filter(log_id=log.pk).delete()
    count_weeks(log.pk, _weeks(log))
    record(
        actor=actor, verb=Verb.CHANGED, kind="event_log", subjects=[log.pk], fields=["figures"],
        organisation_id=log.organisation_id,
    )


def _weeks(log: EventLog) -> set[date]:
    rows = Event.objects.filter(log_id=log.pk, counts=True).order_by()
    week = TruncWeek("at", tzinfo=log_zone(), output_field=DateField())
    return set(rows.values_list(week, flat=True).distinct())
