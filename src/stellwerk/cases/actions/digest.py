# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Wanting the weekly digest, and noting that it went out."""

from uuid import UUID

from django.db import transaction

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.cases.actions.people import own_organisation
from stellwerk.cases.models import DigestWish


@transaction.atomic
def wish_digest(*, actor: Actor, is_wanted: bool) -> DigestWish:
    """The actor's own decision for her organisation."""
    row = _locked(own_organisation(actor), certain(actor.user_id, "signed in"))
    row.is_wanted = is_wanted
    row.version += 1
    row.save(update_fields=["is_wanted", "version", "updated_at"])
    record(
        actor=actor, verb=Verb.CONFIGURED, kind="digest", subjects=[row.user_id],
        fields=["is_wanted"],
    )
    return row


@transaction.atomic
def claim_digest(*, organisation_id: UUID, user_id: UUID, week: str) -> bool:
    """Note before sending that this week's digest goes out; False when it did already.

    Noted first: a mail that gets lost is better than one that comes twice.
    """
    row = _locked(organisation_id, user_id)
    if row.last_week == week or not row.is_wanted:
        return False
    row.last_week = week
    row.save(update_fields=["last_week", "updated_at"])
    return True


def _locked(organisation_id: UUID, user_id: UUID) -> DigestWish:
    """The row of one person, made when it is not there yet, locked until the transaction ends."""
    whose = {"organisation_id": organisation_id, "user_id": user_id}
    DigestWish.objects.bulk_create([DigestWish(**whose)], ignore_conflicts=True)
    return DigestWish.objects.select_for_update(of=("self",)).get(**whose)
