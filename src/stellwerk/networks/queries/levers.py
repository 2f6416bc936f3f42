# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Questions about levers."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from stellwerk.networks.models import Activity, Lever

_NAMED = ("issue", "from_activity", "to_activity", "organisation")


@dataclass(frozen=True)
class LeverFilter:
    """What the list is narrowed to; empty means all."""

    text: str = ""
    state: str = ""
    effort: str = ""
    issue: UUID | None = None
    power: UUID | None = None
    across: bool = False


def levers_found(chosen: LeverFilter) -> QuerySet[Lever]:
    """Levers by title, with all that the list says of them."""
    rows = Lever.objects.select_related(*_NAMED).prefetch_related("powers")
    if chosen.text:
        words = chosen.text
        rows = rows.filter(
            Q(title__icontains=words) | Q(point__icontains=words) | Q(effect__icontains=words)
        )
    for name in ("state", "effort"):
        if getattr(chosen, name):
            rows = rows.filter(**{name: getattr(chosen, name)})
    if chosen.issue:
        rows = rows.filter(issue_id=chosen.issue)
    if chosen.power:
        rows = rows.filter(pk__in=Lever.objects.filter(powers=chosen.power).values("pk"))
    if chosen.across:
        rows = rows.filter(across_spheres=True)
    return rows.order_by("title", "id")


def levers_of(issue_id: UUID) -> list[Lever]:
    """The levers of one issue by title."""
    return list(levers_found(LeverFilter(issue=issue_id)))


def lever_by_id(lever_id: UUID) -> Lever | None:
    return Lever.objects.select_related(*_NAMED).filter(pk=lever_id).first()


def catalogue() -> QuerySet[Activity]:
    """The activities of the shared catalogue that are in use, by their German name."""
    rows = Activity.objects.filter(organisation__isnull=True, retired_on__isnull=True)
    return rows.order_by("name_de", "id")
