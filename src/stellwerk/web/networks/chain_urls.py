# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the agreed chains."""

from django.urls import path

from stellwerk.web.networks.views import chain_files, chains, conformance, simulation
from stellwerk.web.networks.views import chain_versions as version

_CHAIN = "netz/ketten/<uuid:chain_id>/"
_VERSION = "netz/ketten/fassung/<uuid:version_id>/"
_STATION = "netz/ketten/station/<uuid:station_id>/"

chain_paths = [
    path("netz/ketten/", chains.chains, name="chains"),
    path("netz/ketten/neu/", chains.chain_new, name="chain_new"),
    path(
        "netz/ketten/vergleich/<uuid:before_id>/<uuid:after_id>/", chains.chain_compare,
        name="chain_compare",
    ),
    path(_CHAIN, chains.chain, name="chain"),
    path(f"{_CHAIN}angaben/", chains.chain_edit, name="chain_edit"),
    path(f"{_CHAIN}entwurf/", chains.chain_draft, name="chain_draft"),
    path(f"{_CHAIN}entfernen/", chains.chain_remove, name="chain_remove"),
    path(f"{_CHAIN}verlaeufe/", conformance.chain_conformance, name="chain_conformance"),
    path(f"{_CHAIN}verlaeufe/faelle/", conformance.chain_cases, name="chain_cases"),
    path(_VERSION, version.chain_version, name="chain_version"),
    path(f"{_VERSION}vereinbaren/", version.chain_agree, name="chain_agree"),
    path(f"{_VERSION}verwerfen/", version.draft_remove, name="draft_remove"),
    path(f"{_VERSION}station/", version.station_new, name="station_new"),
    path(_STATION, version.station, name="station"),
    path(f"{_STATION}platz/", version.station_move, name="station_move"),
    path(f"{_STATION}entfernen/", version.station_remove, name="station_remove"),
    # Chains as files, and played through.
    path("netz/ketten/einlesen/", chain_files.chain_import, name="chain_import"),
    path(f"{_VERSION}bpmn/", chain_files.chain_bpmn, name="chain_bpmn"),
    path(f"{_VERSION}durchspielen/", simulation.simulate, name="simulate"),
]
