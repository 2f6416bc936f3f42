# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig

from stellwerk.web.shell.translating import quicken_translate


class ShellConfig(AppConfig):
    name = "stellwerk.web.shell"
    label = "web_shell"

    def ready(self) -> None:
        quicken_translate()
