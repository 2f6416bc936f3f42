# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The conferences of a case with their guests and what they agreed on."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Now

from stellwerk.cases.choices import ConferenceState, FieldGroup, GuestState
from stellwerk.cases.models import (
    Case,
    CaseAccess,
    CaseConference,
    ConferenceGuest,
    ConferenceResult,
    Measure,
)
from stellwerk.cases.queries.casefile import opened, within


@dataclass(frozen=True)
class GuestView:
    """Somebody at the table; ``may_know``: her organisation sees the plan of the case today."""

    guest: ConferenceGuest
    may_know: bool

    @property
    def can_be_mailed(self) -> bool:
        return bool(self.guest.email) and self.guest.state == GuestState.NAMED


@dataclass
class ConferenceView:
    """A conference as the reader may see it."""

    conference: CaseConference
    guests: list[GuestView] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)

    @property
    def is_planned(self) -> bool:
        return self.conference.state == ConferenceState.PLANNED

    @property
    def waiting(self) -> list[ConferenceGuest]:
        """Who can still be invited by e-mail."""
        return [view.guest for view in self.guests if view.can_be_mailed]

    @property
    def outside(self) -> list[ConferenceGuest]:
        """Guests of organisations without a grant: nothing of the case may be told them."""
        return [view.guest for view in self.guests if not view.may_know]


def conferences_of(case: Case, scope: FieldGroup) -> list[ConferenceView]:
    """Newest first: four questions, however many there are."""
    rows = opened(within(CaseConference.objects.filter(case=case), scope), case)
    return _with_parts(case, scope, rows)


def conference_view(case: Case, scope: FieldGroup, row_id: UUID) -> ConferenceView | None:
    """One conference with everything, or None."""
    found = CaseConference.objects.filter(case=case, pk=row_id)
    rows = opened(within(found, scope), case)
    return next(iter(_with_parts(case, scope, rows)), None)


def _with_parts(case: Case, scope: FieldGroup, rows: list[Any]) -> list[ConferenceView]:
    views = {row.pk: ConferenceView(row) for row in rows}
    if not views:
        return []
    knowing = _who_may_know(case)
    guests = ConferenceGuest.objects.filter(case=case, conference_id__in=list(views))
    for guest in opened(within(guests.select_related("provider"), scope), case):
        may_know = guest.provider_id is None or guest.provider_id in knowing
        views[guest.conference_id].guests.append(GuestView(guest, may_know))
    agreed: dict[UUID, list[UUID]] = defaultdict(list)
    results = ConferenceResult.objects.filter(case=case, conference_id__in=list(views))
    for conference_id, measure_id in results.values_list("conference_id", "measure_id"):
        agreed[measure_id].append(conference_id)
    measures = Measure.objects.filter(case=case, pk__in=list(agreed)).select_related("provider")
    for measure in opened(within(measures, scope), case):
        for conference_id in agreed[measure.pk]:
            views[conference_id].measures.append(measure)
    return list(views.values())


def _who_may_know(case: Case) -> set[UUID]:
    """Organisations that see the plan of this case now, the owner among them."""
    rows = CaseAccess.objects.filter(
        case=case, revoked_at__isnull=True, valid_from__lte=Now()
    ).filter(Q(valid_until__isnull=True) | Q(valid_until__gt=Now()))
    plan = int(FieldGroup.PLAN)
    return {
        organisation_id
        for organisation_id, scope in rows.values_list("organisation_id", "scope")
        if scope & plan
    } | {case.organisation_id}
