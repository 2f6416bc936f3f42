# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""OpenID Connect, when the environment names an issuer."""

from allauth.socialaccount.providers.openid_connect import views
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from requests import RequestException

from stellwerk.web.shell.page import page


@page(public=True, name="openid_connect_login", methods=("POST",))
def start(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the issuer."""
    try:
        return views.login(request, provider_id)
    except RequestException:
        return _unreachable(request)


@page(public=True, name="openid_connect_callback", writes_on_get=True)
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """From the issuer; the protocol leads back by GET, and signing in writes."""
    try:
        return views.callback(request, provider_id)
    except RequestException:
        return _unreachable(request)


def _unreachable(request: HttpRequest) -> HttpResponse:
    messages.error(
        request,
        _("The directory for signing in does not answer. Try again later or use your password."),
    )
    return redirect("account_login")
