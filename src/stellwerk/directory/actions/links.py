# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Links that let somebody set a password once: invitation and new start after a lost factor."""

import secrets
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import Refusal
from stellwerk.directory import rules
from stellwerk.directory.actions.users import locked_user
from stellwerk.directory.models import LinkPurpose, SignInLink, User


@transaction.atomic
def invite(*, actor: Actor, user: User) -> str:
    """Return the secret of a fresh invitation; older open links of the user stop working."""
    user = locked_user(user)
    if user.has_usable_password():
        raise Refusal("has_password", _("This account is in use: it needs no invitation."))
    return _issue(actor, user, LinkPurpose.INVITATION)


@transaction.atomic
def reset_sign_in(*, actor: Actor, user: User) -> str:
    """Take away password and factors, and return the secret of a link for a new start.

    For a lost second factor, after the administrator has made sure who is asking. The changed
    password hash ends every session of the user.
    """
    user = locked_user(user)
    if user.pk == actor.user_id:
        raise Refusal("own_account", _("Another administrator has to do this for you."))
    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    record(
        actor=actor, verb=Verb.CHANGED, kind="user", subjects=[user.pk],
        fields=["password", "second_factor"], note="reset",
    )  # fmt: skip
    return _issue(actor, user, LinkPurpose.RECOVERY)


@transaction.atomic
def redeem_link(*, secret: str, password: str) -> User:
    """Set the password with a link's secret; it works once and only while it is valid.

    Raises Refusal ``link_dead`` without saying whether the link was used, old or never there.
    The caller has checked the password's strength.
    """
    link = (
        SignInLink.objects.select_for_update().filter(secret_hash=rules.secret_hash(secret)).first()
    )
    now = timezone.now()
    if link is None or not link.is_open_at(now):
        raise Refusal("link_dead", _("This link no longer works. Ask for a new one."))
    user = locked_user(link.user)
    if not user.is_active:
        raise Refusal("link_dead", _("This link no longer works. Ask for a new one."))
    link.used_at = now
    link.save(update_fields=["used_at", "updated_at"])
    user.password = make_password(password)
    user.save(update_fields=["password"])
    who = Actor(label=f"{user.name} <{user.email}>", user_id=user.pk)
    record(
        actor=who, verb=Verb.CHANGED, kind="user", subjects=[user.pk], fields=["password"],
        note=link.purpose,
    )  # fmt: skip
    return user


def _issue(actor: Actor, user: User, purpose: LinkPurpose) -> str:
    now = timezone.now()
    SignInLink.objects.filter(user=user, used_at__isnull=True).update(used_at=now)
    secret = secrets.token_urlsafe(32)
    lifetime = rules.LINK_LIFETIME if purpose == LinkPurpose.INVITATION else rules.RECOVERY_LIFETIME
    SignInLink.objects.create(
        user=user,
        purpose=purpose,
        secret_hash=rules.secret_hash(secret),
        issued_by=actor.label,
        expires_at=now + lifetime,
    )
    record(actor=actor, verb=Verb.CREATED, kind="sign_in_link", subjects=[user.pk], note=purpose)
    return secret


@transaction.atomic
def forget_links(*, actor: Actor, before: datetime) -> int:
    """Delete links that were used or ran out before a moment; how many."""
    gone, _each = SignInLink.objects.filter(
        Q(used_at__lt=before) | Q(expires_at__lt=before)
    ).delete()
    if gone:
        record(actor=actor, verb=Verb.DELETED, kind="sign_in_link", note=f"{gone} expired")
    return gone


def forget_sign_in_counts() -> int:
    """Delete counts of sign-in attempts that have run out (they hold addresses); how many."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sign_in_count WHERE expires < now()")
        return int(cursor.rowcount)


@transaction.atomic
def set_password(*, user: User, password: str) -> User:
    """The user's own new password; every other session of hers ends with it."""
    user = locked_user(user)
    user.password = make_password(password)
    user.save(update_fields=["password"])
    record(
        actor=Actor(label=f"{user.name} <{user.email}>", user_id=user.pk),
        verb=Verb.CHANGED,
        kind="user",
        subjects=[user.pk],
        fields=["password"],
    )
    return user
