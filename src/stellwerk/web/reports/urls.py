# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the reports."""

from django.urls import path

from stellwerk.web.reports import files, views

app_name = "reports"

_CASES = "berichte/fallmanagement"
_FILES = "berichte/dateien/<uuid:file_id>"
_FROZEN = "berichte/eingefroren/<uuid:report_id>"

urlpatterns = [
    path("berichte/", views.index, name="index"),
    path(f"{_CASES}/", views.case_management, name="case_management"),
    path(f"{_CASES}/kreuztabellen/", views.cross, name="cross"),
    path(f"{_CASES}/faelle/<str:key>/", views.behind, name="behind"),
    path(f"{_CASES}/datei/<slug:file_format>/", views.export, name="export"),
    path(f"{_CASES}/pdf/", files.order, name="order"),
    path(f"{_CASES}/einfrieren/", views.freeze, name="freeze"),
    path(f"{_FROZEN}/", views.frozen, name="frozen"),
    path(f"{_FROZEN}/datei/<slug:file_format>/", views.frozen_export, name="frozen_export"),
    path(f"{_FROZEN}/pdf/", files.frozen_order, name="frozen_order"),
    path(f"{_FILES}/", files.file, name="file"),
    path(f"{_FILES}/stand/", files.progress, name="file_progress"),
    path(f"{_FILES}/laden/", files.download, name="file_download"),
    path("berichte/netzwerk/", views.network, name="network"),
]
