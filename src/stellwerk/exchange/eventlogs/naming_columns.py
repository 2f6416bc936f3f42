# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A table whose columns wait to be named: kept sealed, shown with examples, then taken in."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO
from uuid import UUID

from django.conf import settings

from stellwerk.base.actor import Actor
from stellwerk.base.keys import open_keys
from stellwerk.base.refusal import NotVisible, Refusal
from stellwerk.cases.actions import import_runs
from stellwerk.cases.models import ImportRun
from stellwerk.exchange import parcels
from stellwerk.exchange.eventlogs import starting
from stellwerk.exchange.eventlogs.collecting import Reading
from stellwerk.exchange.eventlogs.columns import find_columns
from stellwerk.exchange.eventlogs.csv import rows_of
from stellwerk.exchange.eventlogs.opening import CSV, Source, too_large
from stellwerk.networks.models import EventLog

EXAMPLES = 5


@dataclass(frozen=True)
class WaitingTable:
    """The first rows of a kept table, and which columns are recognised by their names."""

    run: ImportRun
    header: tuple[str, ...]
    examples: tuple[tuple[str, ...], ...]
    # Role (case, activity, time, organisation) -> heading; missing where nothing is recognised.
    recognised: dict[str, str]


def is_table(stream: IO[bytes]) -> bool:
    """Whether the file is a table. Raises `Refusal` for what is no event log at all."""
    if stream.seek(0, 2) > settings.EVENT_LOG_MOST_UPLOAD:
        raise too_large(settings.EVENT_LOG_MOST_UPLOAD)
    return Source(stream).format == CSV


def keep(*, actor: Actor, organisation_id: UUID, name: str, stream: IO[bytes]) -> ImportRun:
    """Keep a table until its columns are named; refused at once if it cannot be read."""
    parcels.UPLOADS.sweep()
    with rows_of(Source(stream)) as rows:
        if next(rows, None) is None:
            raise NotVisible
    run = import_runs.start_run(
        actor=actor, organisation_id=organisation_id, file_name=name,
        step=import_runs.LOG_COLUMNS,
    )
    parcels.UPLOADS.put(run.pk, import_runs.open_run_key(run), stream)
    return run


def table(*, actor: Actor, run_id: UUID) -> WaitingTable:
    """The kept table of an upload. Raises `NotVisible`."""
    run = _run(actor, run_id)
    with rows_of(Source(_stream(run))) as rows:
        first = [tuple(row) for _line, row in islice(rows, EXAMPLES + 1)]
    header = tuple(name.strip() for name in first[0]) if first else ()
    return WaitingTable(run, header, tuple(first[1:]), _recognised(header))


def _recognised(header: Sequence[str]) -> dict[str, str]:
    """What the names alone tell; where they tell nothing or two things, nothing."""
    try:
        found = find_columns(header, Reading())
    except Refusal:
        return {}
    places = {
        "case": found.case, "activity": found.activity, "time": found.time,
        "organisation": max(found.group, found.resource) if found.group < 0 else found.group,
    }
    return {role: header[place] for role, place in places.items() if place >= 0}


def go_on(*, actor: Actor, run_id: UUID, reading: Reading) -> EventLog | ImportRun:
    """Take the table in with its columns named; on a `Refusal` it stays kept."""
    run = _run(actor, run_id)
    made = starting.start(
        actor=actor, organisation_id=run.organisation_id, name=run.file_name or "",
        stream=_stream(run), reading=reading,
    )
    discard(actor=actor, run_id=run_id)
    return made


def discard(*, actor: Actor, run_id: UUID) -> None:
    """Forget a table that waits."""
    run = _run(actor, run_id)
    parcels.UPLOADS.drop(run.pk)
    import_runs.discard_run(actor=actor, run=run)


def waiting(organisation_id: UUID) -> list[ImportRun]:
    """Tables whose columns wait to be named, newest first."""
    rows = ImportRun.objects.filter(
        organisation_id=organisation_id, counts__step=import_runs.LOG_COLUMNS
    )
    return list(rows.order_by("-created_at"))


def _run(actor: Actor, run_id: UUID) -> ImportRun:
    if actor.organisation_id is None:
        raise NotVisible
    run = ImportRun.objects.filter(
        pk=run_id, organisation_id=actor.organisation_id,
        counts__step=import_runs.LOG_COLUMNS,
    ).first()
    if run is None:
        raise NotVisible
    open_keys([run])
    return run


def _stream(run: ImportRun) -> IO[bytes]:
    return parcels.UPLOADS.take(run.pk, import_runs.open_run_key(run))
