# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Questions about recurring work."""

from django.db.models import OuterRef, Subquery

from stellwerk.duties.models import DutyRun
from stellwerk.duties.rules import LastRun


def newest_runs() -> dict[str, DutyRun]:
    """The newest run of each duty by the duty's key (one query)."""
    newest = DutyRun.objects.filter(duty=OuterRef("duty")).order_by("-due_on").values("pk")[:1]
    return {run.duty: run for run in DutyRun.objects.filter(pk=Subquery(newest))}


def last_run(run: DutyRun | None) -> LastRun | None:
    """A run as the value that rules judge."""
    return LastRun(run.due_on, run.state, run.detail) if run else None
