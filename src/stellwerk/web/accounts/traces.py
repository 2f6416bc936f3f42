# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the log keeps of signing in: who and when, never what was typed."""

from django.http import HttpRequest
from django.utils import timezone

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.context import set_context
from stellwerk.directory.models import User
from stellwerk.directory.queries import actor_for


def signed_in(user: User) -> None:
    actor = actor_for(user, timezone.localdate())
    set_context(actor)
    record(actor=actor, verb=Verb.SIGNED_IN, kind="user", subjects=[user.pk])


def signed_out(request: HttpRequest) -> None:
    actor: Actor | None = getattr(request, "actor", None)
    if actor is not None:
        record(actor=actor, verb=Verb.SIGNED_OUT, kind="user", subjects=_own(actor))


def sign_in_failed(user: User | None, step: str) -> None:
    """A wrong password or code; it stands in the log of the organisation it was aimed at."""
    if user is None:
        return  # an address that nobody has: nothing to protect, and the log stays small
    aimed_at = actor_for(user, timezone.localdate())
    set_context(aimed_at)
    record(
        actor=Actor(label="–", organisation_id=aimed_at.organisation_id),
        verb=Verb.SIGN_IN_FAILED,
        kind="user",
        subjects=[user.pk],
        note=step,
    )
    set_context(None)


def factor_changed(request: HttpRequest, what: str) -> None:
    """A second factor was added, renamed or removed by its owner."""
    actor: Actor = request.actor
    record(
        actor=actor, verb=Verb.CHANGED, kind="user", subjects=_own(actor),
        fields=["second_factor"], note=what,
    )  # fmt: skip


def _own(actor: Actor) -> list:
    return [actor.user_id] if actor.user_id else []
