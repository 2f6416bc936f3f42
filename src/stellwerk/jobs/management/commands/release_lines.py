# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Nightly: release what the organisations of the network see of one another (role jobs)."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from stellwerk.base.actor import system_actor
from stellwerk.networks.actions.releasing import release_lines


class Command(BaseCommand):
    help = "Release lines about the other organisations anew where five people moved."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        lines = release_lines(actor=system_actor("nightly work"))
        self.stdout.write(_("Lines released anew: %(lines)d") % {"lines": lines})
