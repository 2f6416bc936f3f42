# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Taking an event log into the installation: at once when it is small, else by the worker.

The page calls `start`, `peek` and `waiting`; the worker calls `run`. Progress and refusals stand in
an ``ImportRun``, the result is the ``EventLog`` itself with its faults.
"""

import json
import logging
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, overload
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stellwerk.base.actor import Actor
from stellwerk.base.context import acting
from stellwerk.base.keys import open_keys
from stellwerk.base.refusal import NotVisible, Refusal
from stellwerk.cases.actions import import_runs
from stellwerk.cases.choices import ImportState
from stellwerk.cases.models import ImportRun
from stellwerk.exchange import parcels
from stellwerk.exchange.eventlogs.bounds import Bounds
from stellwerk.exchange.eventlogs.collecting import Collected, Reading
from stellwerk.exchange.eventlogs.courses import courses_of
from stellwerk.exchange.eventlogs.opening import Source
from stellwerk.exchange.eventlogs.reading import read_into
from stellwerk.networks.actions.log import load_log
from stellwerk.networks.models import EventLog
from stellwerk.networks.rules.courses import ReadTrace
from stellwerk.networks.rules.maps import Fault

logger = logging.getLogger(__name__)

#: Up to here the person waits less for the result than a worker needs to begin.
AT_ONCE_BYTES = 2_000_000
#: The original is kept in sealed pieces of this size, each packed for itself.
PIECE = 2**20

Meter = Callable[[int, int], None]


def import_file(
    *, actor: Actor, organisation_id: UUID, file: Path | IO[bytes], name: str,
    reading: Reading | None = None, meter: Meter | None = None,
) -> EventLog:  # fmt: skip
    """Read a file and take it in as a log of its own. Raises `Refusal`; then nothing is kept."""
    reading = reading or Reading()
    source = source_of(file)
    with Collected(reading, keeps_labels=True, bounds=Bounds.of_imports()) as collected:
        read_into(collected, source)
        said = {
            **reading.as_json(),
            "found": {
                "organisation_key": collected.organisation_key,
                "lifecycle": collected.lifecycle,
                "notes": collected.notes(),
            },
        }
        with transaction.atomic():
            return load_log(
                actor=actor, organisation_id=organisation_id, name=name,
                file_format=source.format, reading=said,
                traces=_told(courses_of(collected), collected, meter),
                content=pieces_of(source),
                faults=_Faults(collected.faults, collected.fault_count),
            )  # fmt: skip


def source_of(file: Path | IO[bytes]) -> Source:
    """The file, unless what it says of its own size is too much to be taken in."""
    return Source(file, settings.EVENT_LOG_MOST_UNPACKED, trusts_tail=True)


def pieces_of(source: Source) -> Iterator[bytes]:
    """The file exactly as it came, in packed pieces; `zlib.decompress` opens each."""
    with source.raw() as raw:
        while piece := raw.read(PIECE):
            yield zlib.compress(piece, 6)


def _told(
    traces: Iterator[ReadTrace], collected: Collected, meter: Meter | None
) -> Iterator[ReadTrace]:
    done, told, total = 0, 0, collected.events.count
    for number, trace in enumerate(traces, 1):
        collected.bounds.check_cases(number)
        yield trace
        done += len(trace.events)
        if meter is not None and done - told >= 20_000:
            meter(done, total)
            told = done


class _Faults(Sequence[dict[str, Any]]):
    """The first faults as they are kept; its length is how many there were."""

    def __init__(self, kept: list[Fault], count: int) -> None:
        self._kept, self._count = kept, count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, at: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return [{"line": one.line, "reason": one.reason} for one in self._kept[at]]
        return {"line": self._kept[at].line, "reason": self._kept[at].reason}


# ── uploads from the page ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class LogRun:
    """An upload of an event log, as a page shows it."""

    run: ImportRun

    @property
    def is_busy(self) -> bool:
        return self.run.state in (ImportState.WAITING, ImportState.RUNNING)

    @property
    def percent(self) -> int:
        total = self.run.rows_total
        return min(100, 100 * self.run.rows_done // total) if total else 0

    @property
    def log_id(self) -> UUID | None:
        """The log that came of it."""
        found = self.run.counts.get("log")
        return UUID(found) if found else None

    @property
    def reason(self) -> str:
        """Why it was refused; the key of the run must be open."""
        said = json.loads(self.run.faults) if self.run.faults else {}
        return str(said.get("reason", ""))


def run(run_id: UUID, actor: Actor, reading: Reading) -> None:
    """The worker's side. Runs without a surrounding transaction."""
    with acting(actor):
        row = ImportRun.objects.get(pk=run_id)
        key = import_runs.open_run_key(row)
        import_runs.set_running(run=row, step=import_runs.LOG)
    notes = import_runs.ProgressNotes(row)
    try:
        with acting(actor):
            log = import_file(
                actor=actor, organisation_id=row.organisation_id,
                file=parcels.UPLOADS.take(row.pk, key), name=row.file_name or "",
                reading=reading, meter=notes.reading,
            )  # fmt: skip
            import_runs.finish_log(run=row, log_id=log.pk)
    except Refusal as refusal:
        with acting(actor):
            import_runs.refuse_log(run=row, code=refusal.code, reason=str(refusal.message))
    except Exception as problem:
        logger.exception("Import of an event log failed: %s", row.pk)
        with acting(actor):
            import_runs.fail_run(run=row, code=type(problem).__name__)
    finally:
        notes.close()
        parcels.UPLOADS.drop(row.pk)


def waiting(organisation_id: UUID) -> QuerySet[ImportRun]:
    """Uploads of event logs that are not done, newest first."""
    return (
        ImportRun.objects.filter(organisation_id=organisation_id, counts__step=import_runs.LOG)
        .exclude(state=ImportState.DONE)
        .order_by("-created_at")
    )


def peek(*, actor: Actor, run_id: UUID) -> LogRun:
    """How far an upload is, or why it was refused. Raises `NotVisible`."""
    if actor.organisation_id is None:
        raise NotVisible
    row = ImportRun.objects.filter(
        pk=run_id, organisation_id=actor.organisation_id, counts__step=import_runs.LOG
    ).first()
    if row is None:
        raise NotVisible
    open_keys([row])
    return LogRun(row)


def discard(*, actor: Actor, run_id: UUID) -> None:
    """Forget an upload that was refused or that nobody waits for."""
    found = peek(actor=actor, run_id=run_id)
    if found.run.state == ImportState.RUNNING:
        raise Refusal("running", _("The file is being worked on; please wait for the end."))
    parcels.UPLOADS.drop(run_id)
    import_runs.discard_run(actor=actor, run=found.run)
