# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""`manage print_pilot_table`: the table that Rheine printed, and who may sign in to the demo."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from stellwerk.jobs import sample, sample_people


class Command(BaseCommand):
    help = "Print the figures of the pilot and the sign-ins of the invented people."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command(
            "case_report", "case-management", organisation=sample_people.PILOT, stdout=self.stdout
        )
        self.stdout.write("\nAnmeldungen (alle Personen sind erfunden):")
        rows = sample.sign_ins()
        wide = [max(len(row[column]) for row in rows) for column in (0, 1)]
        for address, name, roles in rows:
            self.stdout.write(f"  {address:<{wide[0]}}  {name:<{wide[1]}}  {roles}")
        self.stdout.write(f"Passwort für alle: {sample_people.DEMO_PASSWORD}")
