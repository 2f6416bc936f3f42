# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class NetworksConfig(AppConfig):
    name = "stellwerk.web.networks"
    label = "web_networks"
