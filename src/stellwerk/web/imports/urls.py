# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the import."""

from django.urls import path

from stellwerk.web.imports import mapping, views

app_name = "imports"
urlpatterns = [
    path("einlesen/", views.index, name="index"),
    path("einlesen/vorlage.xlsx", views.template, name="template"),
    path("einlesen/fremde-liste/", mapping.foreign, name="foreign"),
    path(
        "einlesen/zuordnungen/<uuid:mapping_id>/weg/", mapping.forget, name="forget_mapping"
    ),
    path("einlesen/<uuid:run_id>/zuordnen/", mapping.mapping, name="mapping"),
    path("einlesen/<uuid:run_id>/", views.run, name="run"),
    path("einlesen/<uuid:run_id>/stand/", views.progress, name="progress"),
    path("einlesen/<uuid:run_id>/uebernehmen/", views.confirm, name="confirm"),
    path("einlesen/<uuid:run_id>/verwerfen/", views.discard, name="discard"),
]
