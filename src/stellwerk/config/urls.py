# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Every web area stands at the root and names its own addresses."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [path("", include(f"stellwerk.web.{area}.urls")) for area in settings.WEB_AREAS]

handler400 = "stellwerk.web.shell.refusals.bad_request"
handler404 = "stellwerk.web.shell.refusals.not_found"
handler500 = "stellwerk.web.shell.refusals.broken"
