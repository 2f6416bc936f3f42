# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""``manage rebuild_facts [--check]``: prove the coded facts against the records, or mend them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.cases.actions.facts import rebuild_facts
from stellwerk.cases.queries.facts import fact_differences
from stellwerk.directory.queries import all_organisations


class Command(BaseCommand):
    help = "Compare the coded facts of all cases with their records; without --check mend them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare only")

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for organisation in all_organisations():
            actor = system_actor("rebuild_facts", organisation.pk)
            with acting(actor):
                differences = fact_differences(organisation.pk, today=timezone.localdate())
                for difference in differences[:20]:
                    self.stdout.write(
                        f"{organisation.key} {difference.case_id}: {', '.join(difference.columns)}"
                    )
                if differences and not options["check"]:
                    rebuild_facts(actor=actor, organisation_id=organisation.pk)
            found += len(differences)
        self.stdout.write(f"Facts that differ from the records: {found}")
        if found and options["check"]:
            raise CommandError("The facts differ from the records; run without --check to mend.")
