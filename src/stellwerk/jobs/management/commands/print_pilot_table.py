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
        width = max(len(email) for _, _, email in rows)
        for roles, name, email in rows:
            self.stdout.write(f"  {email:<{width}}  {name} – {roles}")
        self.stdout.write(f"Kennwort für alle: {sample_people.DEMO_PASSWORD}")
