# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Transitions of a case, and what waits for whose answer."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from stellwerk.base.keys import share_key
from stellwerk.cases.choices import ENDED_PHASES, TransitionKind, TransitionState
from stellwerk.cases.models import Case, CaseAccess, Transition

_SHOWN = ("from_user", "to_user", "to_organisation", "field_of_action", "organisation")


def transitions_of(case: Case) -> list[Transition]:
    """The history of a case, newest first, with its key."""
    found = list(Transition.objects.filter(case=case).select_related(*_SHOWN))
    share_key(case, found)
    return found


def has_open_hand_over(case_id: UUID) -> bool:
    """Whether a colleague has been asked and has not answered yet."""
    return Transition.objects.filter(
        case_id=case_id, state=TransitionState.PROPOSED, to_organisation__isnull=True
    ).exists()


def has_open_referral(case_id: UUID, organisation_id: UUID) -> bool:
    return Transition.objects.filter(
        case_id=case_id, state=TransitionState.PROPOSED, to_organisation_id=organisation_id
    ).exists()


def hand_overs_for(organisation_id: UUID, users: Iterable[UUID]) -> QuerySet[Transition]:
    """Open hand-overs that ask one of these colleagues; of cases that still run."""
    asked = Transition.objects.filter(
        organisation_id=organisation_id, kind=TransitionKind.HAND_OVER,
        state=TransitionState.PROPOSED, to_user_id__in=list(users),
    )
    return asked.exclude(case__phase__in=ENDED_PHASES).select_related("case", *_SHOWN)


def referrals_for(organisation_id: UUID) -> QuerySet[Transition]:
    """Open referrals addressed to an organisation by others (the case itself stays hidden)."""
    asked = Transition.objects.filter(
        to_organisation_id=organisation_id, state=TransitionState.PROPOSED
    )
    return asked.select_related(*_SHOWN)


def proposed_by(organisation_id: UUID, users: Iterable[UUID]) -> QuerySet[Transition]:
    """What one's own cases wait for: open hand-overs and referrals by who proposed them."""
    asked = Transition.objects.filter(
        organisation_id=organisation_id, state=TransitionState.PROPOSED,
        proposed_by_id__in=list(users),
    )
    return asked.select_related("case", *_SHOWN)


def scope_in_force(case_id: UUID, organisation_id: UUID) -> int:
    """The field groups that a grant in force shows an organisation of a case; 0 without one."""
    row = (
        CaseAccess.objects.filter(
            case_id=case_id, organisation_id=organisation_id, revoked_at__isnull=True,
            valid_from__lte=Now(),
        )
        .exclude(organisation_id=F("owner_organisation_id"))
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=Now()))
        .values_list("scope", flat=True)
        .first()
    )
    return row or 0
