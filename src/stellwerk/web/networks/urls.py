# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the network's pages."""

from django.urls import path

from stellwerk.web.networks.views import (
    activities,
    chain_files,
    chain_versions,
    chains,
    issue,
    issues,
    simulation,
)

app_name = "networks"
urlpatterns = [
    path("themen/", issues.issues, name="issues"),
    path("themen/datei/", issues.issues_file, name="issues_file"),
    path("themen/neu/", issues.issue_new, name="issue_new"),
    path("netz/ketten/", chains.chains, name="chains"),
    path("netz/ketten/neu/", chains.chain_new, name="chain_new"),
    path("netz/ketten/<uuid:chain_id>/", chains.chain, name="chain"),
    path("netz/ketten/<uuid:chain_id>/angaben/", chains.chain_edit, name="chain_edit"),
    path("netz/ketten/<uuid:chain_id>/entwurf/", chains.chain_draft, name="chain_draft"),
    path("netz/ketten/<uuid:chain_id>/entfernen/", chains.chain_remove, name="chain_remove"),
    path(
        "netz/ketten/vergleich/<uuid:before_id>/<uuid:after_id>/", chains.chain_compare,
        name="chain_compare",
    ),
    path(
        "netz/ketten/fassung/<uuid:version_id>/", chain_versions.chain_version,
        name="chain_version",
    ),
    path(
        "netz/ketten/fassung/<uuid:version_id>/vereinbaren/", chain_versions.chain_agree,
        name="chain_agree",
    ),
    path(
        "netz/ketten/fassung/<uuid:version_id>/verwerfen/", chain_versions.draft_remove,
        name="draft_remove",
    ),
    path(
        "netz/ketten/fassung/<uuid:version_id>/station/", chain_versions.station_new,
        name="station_new",
    ),
    path("netz/ketten/station/<uuid:station_id>/", chain_versions.station, name="station"),
    path(
        "netz/ketten/station/<uuid:station_id>/platz/", chain_versions.station_move,
        name="station_move",
    ),
    path(
        "netz/ketten/station/<uuid:station_id>/entfernen/", chain_versions.station_remove,
        name="station_remove",
    ),
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
    # Chains as files, and played through.
    path("netz/ketten/einlesen/", chain_files.chain_import, name="chain_import"),
    path(
        "netz/ketten/fassung/<uuid:version_id>/bpmn/", chain_files.chain_bpmn, name="chain_bpmn"
    ),
    path(
        "netz/ketten/fassung/<uuid:version_id>/durchspielen/", simulation.simulate,
        name="simulate",
    ),
]
