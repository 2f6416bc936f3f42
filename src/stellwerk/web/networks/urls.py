# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the network's pages."""

from django.urls import path

from stellwerk.web.networks.chain_urls import chain_paths
from stellwerk.web.networks.views import (
    activities,
    bundling,
    comparing,
    findings,
    issue,
    issues,
    levers,
    logs,
    maps,
    network_map,
    typical,
    typical_drafts,
    typical_stations,
)

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
    # The catalogue of activities, and what a file's own mean in it.
    path("netz/aktivitaeten/", activities.activities, name="activities"),
    path("netz/aktivitaeten/neu/", activities.activity_new, name="activity_new"),
    path("netz/aktivitaeten/<int:activity_id>/", activities.activity, name="activity"),
    path(
        "netz/aktivitaeten/<int:activity_id>/stilllegen/", activities.retire, name="activity_retire"
    ),
    path(
        "netz/aktivitaeten/<int:activity_id>/wieder-nutzen/", activities.reinstate,
        name="activity_reinstate",
    ),
    path(
        "netz/protokolle/<uuid:log_id>/aktivitaeten/", activities.log_activities,
        name="log_activities",
    ),
    *chain_paths,
    # The map of what really happens.
    path("netz/karte/", maps.course_map, name="map"),
    path("netz/karte/uebergang/", maps.edge, name="edge"),
    path("netz/karte/datei/<slug:file_format>/", maps.map_file, name="map_file"),
    path("netz/karte/varianten/", findings.variants, name="variants"),
    path("netz/karte/uebergaben/", findings.handovers, name="handovers"),
    path("netz/karte/schleifen/", findings.loops, name="loops"),
    path("netz/karte/verweildauer/", findings.dwell, name="dwell"),
    path("netz/karte/abbrueche/", findings.break_offs, name="break_offs"),
    path("netz/karte/vergleich/", comparing.compare, name="compare"),
    path("netz/karte/andere/", network_map.network_map, name="network_map"),
    # Logs: recorded, read in, on their way.
    path("netz/protokolle/", logs.logs, name="logs"),
    path("netz/protokolle/neu/", logs.log_new, name="log_new"),
    path("netz/protokolle/lauf/<uuid:run_id>/", logs.log_run, name="log_run"),
    path("netz/protokolle/lauf/<uuid:run_id>/stand/", logs.log_progress, name="log_progress"),
    path("netz/protokolle/lauf/<uuid:run_id>/spalten/", logs.log_columns, name="log_columns"),
    path("netz/protokolle/lauf/<uuid:run_id>/weg/", logs.log_discard, name="log_discard"),
    path("netz/protokolle/<uuid:log_id>/", logs.log, name="log"),
    path(
        "netz/protokolle/<uuid:log_id>/datei/<slug:file_format>/", logs.log_file, name="log_file"
    ),
    path("netz/protokolle/<uuid:log_id>/loeschen/", logs.log_delete, name="log_delete"),
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
