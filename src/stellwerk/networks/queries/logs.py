# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Questions about logs: those of an organisation, and how large one is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Min, QuerySet, Sum

from stellwerk.networks.choices import LogKind
from stellwerk.networks.models import EventLog, Trace


def logs_of(organisation_id: UUID) -> QuerySet[EventLog]:
    """The recorded log first, then the imported ones, the newest first."""
    rows = EventLog.objects.filter(organisation_id=organisation_id)
    return rows.order_by("-kind", "-created_at", "id")


def imported_logs(organisation_id: UUID) -> QuerySet[EventLog]:
    """Files read in by an organisation; sorted by the page."""
    return EventLog.objects.filter(organisation_id=organisation_id, kind=LogKind.IMPORTED)


def log_by_id(organisation_id: UUID, log_id: UUID) -> EventLog | None:
    return EventLog.objects.filter(organisation_id=organisation_id, pk=log_id).first()


@dataclass(frozen=True)
class LogSize:
    """How much a log holds; times are None while it is empty."""

    traces: int = 0
    events: int = 0
    first: datetime | None = None
    last: datetime | None = None


def sizes_of(log_ids: list[UUID]) -> dict[UUID, LogSize]:
    """The sizes of several logs in one question."""
    rows = (
        Trace.objects.filter(log_id__in=log_ids)
        .order_by()
        .values_list("log_id")
        .annotate(
            traces=Count("pk"), whole=Sum("events"), first=Min("started_at"), last=Max("ended_at")
        )
    )
    return {
        log: LogSize(traces, whole or 0, first, last) for log, traces, whole, first, last in rows
    }
