# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""OpenID Connect, when the environment names an issuer."""

from allauth.socialaccount.providers.openid_connect import views

from stellwerk.web.shell.page import page

start = page(public=True, name="openid_connect_login", methods=("GET", "POST"))(views.login)
back = page(public=True, name="openid_connect_callback", writes_on_get=True)(views.callback)
