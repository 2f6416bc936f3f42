# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Event logs in the background. Arguments hold no file and no record, only the run's identity."""

from typing import Any
from uuid import UUID

from django_tasks import task

from stellwerk.exchange import run_work
from stellwerk.exchange.eventlogs import importing
from stellwerk.exchange.eventlogs.collecting import Reading


@task()
def import_log(run_id: str, passport: dict[str, Any], reading: dict[str, Any]) -> None:
    """Take an uploaded event log in."""
    importing.run(UUID(run_id), run_work.actor_from(passport), Reading.from_json(reading))
