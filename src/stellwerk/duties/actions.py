# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Beginning and ending a run, so that it happens once a day wherever it is tried."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.db import connections, transaction
from django.utils import timezone

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.duties.choices import Duty, RunState
from stellwerk.duties.models import DutyRun
from stellwerk.duties.rules import MOST_ATTEMPTS

_LOCKS = 7_305  # the class of our advisory locks; any number, the same for all processes


@contextmanager
def only_here(duty: Duty, *, using: str = "default") -> Iterator[bool]:
    """Whether this process alone may run the duty now; holds as long as the block lasts.

    The lock belongs to the database session: a process that dies lets go of it.
    """
    number = zlib.crc32(duty.key.encode()) - 2**31
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCKS, number])
        is_mine = bool(cursor.fetchone()[0])
    try:
        yield is_mine
    finally:
        if is_mine:
            with connections[using].cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCKS, number])


@transaction.atomic
def begin_run(*, duty: Duty, due_on: date, again: bool = False) -> DutyRun | None:
    """Note that the run of a day begins; None when that day is done. Call inside `only_here`.

    A run whose process died is taken up again, three times at most; ``again`` repeats a run that
    ended.
    """
    run = DutyRun.objects.select_for_update().filter(duty=duty.key, due_on=due_on).first()
    now = timezone.now()
    if run is None:
        return DutyRun.objects.create(duty=duty.key, due_on=due_on, started_at=now)
    if run.state == RunState.RUNNING and run.attempts >= MOST_ATTEMPTS and not again:
        run.state, run.detail, run.finished_at = RunState.FAILED, "its process died", now
        run.save()
        return None
    if run.state != RunState.RUNNING and not again:
        return None
    run.attempts = 1 if again else run.attempts + 1
    run.started_at, run.finished_at = now, None
    run.state, run.detail = RunState.RUNNING, ""
    run.save()
    return run


@transaction.atomic
def finish_run(*, actor: Actor, run: DutyRun, state: RunState, detail: str) -> None:
    """Keep what came of a run; what is not in order stands in the log as well."""
    run.state, run.detail, run.finished_at = state, detail[:300], timezone.now()
    run.save()
    if state != RunState.OK:
        record(actor=actor, verb=Verb.CREATED, kind="duty", note=f"{run.duty}: {state}")


@transaction.atomic
def forget_runs(*, kept: timedelta) -> int:
    """Forget runs that were due longer ago than ``kept``; how many."""
    old = DutyRun.objects.filter(due_on__lt=timezone.localdate() - kept)
    return old.delete()[0]
