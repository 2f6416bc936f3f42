# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the frame."""

from django.urls import path

from stellwerk.web.shell import views

app_name = "shell"
urlpatterns = [
    path("", views.home, name="home"),
    path("sprache/", views.language, name="language"),
    path("darstellung/", views.theme, name="theme"),
    path("barrierefreiheit/", views.accessibility, name="accessibility"),
    path("datenschutz/", views.privacy, name="privacy"),
    path("bausteine/", views.style_guide, name="styleguide"),
]
