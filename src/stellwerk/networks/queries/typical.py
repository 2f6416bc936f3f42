# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Questions about typical cases: own ones in every state, those of others once released."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from stellwerk.networks.choices import ActivityGroup, TypicalState
from stellwerk.networks.models import (
    Event,
    StationView,
    TypicalCase,
    TypicalRelease,
    TypicalStation,
)
from stellwerk.networks.queries.activities import name_of
from stellwerk.networks.rules.reidentification import NAMES, Traits


def readable(organisation_id: UUID | None) -> QuerySet[TypicalCase]:
    """What an organisation reads; the database says the same once more."""
    if organisation_id is None:
        return TypicalCase.objects.none()
    mine = Q(organisation_id=organisation_id)
    rows = TypicalCase.objects.filter(mine | Q(state=TypicalState.RELEASED))
    return rows.select_related("organisation", "field_of_action")


def typical_cases(organisation_id: UUID | None) -> list[TypicalCase]:
    """The list: released ones of all, then the own others; with the number of stations."""
    rows = readable(organisation_id).annotate(
        station_count=Count("stations", distinct=True),
        view_count=Count("views__organisation", distinct=True),
    )
    return sorted(
        rows,
        key=lambda row: (
            row.state != TypicalState.RELEASED, row.state == TypicalState.ARCHIVED,
            row.organisation.name, row.number,
        ),
    )


def typical_case_by_id(typical_id: UUID, organisation_id: UUID | None) -> TypicalCase | None:
    """One that this organisation reads, or None."""
    return readable(organisation_id).filter(pk=typical_id).first()


def stations_of(typical: TypicalCase) -> list[TypicalStation]:
    """Both courses in their order."""
    rows = TypicalStation.objects.filter(typical_case=typical)
    return list(rows.select_related("actor_organisation", "instead_of"))


def station_by_id(typical: TypicalCase, station_id: UUID) -> TypicalStation | None:
    rows = TypicalStation.objects.filter(typical_case=typical, pk=station_id)
    return rows.select_related("actor_organisation", "instead_of").first()


def views_of(typical: TypicalCase) -> list[StationView]:
    """How the organisations see its stations."""
    rows = StationView.objects.filter(typical_case=typical)
    return list(rows.select_related("organisation"))


def own_view(station: TypicalStation, organisation_id: UUID) -> StationView | None:
    rows = StationView.objects.filter(station=station, organisation_id=organisation_id)
    return rows.first()


def releases_of(typical: TypicalCase) -> list[TypicalRelease]:
    """What was ever told of it, newest first; its owner alone sees it."""
    return list(TypicalRelease.objects.filter(typical_case=typical))


def told_of(typical_ids: Iterable[UUID]) -> list[Traits]:
    """What the group was ever told of these, each once."""
    rows = TypicalRelease.objects.filter(typical_case_id__in=list(typical_ids))
    told = {one for stored in rows.values_list("attributes", flat=True) for one in read(stored)}
    return sorted(told, key=lambda traits: tuple(getattr(traits, name) for name in NAMES))


def read(stored: dict[str, Any]) -> list[Traits]:
    """Attributes as a release keeps them: what was stated, and what its words told."""
    return [Traits(**stored["stated"]), *(Traits(**one) for one in stored["said"])]


def traits_of(typical: TypicalCase) -> Traits:
    """What it states of the person."""
    return Traits(**{n: getattr(typical, n) for n in NAMES if n != "nationality"})


def released_by(organisation_id: UUID) -> list[TypicalCase]:
    """The released ones of one organisation, to be counted again."""
    return list(
        TypicalCase.objects.filter(organisation_id=organisation_id, state=TypicalState.RELEASED)
    )


class CourseStep(NamedTuple):
    """What happened in one course: ``key`` of the catalogue, its name, who, in whose law."""

    on: date
    key: str
    name: str
    office: str
    legal_sphere: str


def course_steps(trace_id: int) -> list[CourseStep]:
    """One course of the event log in its order, without what is about health."""
    rows = Event.objects.filter(trace_id=trace_id, counts=True)
    rows = rows.exclude(activity__group=ActivityGroup.HEALTH)
    found = rows.select_related("activity", "party__organisation", "legal_sphere")
    return [
        CourseStep(
            on=timezone.localtime(row.at).date(),
            key=row.activity.key or row.activity.name_de.casefold(),
            name=name_of(row.activity),
            office=_office(row),
            legal_sphere=row.legal_sphere.label if row.legal_sphere else "",
        )
        for row in found.order_by("at", "position")
    ]


def _office(event: Event) -> str:
    if event.party is None:
        return ""
    return event.party.organisation.name if event.party.organisation else event.party.words
