# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The secret address under which a calendar program fetches one's own appointments."""

import secrets
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import Refusal
from stellwerk.cases.models import CalendarFeed
from stellwerk.directory.rules import secret_hash


@transaction.atomic
def create_feed(*, actor: Actor) -> str:
    """Make a new address and return its secret, which is shown once; an older one ends."""
    user_id, organisation_id = _own(actor)
    _revoke(user_id, organisation_id)
    secret = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(
        user_id=user_id, organisation_id=organisation_id, secret_hash=secret_hash(secret)
    )
    record(actor=actor, verb=Verb.CREATED, kind="calendar_feed", subjects=[feed.pk])
    return secret


@transaction.atomic
def revoke_feed(*, actor: Actor) -> bool:
    """End the address at once; whether there was one."""
    gone = _revoke(*_own(actor))
    if gone:
        record(actor=actor, verb=Verb.REVOKED, kind="calendar_feed", subjects=gone)
    return bool(gone)


def _own(actor: Actor) -> tuple[UUID, UUID]:
    if actor.user_id is None or actor.organisation_id is None:
        raise Refusal("no_organisation", _("You act for no organisation at the moment."))
    return actor.user_id, actor.organisation_id


def _revoke(user_id: UUID, organisation_id: UUID) -> list[UUID]:
    rows = CalendarFeed.objects.filter(
        user_id=user_id, organisation_id=organisation_id, revoked_at__isnull=True
    )
    found = list(rows.values_list("pk", flat=True))
    rows.update(revoked_at=timezone.now())
    return found
