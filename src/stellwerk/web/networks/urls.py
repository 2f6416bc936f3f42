# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the known issues."""

from django.urls import path

from stellwerk.web.networks.views import issues

app_name = "networks"
urlpatterns = [
    path("themen/", issues.issues, name="issues"),
    path("themen/neu/", issues.issue_new, name="issue_new"),
    path("themen/<uuid:issue_id>/", issues.issue, name="issue"),
]
