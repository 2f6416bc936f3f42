# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Granting and ending dated roles."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import NotVisible, refuse_if
from stellwerk.directory import rules
from stellwerk.directory.actions.users import locked_user
from stellwerk.directory.choices import Role
from stellwerk.directory.models import Membership, Organisation, User


@transaction.atomic
def grant_role(
    *,
    actor: Actor,
    user: User,
    organisation: Organisation,
    role: str,
    valid_from: date,
    valid_until: date | None = None,
    covers: User | None = None,
) -> Membership:
    """Give a user a role in an organisation from a day on (both ends inclusive)."""
    user = locked_user(user)  # two grants at once must see each other
    wanted = rules.RoleSpan(
        organisation.pk, role, valid_from, valid_until, covers.pk if covers else None
    )
    refuse_if(
        rules.blockers_to_grant(
            wanted=wanted,
            user_id=user.pk,
            granting_user_id=actor.user_id,
            held=_spans(user.pk),
            covered=_spans(covers.pk) if covers else (),
        )
    )
    granted = Membership.objects.create(
        user=user,
        organisation=organisation,
        role=role,
        valid_from=valid_from,
        valid_until=valid_until,
        covers=covers,
    )
    _record(actor, Verb.GRANTED, granted)
    return granted


@transaction.atomic
def end_role(*, actor: Actor, membership: Membership, on: date) -> Membership:
    """Let a role end after the day ``on``; with a day in the past it is over at once.

    The user's next request finds no role and ends her session.
    """
    fresh = Membership.objects.select_for_update().filter(pk=membership.pk).first()
    if fresh is None:
        raise NotVisible
    refuse_if(
        rules.blockers_to_end_role(
            span=_span(fresh),
            on=on,
            is_last_administrator=fresh.role == Role.ADMINISTRATOR
            and not _other_administrators(fresh, on),
        )
    )
    if on < fresh.valid_from:
        # It never began: the row goes, the log keeps that it was there.
        _record(actor, Verb.REVOKED, fresh)
        fresh.delete()
        return fresh
    fresh.valid_until = on
    fresh.save(update_fields=["valid_until", "updated_at"])
    _record(actor, Verb.REVOKED, fresh)
    return fresh


def _other_administrators(membership: Membership, on: date) -> bool:
    return (
        Membership.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on))
        .exclude(pk=membership.pk)
        .exists()
    )


def _spans(user_id: UUID) -> list[rules.RoleSpan]:
    return [_span(held) for held in Membership.objects.filter(user_id=user_id)]


def _span(membership: Membership) -> rules.RoleSpan:
    return rules.RoleSpan(
        membership.organisation_id,
        membership.role,
        membership.valid_from,
        membership.valid_until,
        membership.covers_id,
    )


def _record(actor: Actor, verb: Verb, membership: Membership) -> None:
    record(
        actor=actor,
        verb=verb,
        kind="membership",
        subjects=[membership.user_id, membership.organisation_id],
        note=membership.role,
    )
