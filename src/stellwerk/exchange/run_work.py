# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The worker's side of an upload: check it, take it in, say how far it is."""

import logging
import traceback
from typing import Any
from uuid import UUID

from stellwerk.base.actor import Actor
from stellwerk.base.context import acting
from stellwerk.base.refusal import Refusal
from stellwerk.cases.actions import import_runs
from stellwerk.cases.choices import ImportState
from stellwerk.cases.models import ImportRun
from stellwerk.directory.models import Organisation
from stellwerk.exchange import parcels
from stellwerk.exchange.importing import Meter, Preview, check_uploads, import_uploads
from stellwerk.exchange.intake import Upload

logger = logging.getLogger(__name__)


def check_run(run_id: UUID, actor: Actor) -> None:
    """Check an upload and keep the result. Runs without a surrounding transaction."""
    with acting(actor):
        run = ImportRun.objects.select_related("organisation").get(pk=run_id)
        import_runs.open_run_key(run)
        import_runs.set_running(run=run, step=import_runs.CHECK)
    notes = import_runs.ProgressNotes(run)
    try:
        with acting(actor):
            check_now(run, actor, run.organisation, notes)
    except Exception as problem:
        _failed(run, actor, problem)
    finally:
        notes.close()


def check_now(
    run: ImportRun, actor: Actor, organisation: Organisation, meter: Meter | None = None
) -> None:
    """Check an upload inside the caller's transaction and keep what was found."""
    key = import_runs.open_run_key(run)
    try:
        files = [Upload(run.file_name or "", parcels.UPLOADS.take(run.pk, key))]
        preview = check_uploads(files, organisation=organisation, actor=actor, meter=meter)
    except Refusal as refusal:
        parcels.UPLOADS.drop(run.pk)
        import_runs.fail_run(run=run, code=refusal.code)
        return
    run.rows_total = preview.rows_total
    import_runs.keep_check(
        run=run, result=preview.as_json(), counts=preview.counts, is_refused=preview.is_refused
    )
    if preview.is_refused:
        parcels.UPLOADS.drop(run.pk)


def apply_run(run_id: UUID, actor: Actor) -> None:
    """Take a checked upload in. The data and the word "done" are one transaction."""
    with acting(actor):
        run = ImportRun.objects.select_related("organisation").get(pk=run_id)
        key = import_runs.open_run_key(run)
    if run.state != ImportState.RUNNING:
        return
    notes = import_runs.ProgressNotes(run)
    try:
        with acting(actor):
            files = [Upload(run.file_name or "", parcels.UPLOADS.take(run.pk, key))]
            preview = import_uploads(
                files, organisation=run.organisation, actor=actor, meter=notes
            )
            _finish(run, preview)
    except Exception as problem:
        _failed(run, actor, problem)
    finally:
        notes.close()
        parcels.UPLOADS.drop(run.pk)


def _failed(run: ImportRun, actor: Actor, problem: Exception) -> None:
    """Say that it failed, and where. The message stays out: it may quote what the file says."""
    code = problem.code if isinstance(problem, Refusal) else type(problem).__name__
    place = "".join(traceback.format_tb(problem.__traceback__))
    logger.error("Import run %s failed: %s\n%s", run.pk, code, place)
    with acting(actor):
        import_runs.fail_run(run=run, code=code)


def _finish(run: ImportRun, preview: Preview) -> None:
    if preview.is_refused:  # the lists or the records changed since the check
        import_runs.keep_check(
            run=run, result=preview.as_json(), counts=preview.counts, is_refused=True
        )
    else:
        import_runs.finish_run(run=run, counts=preview.counts)


def passport(actor: Actor) -> dict[str, Any]:
    """The actor for a task's arguments; the worker acts with exactly these rights."""
    return {
        "label": actor.label,
        "user_id": str(actor.user_id) if actor.user_id else None,
        "organisation_id": str(actor.organisation_id) if actor.organisation_id else None,
        "roles": sorted(actor.roles),
    }


def actor_from(passport: dict[str, Any]) -> Actor:
    """The counterpart of `passport`."""
    return Actor(
        label=passport["label"],
        user_id=UUID(passport["user_id"]) if passport["user_id"] else None,
        organisation_id=UUID(passport["organisation_id"]) if passport["organisation_id"] else None,
        roles=frozenset(passport["roles"]),
    )
