# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The life of an upload: waiting, being checked, checked, running, done or refused."""

import json
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from django.utils import timezone

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.keys import attach_key, create_keys, load_keys
from stellwerk.cases.choices import ImportState
from stellwerk.cases.models import ImportRun

# Steps of a run, beside its state: what is waited for, or what runs.
CHECK, CHECKED, APPLY = "check", "checked", "apply"
# Before the others: a foreign list whose columns wait to be named.
MAP = "map"
# A file of another kind: an event log for the network.
LOG = "log"
# An event log as a table whose columns wait to be named.
LOG_COLUMNS = "log_columns"
# Parts of a step that runs: the file is read first, then its records are worked through.
READ, TAKE = "read", "take"


@transaction.atomic
def start_run(
    *, actor: Actor, organisation_id: UUID, file_name: str, step: str = CHECK
) -> ImportRun:
    """A new upload with a data key of its own; its key comes opened."""
    run = ImportRun(
        organisation_id=organisation_id,
        uploaded_by=actor.label,
        uploaded_by_id=actor.user_id,
        counts={"step": step},
    )
    keys = create_keys([(run.pk, organisation_id)])
    attach_key([run], keys[run.pk])
    run.file_name = file_name[:200]
    run.save(force_insert=True)
    record(
        actor=actor, verb=Verb.CREATED, kind="import_run", subjects=[run.pk], fields=["file_name"]
    )
    return run


@transaction.atomic
def set_mapped(*, run: ImportRun, file_name: str) -> None:
    """The columns are named: from now on the file is one of ours (the run's key is open)."""
    run.file_name = file_name[:200]
    run.counts = {"step": CHECK}
    run.save(update_fields=["file_name", "counts", "updated_at"])


def set_running(*, run: ImportRun, step: str) -> None:
    """The work has begun; commits at once when called outside of a transaction."""
    run.state = ImportState.RUNNING
    run.rows_done = 0
    run.counts = {**run.counts, "step": step, "part": READ}
    run.save(update_fields=["state", "rows_done", "counts", "updated_at"])


@transaction.atomic
def keep_check(
    *, run: ImportRun, result: dict[str, Any], counts: dict[str, Any], is_refused: bool
) -> None:
    """Keep what the check found. The faults quote cells, so they are sealed."""
    run.state = ImportState.REFUSED if is_refused else ImportState.WAITING
    run.counts = {"step": CHECKED, **counts}
    run.faults = json.dumps(result, ensure_ascii=False)
    run.rows_done = run.rows_total
    run.finished_at = timezone.now() if is_refused else None
    run.save()


@transaction.atomic
def finish_run(*, run: ImportRun, counts: dict[str, Any]) -> None:
    """The records are in (same transaction)."""
    run.state = ImportState.DONE
    run.counts = {"step": APPLY, **counts}
    run.rows_done = run.rows_total
    run.finished_at = timezone.now()
    run.save(update_fields=["state", "counts", "rows_done", "finished_at", "updated_at"])


@transaction.atomic
def fail_run(*, run: ImportRun, code: str) -> None:
    """Something broke; nothing was taken in."""
    run.state = ImportState.FAILED
    run.counts = {**run.counts, "code": code}
    run.finished_at = timezone.now()
    run.save(update_fields=["state", "counts", "finished_at", "updated_at"])


@transaction.atomic
def discard_run(*, actor: Actor, run: ImportRun) -> None:
    """The person decides against taking the file in; what it said is forgotten."""
    record(actor=actor, verb=Verb.DELETED, kind="import_run", subjects=[run.pk])
    run.delete()


class ProgressNotes:
    """Writes the progress of a run beside the import's own transaction.

    A connection of its own: inside the import nobody would see the progress before the end.
    """

    def __init__(self, run: ImportRun, using: str = "default") -> None:
        self._run = run
        self._total = 0
        self._connection = connections[using].copy()

    def reading(self, done: int, expected: int) -> None:
        """So many rows are read; ``expected`` is an estimate."""
        self._note(READ, done, max(expected, done))

    def started(self, total: int) -> None:
        """The file is judged; from now on its records are worked through."""
        self._total = total
        self._note(TAKE, 0, total)

    def __call__(self, done: int) -> None:
        self._note(TAKE, min(done, self._total), self._total)

    def _note(self, part: str, done: int, total: int) -> None:
        connection = self._connection
        if connection.get_autocommit():  # connects; two statements belong together below
            connection.set_autocommit(False)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('app.organisation', %s, true)",
                [str(self._run.organisation_id)],
            )
            cursor.execute(
                "UPDATE cases_importrun SET rows_done = %s, rows_total = %s, updated_at = now(), "
                "counts = counts || jsonb_build_object('part', %s::text) WHERE id = %s",
                [done, total, part, self._run.pk],
            )
        connection.commit()

    def close(self) -> None:
        self._connection.close()


@transaction.atomic
def finish_log(*, run: ImportRun, log_id: UUID) -> None:
    """The event log is in (same transaction)."""
    run.state = ImportState.DONE
    run.counts = {"step": LOG, "log": str(log_id)}
    run.rows_done = run.rows_total
    run.finished_at = timezone.now()
    run.save(update_fields=["state", "counts", "rows_done", "finished_at", "updated_at"])


@transaction.atomic
def refuse_log(*, run: ImportRun, code: str, reason: str) -> None:
    """The event log was not taken in; the reason may quote it, so it is sealed."""
    run.state = ImportState.REFUSED
    run.counts = {"step": LOG, "code": code}
    run.faults = json.dumps({"reason": reason}, ensure_ascii=False)
    run.finished_at = timezone.now()
    run.save()


def open_run_key(run: ImportRun) -> bytes:
    """The data key of a run, attached to it; empty when it was erased."""
    key = load_keys([run.pk]).get(run.pk, b"")
    attach_key([run], key)
    return key
