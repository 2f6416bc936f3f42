# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the known issues."""

from django.urls import path

from stellwerk.web.networks.views import issues, typical, typical_drafts, typical_stations

app_name = "networks"
urlpatterns = [
    path("themen/", issues.issues, name="issues"),
    path("themen/neu/", issues.issue_new, name="issue_new"),
    path("themen/<uuid:issue_id>/", issues.issue, name="issue"),
    # typical cases
    path("netz/typische-faelle/", typical.typical_cases, name="typical_cases"),
    path("netz/typische-faelle/neu/", typical.typical_case_new, name="typical_case_new"),
    path(
        "netz/typische-faelle/aus-faellen/", typical_drafts.typical_case_from,
        name="typical_case_from",
    ),
    path("netz/typische-faelle/<uuid:typical_id>/", typical.typical_case, name="typical_case"),
    path(
        "netz/typische-faelle/<uuid:typical_id>/bearbeiten/", typical.typical_case_edit,
        name="typical_case_edit",
    ),
    path(
        "netz/typische-faelle/<uuid:typical_id>/schritt/", typical.typical_step,
        name="typical_step",
    ),
    path(
        "netz/typische-faelle/<uuid:typical_id>/handzettel.pdf", typical.typical_paper,
        name="typical_paper",
    ),
    path(
        "netz/typische-faelle/<uuid:typical_id>/stationen/", typical_stations.typical_stations,
        name="typical_stations",
    ),
    path(
        "netz/typische-faelle/<uuid:typical_id>/stationen/neu/<slug:course>/",
        typical_stations.typical_station_new, name="typical_station_new",
    ),
    path(
        "netz/typische-faelle/<uuid:typical_id>/stationen/<uuid:station_id>/",
        typical_stations.typical_station, name="typical_station",
    ),
    path(
        "netz/typische-faelle/<uuid:typical_id>/stationen/<uuid:station_id>/platz/",
        typical_stations.typical_station_move, name="typical_station_move",
    ),
    path(
        "netz/typische-faelle/<uuid:typical_id>/stationen/<uuid:station_id>/sicht/",
        typical_stations.typical_view, name="typical_view",
    ),
]
