# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the network's pages."""

from django.urls import path

from stellwerk.web.networks.chain_urls import chain_paths
from stellwerk.web.networks.views import activities, issue, issues

app_name = "networks"
urlpatterns = [
    path("themen/", issues.issues, name="issues"),
    path("themen/datei/", issues.issues_file, name="issues_file"),
    path("themen/neu/", issues.issue_new, name="issue_new"),
    path("themen/<uuid:issue_id>/", issue.issue, name="issue"),
    path("themen/<uuid:issue_id>/aendern/", issue.issue_edit, name="issue_edit"),
    path("themen/<uuid:issue_id>/stand/<slug:state>/", issue.issue_step, name="issue_step"),
    path("themen/<uuid:issue_id>/loesen/", issue.take_out, name="unbundle"),
    # The catalogue of activities, and what a file's own mean in it.
    path("aktivitaeten/", activities.activities, name="activities"),
    path("aktivitaeten/neu/", activities.activity_new, name="activity_new"),
    path("aktivitaeten/<int:activity_id>/", activities.activity, name="activity"),
    path(
        "aktivitaeten/<int:activity_id>/stilllegen/", activities.retire, name="activity_retire"
    ),
    path(
        "aktivitaeten/<int:activity_id>/wieder-nutzen/", activities.reinstate,
        name="activity_reinstate",
    ),
    path(
        "protokolle/<uuid:log_id>/aktivitaeten/", activities.log_activities,
        name="log_activities",
    ),
    *chain_paths,
]
