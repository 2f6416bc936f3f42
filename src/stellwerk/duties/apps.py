# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "stellwerk.duties"
    label = "duties"
