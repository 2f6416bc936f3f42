# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Nightly: does the installation still keep what it promises? Exit status 1 when something is red.

What `./stellwerk check` asks, as far as a working role may ask it.
"""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from stellwerk.access.walls import expected_policies
from stellwerk.engine import checks, locate


class Command(BaseCommand):
    help = "Check roles, walls, key files and backups; status 1 when something is wrong."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        findings = checks.from_inside(locate.home(), expected_policies())
        red = [f"{found.name}: {found.detail}" for found in findings if found.state == "red"]
        if red:
            self.stdout.write("; ".join(red))
            raise SystemExit(1)
        self.stdout.write(_("%(count)d answers, nothing wrong.") % {"count": len(findings)})
