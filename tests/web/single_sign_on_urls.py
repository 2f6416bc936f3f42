# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The addresses of an installation whose environment names an OpenID Connect issuer."""

from django.urls import path

from stellwerk.config.urls import handler400, handler404, handler500, urlpatterns
from stellwerk.web.accounts import single_sign_on

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]
urlpatterns = [
    *urlpatterns,
    path("anmelden/<slug:provider_id>/start/", single_sign_on.start, name="openid_connect_login"),
    path(
        "anmelden/<slug:provider_id>/zurueck/",
        single_sign_on.back,
        name="openid_connect_callback",
    ),
]
