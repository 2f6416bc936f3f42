# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the known issues."""

from django.urls import path

from stellwerk.web.networks import views

app_name = "networks"
urlpatterns = [
    path("themen/", views.issues, name="issues"),
    path("themen/neu/", views.issue_new, name="issue_new"),
    path("themen/<uuid:issue_id>/", views.issue, name="issue"),
]
