# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Nightly: the weekly digest, on the first run of each week (role jobs)."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.jobs.digest import send_digests


class Command(BaseCommand):
    help = "Send this week's digests that have not gone out yet."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        sent = send_digests(timezone.localdate())
        self.stdout.write(_("Digests sent: %(n)s.") % {"n": sent})
