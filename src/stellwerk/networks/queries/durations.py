# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the own log says of a version's stations."""

from datetime import date, datetime, time
from uuid import UUID

from django.utils import timezone

from stellwerk.networks.choices import LogKind
from stellwerk.networks.models import Event
from stellwerk.networks.rules.plans import ChainPlan
from stellwerk.networks.rules.simulation_inputs import Observed, observe

MOST_EVENTS = 100_000


def observed_of(
    plan: ChainPlan, organisation_id: UUID, since: date | None, until: date | None
) -> Observed:
    """Courses of the own recorded log that began from ``since`` on and before ``until``."""
    keys = {station.activity_key for station in plan.stations if station.activity_key}
    rows = Event.objects.filter(
        organisation_id=organisation_id, log__kind=LogKind.RECORDED, counts=True,
        activity__key__in=keys,
    )
    if since is not None:
        rows = rows.filter(trace__started_at__gte=_midnight(since))
    if until is not None:
        rows = rows.filter(trace__started_at__lt=_midnight(until))
    ordered = rows.order_by("trace_id", "at", "position")
    return observe(
        ordered.values_list("trace_id", "activity__key", "at")[:MOST_EVENTS].iterator(), keys
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))

