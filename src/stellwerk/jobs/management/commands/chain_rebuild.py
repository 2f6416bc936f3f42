# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""``stellwerk chain rebuild [--repair]``: do links and roll-up agree with the facts of the log?

Runs as the tables' owner: the one role that sees the logs of all organisations.
"""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from stellwerk.base.actor import system_actor
from stellwerk.networks.actions.log import repair_log
from stellwerk.networks.queries.proving import Differences, differences, logs


class Command(BaseCommand):
    help = "Compute links and roll-up of all event logs anew and compare; exit 1 on differences."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="write what the facts give")

    def handle(self, *args: Any, **options: Any) -> None:
        total = Differences()
        checked = logs()
        for log in checked:
            with transaction.atomic():
                found = differences(log.pk)
                if found.total and options["repair"]:
                    actor = system_actor("chain rebuild", log.organisation_id)
                    repair_log(actor=actor, log=log, found=found)
            for name in ("events", "links", "courses", "cells"):
                setattr(total, name, getattr(total, name) + getattr(found, name))
        self.stdout.write(
            _(
                "%(logs)d logs, %(events)d events. Differences: links %(links)d, courses "
                "%(courses)d, cells of the roll-up %(cells)d."
            )
            % {
                "logs": len(checked), "events": total.events, "links": total.links,
                "courses": total.courses, "cells": total.cells,
            }
        )
        if total.total:
            self.stdout.write(_("Repaired.") if options["repair"] else _("Nothing was changed."))
            sys.exit(1)
