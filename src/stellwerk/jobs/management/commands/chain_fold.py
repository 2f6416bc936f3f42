# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Nightly: count the weeks of the event logs again in which something has changed (role jobs)."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.directory.queries import all_organisations
from stellwerk.networks.actions.log import fold_marks
from stellwerk.networks.queries.proving import marked_logs


class Command(BaseCommand):
    help = "Bring the roll-up of all event logs up to date."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        weeks = 0
        for organisation in all_organisations():
            actor = system_actor("nightly work", organisation.pk)
            with acting(actor):
                marked = marked_logs()
            for log_id in marked:
                with acting(actor):
                    weeks += fold_marks(log_id)
        self.stdout.write(_("Weeks counted again: %(weeks)d") % {"weeks": weeks})
