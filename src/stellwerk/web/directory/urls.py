# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses of organisations, people and roles."""

from django.urls import path

from stellwerk.web.directory.views import network, organisations, people, roles

app_name = "directory"
urlpatterns = [
    path("organisationen/", organisations.index, name="index"),
    path("organisationen/neu/", organisations.new, name="organisation_new"),
    path("organisationen/<uuid:pk>/", organisations.show, name="organisation"),
    path("organisationen/<uuid:pk>/aendern/", organisations.edit, name="organisation_edit"),
    path("organisationen/<uuid:pk>/stilllegen/", organisations.retire, name="organisation_retire"),
    path(
        "organisationen/<uuid:pk>/wiederaufnehmen/",
        organisations.reinstate,
        name="organisation_reinstate",
    ),
    path("netzwerk/", network.show, name="network"),
    path("netzwerk/einrichten/", network.new, name="network_new"),
    path("netzwerk/kommune/", network.add, name="municipality_new"),
    path("personal/", people.index, name="people"),
    path("personal/neu/", people.new, name="person_new"),
    path("personal/<uuid:pk>/", people.show, name="person"),
    path("personal/<uuid:pk>/aendern/", people.edit, name="person_edit"),
    path("personal/<uuid:pk>/einladen/", people.send_link, name="person_invite"),
    path("personal/<uuid:pk>/neustart/", people.reset, name="person_reset"),
    path("personal/<uuid:pk>/schliessen/", people.close, name="person_close"),
    path("personal/<uuid:pk>/oeffnen/", people.reopen, name="person_reopen"),
    path("personal/<uuid:pk>/rolle/", roles.grant, name="role_grant"),
    path("rollen/<uuid:pk>/beenden/", roles.end, name="role_end"),
]
