# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Uploads from the page: kept sealed, checked and taken in by the worker, with progress.

The page calls `upload`, `confirm`, `open_run` and `runs_of`; the worker's side is `run_work`,
called through `tasks`. Small files are checked at once, so that most people never wait.
"""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import IO, Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.keys import open_keys
from stellwerk.base.refusal import NotVisible, Refusal
from stellwerk.cases.actions import import_runs
from stellwerk.cases.actions.mappings import save_mapping
from stellwerk.cases.choices import ImportState
from stellwerk.cases.models import ImportRun
from stellwerk.directory.models import Organisation
from stellwerk.exchange import guard, parcels
from stellwerk.exchange.guard import FileKind
from stellwerk.exchange.intake import Upload
from stellwerk.exchange.mapping import ForeignList, Mapped, as_cases, read_list
from stellwerk.exchange.run_work import check_now, passport
from stellwerk.exchange.tasks import apply_import, check_import
from stellwerk.exchange.words import load_words

# Up to here the check takes less time than a worker needs to notice the task.
AT_ONCE_BYTES = 256 * 1024
# How much of the time of a step goes into reading, in percent (measured).
READING_SHARE = {import_runs.CHECK: 80, import_runs.APPLY: 35}
# A worker that stopped noting progress for so long has died.
STALLED = timedelta(minutes=10)


@dataclass(frozen=True)
class OpenedRun:
    """A run with what its check found, for a page."""

    run: ImportRun
    file_name: str
    result: dict[str, Any]

    @property
    def is_mapping(self) -> bool:
        """A foreign list whose columns are still to be named."""
        step = self.run.counts.get("step")
        return self.run.state == ImportState.WAITING and step == import_runs.MAP

    @property
    def is_busy(self) -> bool:
        waiting = self.run.state == ImportState.WAITING
        waits = waiting and not self.may_confirm and not self.is_mapping
        return waits or self.run.state == ImportState.RUNNING

    @property
    def may_confirm(self) -> bool:
        checked = self.run.counts.get("step") == import_runs.CHECKED
        return self.run.state == ImportState.WAITING and checked

    @property
    def is_reading(self) -> bool:
        """Whether the file is still being read; its number of rows is then an estimate."""
        return bool(self.run.counts.get("part") == import_runs.READ)

    @property
    def percent(self) -> int:
        """How far the step is as a whole: reading, then working through the records."""
        total = self.run.rows_total
        done = min(1.0, self.run.rows_done / total) if total else 0.0
        reading = READING_SHARE.get(self.run.counts.get("step", ""), 0)
        if self.is_reading:
            return int(reading * done)
        return int(reading + (100 - reading) * done)


def upload(
    *, actor: Actor, organisation: Organisation, files: Sequence[tuple[str, IO[bytes]]]
) -> ImportRun:
    """Let files in: refused at once (`Refusal`), or kept as a run to be checked.

    Several files are the CSV files of one workbook.
    """
    parcels.UPLOADS.sweep()
    name, stream = files[0] if len(files) == 1 else (_bundle_name(files), _bundle(files))
    guard.inspect(stream)
    run = import_runs.start_run(actor=actor, organisation_id=organisation.pk, file_name=name)
    parcels.UPLOADS.put(run.pk, import_runs.open_run_key(run), stream)
    stream.seek(0, 2)
    if stream.tell() <= AT_ONCE_BYTES:
        check_now(run, actor, organisation)
    else:
        check_import.enqueue(str(run.pk), passport(actor))
    return run


def upload_foreign(
    *, actor: Actor, organisation: Organisation, name: str, stream: IO[bytes]
) -> ImportRun:
    """Keep a foreign list until its columns are named; refused at once if it cannot be read."""
    parcels.UPLOADS.sweep()
    read_list(Upload(name, stream))
    run = import_runs.start_run(
        actor=actor, organisation_id=organisation.pk, file_name=name, step=import_runs.MAP
    )
    parcels.UPLOADS.put(run.pk, import_runs.open_run_key(run), stream)
    return run


def foreign_list(run: ImportRun) -> ForeignList:
    """The kept list of a run whose columns are to be named."""
    key = import_runs.open_run_key(run)
    return read_list(Upload(run.file_name or "", parcels.UPLOADS.take(run.pk, key)))


def apply_mapping(
    *, actor: Actor, run: ImportRun, organisation: Organisation, listed: ForeignList,
    mapped: Mapped, save_as: str = "",
) -> None:  # fmt: skip
    """Turn the list into a file of cases and check it in the ordinary way."""
    if not OpenedRun(run, "", {}).is_mapping:
        raise Refusal("not_waiting", _("This file is no longer waiting for its columns."))
    if save_as.strip():
        save_mapping(
            actor=actor, name=save_as, columns=mapped.by_heading(listed), words=mapped.words
        )
    key = import_runs.open_run_key(run)
    content = as_cases(listed, mapped, load_words())
    stem = (run.file_name or "").rsplit(".", 1)[0]
    import_runs.set_mapped(run=run, file_name=_("%(name)s (mapped)") % {"name": stem} + ".csv")
    parcels.UPLOADS.put(run.pk, key, io.BytesIO(content))
    if len(content) <= AT_ONCE_BYTES:
        check_now(run, actor, organisation)
    else:
        check_import.enqueue(str(run.pk), passport(actor))


def _bundle_name(files: Sequence[tuple[str, IO[bytes]]]) -> str:
    return ", ".join(name for name, _stream in files)


def _bundle(files: Sequence[tuple[str, IO[bytes]]]) -> IO[bytes]:
    """Several CSV files as one; anything else cannot be sent together."""
    bundle = io.BytesIO()
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, stream in files:
            if guard.inspect(stream) != FileKind.CSV:
                raise Refusal(
                    "file_several", _("Several files at once must be CSV files, one per sheet.")
                )
            stream.seek(0)
            stem = name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
            archive.writestr(f"{stem}.csv", stream.read())
    return bundle


def confirm(*, actor: Actor, run: ImportRun) -> None:
    """Take the checked file in, in the background."""
    opened = OpenedRun(run, "", {})
    if not opened.may_confirm:
        raise Refusal("not_waiting", _("This file is no longer waiting to be taken in."))
    import_runs.set_running(run=run, step=import_runs.APPLY)
    apply_import.enqueue(str(run.pk), passport(actor))


def discard(*, actor: Actor, run: ImportRun) -> None:
    """Throw the upload away; what was taken in already stays."""
    if _with_stall(run).state == ImportState.RUNNING:
        raise Refusal("running", _("The file is being worked on; please wait for the end."))
    parcels.UPLOADS.drop(run.pk)
    import_runs.discard_run(actor=actor, run=run)


def runs_of(organisation_id: UUID) -> QuerySet[ImportRun]:
    """The uploads of an organisation, newest first; event logs are listed elsewhere."""
    found = ImportRun.objects.filter(organisation_id=organisation_id)
    logs = (import_runs.LOG, import_runs.LOG_COLUMNS)
    # A workbook's counts have no step: what is missing is in no list, nor out of it.
    is_log = Q(counts__has_key="step") & Q(counts__step__in=logs)
    return found.exclude(is_log).order_by("-created_at")


def open_run(*, actor: Actor, run_id: UUID) -> OpenedRun:
    """One upload of the actor's organisation; what it quotes is read, so that is recorded."""
    run = _own_run(actor, run_id)
    record(actor=actor, verb=Verb.READ, kind="import_run", subjects=[run.pk], fields=["faults"])
    import_runs.open_run_key(run)
    result = json.loads(run.faults) if run.faults else {}
    return OpenedRun(_with_stall(run), run.file_name or "", result)


def peek(*, actor: Actor, run_id: UUID) -> OpenedRun:
    """How far a run is, without anything that the file says."""
    run = _own_run(actor, run_id)
    return OpenedRun(_with_stall(run), "", {})


def _own_run(actor: Actor, run_id: UUID) -> ImportRun:
    """A run of the actor's organisation; hidden and missing are one."""
    if actor.organisation_id is None:
        raise NotVisible
    run = ImportRun.objects.filter(pk=run_id, organisation_id=actor.organisation_id).first()
    if run is None:
        raise NotVisible
    return run


def _with_stall(run: ImportRun) -> ImportRun:
    """A run whose worker has died shows as failed."""
    if run.state == ImportState.RUNNING and timezone.now() - run.updated_at > STALLED:
        run.state = ImportState.FAILED
    return run


def open_names(*, actor: Actor, found: Sequence[ImportRun]) -> None:
    """Open the file names of a list of runs; one row of the log."""
    if found:
        record(
            actor=actor, verb=Verb.LISTED, kind="import_run",
            subjects=[run.pk for run in found], fields=["file_name"],
        )  # fmt: skip
    open_keys(found)
