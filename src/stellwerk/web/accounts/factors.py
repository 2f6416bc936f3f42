# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Which factor a session stands on, and whether that suffices."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.http import HttpRequest

from stellwerk.base.actor import Actor
from stellwerk.directory.choices import Role

# Who hands out access must not be fished: a code can be typed on a foreign page, a passkey cannot.
PASSKEY_ROLES = (Role.ADMINISTRATOR,)


def factors_given(request: HttpRequest) -> set[str]:
    """The kinds of second factor used (or just set up) in this session."""
    records = get_authentication_records(request, request.user)
    return {str(r.get("type")) for r in records if r.get("method") == "mfa"}


def note_set_up(request: HttpRequest, kind: str) -> None:
    """A factor that was just set up, or vouched for by single sign-on, was also just used."""
    record_authentication(request, request.user, "mfa", type=kind)


class SecondStep(AuthenticateStage):
    """Asks for our own second factor, unless single sign-on has just vouched for one."""

    def _should_handle(self, request: HttpRequest) -> bool:
        if vouched_for((self.login.signal_kwargs or {}).get("sociallogin")):
            return False
        return bool(super()._should_handle(request))


def vouched_for(sociallogin: Any) -> bool:
    """Whether the issuer says that it asked this person for a second factor just now.

    Only the claims ``acr`` and ``amr`` of the identity token count: it comes from the issuer
    itself, for us and for this moment (issuer, audience and expiry are checked when it is read).
    What the userinfo endpoint says besides proves nothing about how somebody signed in.
    """
    if sociallogin is None:
        return False
    account = sociallogin.account
    token = account.extra_data.get("id_token") if isinstance(account.extra_data, dict) else None
    if not isinstance(token, dict) or str(token.get("sub", "")) != account.uid:
        return False
    methods, context = token.get("amr"), token.get("acr")
    given = {m for m in methods if isinstance(m, str)} if isinstance(methods, list) else set()
    return bool(given & settings.OIDC_STRONG_AMR) or (
        isinstance(context, str) and context in settings.OIDC_STRONG_ACR
    )


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
