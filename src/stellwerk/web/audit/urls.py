# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the log."""

from django.urls import path

from stellwerk.web.audit import views

app_name = "audit"
urlpatterns = [path("protokoll/", views.index, name="index")]
