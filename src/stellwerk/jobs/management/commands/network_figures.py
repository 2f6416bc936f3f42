# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Nightly: release the figures of the network as of the end of last month (role statistics)."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from stellwerk.base.actor import system_actor
from stellwerk.indicators.actions.releasing import release_network_figures


class Command(BaseCommand):
    help = "Release the figures over all organisations; groups of at least five."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        release = release_network_figures(actor=system_actor("nightly release of figures"))
        if release is None:
            self.stdout.write(_("Nothing released: too few organisations, cases or changes."))
        else:
            self.stdout.write(_("Released as of %(day)s.") % {"day": release.as_of.isoformat()})
