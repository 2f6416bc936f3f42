# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of sign-in. allauth looks its own up by the names given here, without a namespace."""

from django.conf import settings
from django.urls import include, path

from stellwerk.web.accounts import single_sign_on, views

own = [
    path("einladung/<slug:secret>/", views.link, name="link"),
    path("konto/organisation/", views.organisation, name="organisation"),
]
urlpatterns = [
    path("", include((own, "accounts"))),
    path("anmelden/", views.login, name="account_login"),
    path("anmelden/code/", views.authenticate, name="mfa_authenticate"),
    path("anmelden/passkey/", views.login_webauthn, name="mfa_login_webauthn"),
    path("abmelden/", views.logout, name="account_logout"),
    path("anmelden/nicht-moeglich/", views.inactive, name="account_inactive"),
    path("kennwort/vergessen/", views.password_reset, name="account_reset_password"),
    path(
        "kennwort/vergessen/gesendet/",
        views.password_reset_done,
        name="account_reset_password_done",
    ),
    path(
        "kennwort/neu/<slug:uidb36>/<slug:key>/",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "kennwort/neu/fertig/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("konto/kennwort/", views.password_change, name="account_change_password"),
    path("konto/bestaetigen/", views.reauthenticate, name="account_reauthenticate"),
    path("konto/bestaetigen/code/", views.reauthenticate_code, name="mfa_reauthenticate"),
    path(
        "konto/bestaetigen/passkey/",
        views.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("konto/sicherheit/", views.security, name="mfa_index"),
    path("konto/sicherheit/app/", views.activate_totp, name="mfa_activate_totp"),
    path("konto/sicherheit/app/entfernen/", views.deactivate_totp, name="mfa_deactivate_totp"),
    path("konto/sicherheit/passkeys/", views.passkeys, name="mfa_list_webauthn"),
    path("konto/sicherheit/passkeys/neu/", views.add_webauthn, name="mfa_add_webauthn"),
    path(
        "konto/sicherheit/passkeys/<int:pk>/entfernen/",
        views.remove_webauthn,
        name="mfa_remove_webauthn",
    ),
    path("konto/sicherheit/passkeys/<int:pk>/", views.edit_webauthn, name="mfa_edit_webauthn"),
    path("konto/sicherheit/codes/", views.recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "konto/sicherheit/codes/neu/",
        views.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
]
if settings.OIDC_ENABLED:
    urlpatterns += [
        path(
            "anmelden/<slug:provider_id>/start/", single_sign_on.start, name="openid_connect_login"
        ),
        path(
            "anmelden/<slug:provider_id>/zurueck/",
            single_sign_on.back,
            name="openid_connect_callback",
        ),
    ]
