# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the network's pages."""

from django.urls import path

from stellwerk.web.networks.views import bundling, issue, issues, levers

app_name = "networks"
urlpatterns = [
    path("themen/", issues.issues, name="issues"),
    path("themen/datei/", issues.issues_file, name="issues_file"),
    path("themen/buendeln/", bundling.bundling, name="bundling"),
    path("themen/buendeln/thema/", bundling.bundle, name="bundle"),
    path("themen/buendeln/zurueck/", bundling.undo_bundling, name="undo_bundling"),
    path("themen/neu/", issues.issue_new, name="issue_new"),
    path("themen/<uuid:issue_id>/", issue.issue, name="issue"),
    path("themen/<uuid:issue_id>/aendern/", issue.issue_edit, name="issue_edit"),
    path("themen/<uuid:issue_id>/stand/<slug:state>/", issue.issue_step, name="issue_step"),
    path("themen/<uuid:issue_id>/loesen/", issue.take_out, name="unbundle"),
    path("netz/stellschrauben/", levers.levers, name="levers"),
    path("netz/stellschrauben/neu/", levers.lever_new, name="lever_new"),
    path("netz/stellschrauben/<uuid:lever_id>/", levers.lever, name="lever"),
]
