# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Address of the page on recurring work."""

from django.urls import path

from stellwerk.web.duties import views

app_name = "duties"
urlpatterns = [path("betrieb/", views.index, name="index")]
