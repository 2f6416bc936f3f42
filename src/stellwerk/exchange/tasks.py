# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Imports in the background. Arguments hold no file and no record, only the run's identity."""

from typing import Any
from uuid import UUID

from django_tasks import task

from stellwerk.exchange import run_work


@task()
def check_import(run_id: str, passport: dict[str, Any]) -> None:
    """Check an upload."""
    run_work.check_run(UUID(run_id), run_work.actor_from(passport))


@task()
def apply_import(run_id: str, passport: dict[str, Any]) -> None:
    """Take a checked upload in."""
    run_work.apply_run(UUID(run_id), run_work.actor_from(passport))
