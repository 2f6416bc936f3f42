# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Daily: remind clients of their appointments, where office and client have agreed (role jobs)."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.directory.queries import organisations_in_use
from stellwerk.exchange.reminders import remind


class Command(BaseCommand):
    help = "Send reminders of appointments to clients who agreed, each once."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        sent = failed = 0
        for organisation in organisations_in_use(timezone.localdate()):
            done, broken = remind(organisation, timezone.now())
            sent, failed = sent + done, failed + broken
        text = _("Reminders: %(sent)d sent, %(failed)d not sent.")
        self.stdout.write(text % {"sent": sent, "failed": failed})
        if failed:
            sys.exit(1)
