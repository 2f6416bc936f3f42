# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""No page without a second factor."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_htmx.http import HttpResponseClientRedirect

from stellwerk.web.accounts.adapters import is_sample_welcome, user_of
from stellwerk.web.accounts.factors import lacking_factor

# What somebody needs who is about to set a factor up. Everything else waits.
OPEN_WITHOUT_FACTOR = frozenset(
    {
        "account_logout", "account_reauthenticate", "mfa_index", "mfa_activate_totp",
        "mfa_add_webauthn", "mfa_view_recovery_codes", "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn", "shell:language", "shell:theme", "shell:accessibility",
        "shell:privacy", "accounts:organisation",
    }
)  # fmt: skip


class SecondFactor:
    """Sends a session without the demanded factor to where it is set up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        actor = getattr(request, "actor", None)
        if actor is None:
            return None
        if user_of(request).is_sample and not is_sample_welcome():
            logout(request)
            return redirect("account_login")
        match = request.resolver_match
        if match is None or match.view_name in OPEN_WITHOUT_FACTOR:
            return None
        if not lacking_factor(request, actor):
            return None
        if getattr(request, "htmx", False):
            return HttpResponseClientRedirect(redirect("mfa_index").url)
        return redirect("mfa_index")
