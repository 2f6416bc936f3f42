# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Which factor a session stands on, and whether that suffices."""

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.conf import settings
from django.http import HttpRequest

from stellwerk.base.actor import Actor
from stellwerk.directory.choices import Role

# Who hands out access must not be fished: a code can be typed on a foreign page, a passkey cannot.
PASSKEY_ROLES = (Role.ADMINISTRATOR,)


def factors_given(request: HttpRequest) -> set[str]:
    """The kinds of second factor used (or just set up) in this session."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    return {str(r.get("type")) for r in records if r.get("method") == "mfa"}


def note_set_up(request: HttpRequest, kind: str) -> None:
    """A factor that was just set up was also just used."""
    record_authentication(request, request.user, "mfa", type=kind)  # type: ignore[arg-type]


def lacking_factor(request: HttpRequest, actor: Actor) -> str:
    """``""`` when the session is strong enough, else ``any`` or ``passkey``."""
    if not settings.SECOND_FACTOR_REQUIRED:
        return ""
    given = factors_given(request)
    if not given:
        return "any"
    if actor.has_role(*PASSKEY_ROLES) and "webauthn" not in given:
        return "passkey"
    return ""
