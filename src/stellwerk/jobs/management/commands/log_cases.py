# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""``manage log_cases``: bring the event log up to date with the records of all cases."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.cases.actions.logging import BATCH, log_cases
from stellwerk.cases.queries.logging import next_to_log
from stellwerk.directory.queries import all_organisations


class Command(BaseCommand):
    help = (
        "Write into the event log what the records of all cases say and it does not say yet: cases "
        "from before the log, answers of other organisations, days that have come. A second run "
        "writes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        seen = written = 0
        for organisation in all_organisations():
            actor = system_actor("log_cases", organisation.pk)
            ids: list[UUID] = []
            # Piece by piece: whoever works on a case meanwhile waits for two hundred at most, and
            # no more of them are ever in memory.
            while True:
                with acting(actor):
                    ids = next_to_log(organisation.pk, ids[-1] if ids else None, BATCH)
                    written += log_cases(
                        actor=actor, organisation_id=organisation.pk, case_ids=ids
                    )
                if not ids:
                    break
                seen += len(ids)
        self.stdout.write(f"Cases: {seen}, courses written to: {written}")
