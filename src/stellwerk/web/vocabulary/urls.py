# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the maintained lists."""

from django.urls import path

from stellwerk.web.vocabulary import views

app_name = "vocabulary"
urlpatterns = [
    path("listen/", views.index, name="index"),
    path("listen/<slug:list_key>/", views.one_list, name="list"),
    path("listen/<slug:list_key>/neu/", views.new, name="new"),
    path("listen/<slug:list_key>/<int:pk>/", views.edit, name="term"),
    path("listen/<slug:list_key>/<int:pk>/stilllegen/", views.retire, name="retire"),
    path("listen/<slug:list_key>/<int:pk>/wiederaufnehmen/", views.reinstate, name="reinstate"),
    path("listen/<slug:list_key>/<int:pk>/loeschen/", views.delete, name="delete"),
]
