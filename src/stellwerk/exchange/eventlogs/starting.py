# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Letting an event log in: a small one at once, a large one as work of the queue."""

from typing import IO
from uuid import UUID

from django.conf import settings

from stellwerk.base.actor import Actor
from stellwerk.cases.actions import import_runs
from stellwerk.cases.models import ImportRun
from stellwerk.exchange import parcels
from stellwerk.exchange.eventlogs.collecting import Reading
from stellwerk.exchange.eventlogs.importing import AT_ONCE_BYTES, import_file, source_of
from stellwerk.exchange.eventlogs.opening import too_large
from stellwerk.exchange.eventlogs.tasks import import_log
from stellwerk.exchange.run_work import passport
from stellwerk.networks.models import EventLog


def start(
    *, actor: Actor, organisation_id: UUID, name: str, stream: IO[bytes],
    reading: Reading | None = None,
) -> EventLog | ImportRun:  # fmt: skip
    """Let a file in: the log when it was small, the run when the worker reads it.

    Raises `Refusal` at once for what the first look tells (and for whatever is wrong with a small
    file as a whole).
    """
    reading = reading or Reading()
    size = stream.seek(0, 2)
    if size > settings.EVENT_LOG_MOST_UPLOAD:
        raise too_large(settings.EVENT_LOG_MOST_UPLOAD)
    source = source_of(stream)
    if size <= AT_ONCE_BYTES and not source.is_packed:
        return import_file(
            actor=actor, organisation_id=organisation_id, file=stream, name=name, reading=reading
        )
    parcels.UPLOADS.sweep()
    run = import_runs.start_run(
        actor=actor, organisation_id=organisation_id, file_name=name, step=import_runs.LOG
    )
    parcels.UPLOADS.put(run.pk, import_runs.open_run_key(run), stream)
    import_log.enqueue(str(run.pk), passport(actor), reading.as_json())
    return run
