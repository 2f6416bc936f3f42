# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Nightly: released typical cases that too few people share by now leave the group (role jobs)."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.cases.actions.typical_cases import recount_released
from stellwerk.directory.queries import all_organisations


class Command(BaseCommand):
    help = "Count again how many people each released typical case fits."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        withdrawn = 0
        for organisation in all_organisations():
            actor = system_actor("nightly work", organisation.pk)
            with acting(actor):
                withdrawn += recount_released(actor=actor, organisation_id=organisation.pk)
        self.stdout.write(_("Taken from the group: %(n)s.") % {"n": withdrawn})
