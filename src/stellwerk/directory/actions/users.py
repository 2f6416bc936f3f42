# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Accounts of people who sign in."""

from django.db import transaction
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import Conflict, NotVisible, Refusal, refuse_if
from stellwerk.directory import rules
from stellwerk.directory.models import User


@transaction.atomic
def create_user(
    *,
    actor: Actor,
    email: str,
    name: str,
    language: str = "de",
    is_sample: bool = False,
    encoded_password: str = "",
) -> User:
    """Create an account. Without ``encoded_password`` nobody can sign in before a link is used."""
    email = email.strip().lower()
    refuse_if(
        rules.blockers_to_create_user(
            email=email, name=name, is_email_taken=User.objects.filter(email__iexact=email).exists()
        )
    )
    user = User(email=email, name=name.strip(), language=language, is_sample=is_sample)
    if encoded_password:
        user.password = encoded_password
    else:
        user.set_unusable_password()
    user.save()
    record(
        actor=actor, verb=Verb.CREATED, kind="user", subjects=[user.pk],
        fields=["email", "name", "language"],
    )  # fmt: skip
    return user


@transaction.atomic
def change_user(*, actor: Actor, user: User, seen: str, email: str, name: str) -> User:
    """Change address and name. ``seen`` is what the editor had before her (``stamp``).

    Raises Conflict with both sides when somebody else changed the account meanwhile.
    """
    fresh = locked_user(user)
    email = email.strip().lower()
    taken = User.objects.filter(email__iexact=email).exclude(pk=fresh.pk).exists()
    refuse_if(rules.blockers_to_create_user(email=email, name=name, is_email_taken=taken))
    if stamp(fresh) != seen:
        raise Conflict(
            _("Somebody else changed this account meanwhile. It now reads: %(name)s, %(email)s")
            % {"name": fresh.name, "email": fresh.email},
            version=stamp(fresh),
            theirs={"name": fresh.name, "email": fresh.email},
            yours={"name": name.strip(), "email": email},
        )
    changed = [
        field
        for field, value in (("email", email), ("name", name.strip()))
        if getattr(fresh, field) != value
    ]
    if changed:
        fresh.email, fresh.name = email, name.strip()
        fresh.save(update_fields=changed)
        _record(actor, fresh, changed)
    return fresh


@transaction.atomic
def deactivate_user(*, actor: Actor, user: User) -> User:
    """Close an account at once; every session of it ends with the next request."""
    fresh = locked_user(user)
    if fresh.pk == actor.user_id:
        raise Refusal("own_account", _("You would shut yourself out."))
    if fresh.is_active:
        fresh.is_active = False
        fresh.save(update_fields=["is_active"])
        _record(actor, fresh, ["is_active"])
    return fresh


@transaction.atomic
def reactivate_user(*, actor: Actor, user: User) -> User:
    """Open a closed account again."""
    fresh = locked_user(user)
    if not fresh.is_active:
        fresh.is_active = True
        fresh.save(update_fields=["is_active"])
        _record(actor, fresh, ["is_active"])
    return fresh


def stamp(user: User) -> str:
    """A short mark of the editable content: differs when somebody else changed it."""
    return rules.secret_hash(f"{user.email}\x1f{user.name}")[:16]


def locked_user(user: User) -> User:
    fresh = User.objects.select_for_update().filter(pk=user.pk).first()
    if fresh is None:
        raise NotVisible
    return fresh


def _record(actor: Actor, user: User, fields: list[str]) -> None:
    record(actor=actor, verb=Verb.CHANGED, kind="user", subjects=[user.pk], fields=fields)
