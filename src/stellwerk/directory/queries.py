# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Questions about users and organisations."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from stellwerk.base.actor import Actor
from stellwerk.directory.choices import Role
from stellwerk.directory.models import Membership, Organisation, User


def valid_memberships(user: User, day: date) -> QuerySet[Membership]:
    """The user's memberships valid on ``day`` in organisations that are not retired."""
    return (
        Membership.objects.filter(user=user, valid_from__lte=day)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))
        .filter(Q(organisation__retired_on__isnull=True) | Q(organisation__retired_on__gt=day))
        .select_related("organisation")
    )


def actor_for(user: User, day: date, organisation_id: UUID | None = None) -> Actor:
    """Who the user is today in one organisation.

    Without ``organisation_id`` (or with one she does not belong to) the first valid membership by
    the organisation's name decides. A user without any valid membership gets no roles.
    """
    return actor_and_organisations(user, day, organisation_id)[0]


def actor_and_organisations(
    user: User, day: date, organisation_id: UUID | None = None
) -> tuple[Actor, list[Organisation]]:
    """The actor as in ``actor_for`` and the organisations between which she may switch: one query."""
    memberships = sorted(valid_memberships(user, day), key=lambda m: m.organisation.name)
    chosen = [m for m in memberships if m.organisation_id == organisation_id]
    if not chosen and memberships:
        chosen = [m for m in memberships if m.organisation_id == memberships[0].organisation_id]
    covers = {user.pk} | {m.covers_id for m in chosen if m.role == Role.SUBSTITUTE and m.covers_id}
    actor = Actor(
        label=f"{user.name} <{user.email}>",
        user_id=user.pk,
        organisation_id=chosen[0].organisation_id if chosen else None,
        roles=frozenset(str(m.role) for m in chosen),
        covers=frozenset(covers),
    )
    found = {m.organisation_id: m.organisation for m in memberships}
    return actor, list(found.values())


def organisations_of(user: User, day: date) -> list[Organisation]:
    """The organisations between which the user may switch, by name."""
    found = {m.organisation_id: m.organisation for m in valid_memberships(user, day)}
    return sorted(found.values(), key=lambda o: o.name)


def organisation_by_key(key: str) -> Organisation | None:
    return Organisation.objects.filter(key=key).first()


def all_organisations() -> QuerySet[Organisation]:
    """Every organisation of the network, retired ones included, by name."""
    return Organisation.objects.all()


def case_workers(organisation_id: UUID, day: date) -> QuerySet[User]:
    """The users who may carry cases of an organisation on ``day``, by name."""
    roles = (Role.CASE_MANAGER, Role.TEAM_LEAD, Role.SUBSTITUTE)
    holding = (
        Membership.objects.filter(
            organisation_id=organisation_id, role__in=roles, valid_from__lte=day
        )
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))
        .values("user_id")
    )
    return User.objects.filter(pk__in=holding, is_active=True)


def other_organisations(organisation_id: UUID, day: date) -> QuerySet[Organisation]:
    """The organisations of the network besides one, those retired by ``day`` left out."""
    return Organisation.objects.exclude(pk=organisation_id).filter(
        Q(retired_on__isnull=True) | Q(retired_on__gt=day)
    )
