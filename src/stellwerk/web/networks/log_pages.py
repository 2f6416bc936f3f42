# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the pages of the logs show, and which way a sent file takes."""

from collections.abc import Iterator
from typing import IO, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need, may
from stellwerk.base.actor import Actor
from stellwerk.base.context import acting
from stellwerk.base.keys import open_keys
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.actions import import_runs
from stellwerk.cases.models import ImportRun
from stellwerk.exchange.eventlogs import importing, naming_columns, starting
from stellwerk.exchange.eventlogs.collecting import Reading
from stellwerk.networks.choices import LogKind
from stellwerk.networks.models import EventLog
from stellwerk.networks.queries import logs as queries
from stellwerk.web.shell.paging import keyset_page, page_links

MOST_FAULTS = 200


def listed(request: HttpRequest, organisation_id: UUID) -> dict[str, Any]:
    """All logs with their sizes, and the uploads that are not logs yet."""
    found = keyset_page(
        queries.logs_of(organisation_id), ("-kind", "-created_at", "id"),
        request.GET.get("cursor", ""), size=25,
    )
    sizes = queries.sizes_of([row.pk for row in found.rows])
    waiting = naming_columns.waiting(organisation_id)
    busy = list(importing.waiting(organisation_id)[:20])
    open_keys([*waiting, *busy])
    return {
        "rows": [
            {"log": row, "name": name_of(row), "size": sizes.get(row.pk, queries.LogSize())}
            for row in found.rows
        ],
        "page": found, "links": page_links(request, found),
        "waiting": waiting, "busy": [importing.LogRun(run) for run in busy],
    }


def name_of(log: EventLog) -> str:
    """The name; the recorded log is called what it is."""
    return str(log.name) or _("Recorded in the own cases")


def facts(log: EventLog) -> dict[str, Any]:
    """Everything about one log."""
    size = queries.sizes_of([log.pk]).get(log.pk, queries.LogSize())
    found = log.reading.get("found", {})
    return {
        "log": log, "size": size, "is_imported": log.kind == LogKind.IMPORTED,
        "faults": log.faults[:MOST_FAULTS], "more_faults": max(0, log.fault_count - MOST_FAULTS),
        "organisation_key": found.get("organisation_key", ""),
        "notes": found.get("notes", []),
    }


def may_take_out(actor: Actor, log: EventLog) -> bool:
    """Courses of the own cases, one by one, are for those who may see cases; figures are not."""
    return log.kind == LogKind.IMPORTED or may(actor, Need.SEE_CASES)


def take_in(
    *, actor: Actor, organisation_id: UUID, name: str, stream: IO[bytes], reading: Reading
) -> EventLog | ImportRun:
    """A table is kept until its columns are named; everything else is read."""
    if naming_columns.is_table(stream):
        return naming_columns.keep(
            actor=actor, organisation_id=organisation_id, name=name, stream=stream
        )
    return starting.start(
        actor=actor, organisation_id=organisation_id, name=name, stream=stream, reading=reading
    )


def waits_for_columns(run: ImportRun) -> bool:
    return bool(run.counts.get("step") == import_runs.LOG_COLUMNS)


def discard(*, actor: Actor, run_id: UUID) -> None:
    """Whichever kind of upload it is. Raises `NotVisible`."""
    try:
        naming_columns.discard(actor=actor, run_id=run_id)
    except NotVisible:
        importing.discard(actor=actor, run_id=run_id)


def sent(actor: Actor, content: Iterator[bytes]) -> Iterator[bytes]:
    """What a file holds while it is sent, for who asked, read as it stood at one moment."""
    with acting(actor, steady=True):
        yield from content
