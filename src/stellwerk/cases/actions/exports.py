# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Records as a file: ordered with a purpose, written by the worker, fetched, forgotten."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record, record_many
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.base.keys import attach_key, create_keys
from stellwerk.base.models import DataKey
from stellwerk.base.refusal import Blocker, refuse_if
from stellwerk.cases.choices import ExportState
from stellwerk.cases.models import CaseExport

KEPT = timedelta(days=1)
#: As many cases fit into one file (as in the import).
MOST_CASES = 25_000
#: As many files one person may have waiting at a time; the worker serves everybody.
MOST_WAITING = 3
SHORTEST_PURPOSE = 5
#: Identities per row of the log.
_PER_ROW = 1_000


def export_blockers(
    actor: Actor, purpose: str, sheets: Sequence[str], cases: Mapping[UUID, int]
) -> list[Blocker]:
    """Why these records cannot leave as a file."""
    found = []
    if len(purpose.strip()) < SHORTEST_PURPOSE:
        text = _("Please say what the file is for.")
        found.append(Blocker("purpose_missing", text, "purpose"))
    if not sheets:
        found.append(Blocker("sheets_missing", _("Please choose at least one sheet."), "sheets"))
    if not cases:
        found.append(Blocker("no_cases", _("No case fits these filters.")))
    if len(cases) > MOST_CASES:
        text = _("At most %(most)d cases fit into one file. Please narrow the list.")
        found.append(Blocker("too_many_cases", text % {"most": MOST_CASES}))
    if actor.user_id is not None and _waiting(actor, actor.user_id) >= MOST_WAITING:
        found.append(Blocker("waiting", _("Please wait until the files you ordered are written.")))
    return found


def _waiting(actor: Actor, user_id: UUID) -> int:
    since = timezone.now() - timedelta(hours=1)
    return CaseExport.objects.filter(
        organisation_id=certain(actor.organisation_id, "who sees cases has one"),
        ordered_by_id=user_id,
        state=ExportState.WAITING,
        created_at__gt=since,
    ).count()


@transaction.atomic
def order_export(
    *,
    actor: Actor,
    purpose: str,
    sheets: Sequence[str],
    file_format: str,
    cases: Mapping[UUID, int],
    narrowed_to: str = "",
    with_entrusted: bool = False,
) -> CaseExport:
    """Note that these cases are wanted as a file; the caller lets the worker know.

    ``cases``: identity and field groups of each, as ``access.exporting`` found them.
    """
    refuse_if(export_blockers(actor, purpose, sheets, cases))
    organisation_id = certain(actor.organisation_id, "who sees cases has one")
    order = CaseExport(
        organisation_id=organisation_id, ordered_by=actor.label,
        ordered_by_id=certain(actor.user_id, "nobody else sees cases"),
        sheets=list(sheets), file_format=file_format, with_entrusted=with_entrusted,
        case_ids=list(cases), scopes=list(cases.values()), expires_at=timezone.now() + KEPT,
    )  # fmt: skip
    attach_key([order], create_keys([(order.pk, organisation_id)])[order.pk])
    order.purpose = purpose.strip()
    order.narrowed_to = narrowed_to or None
    order.save(force_insert=True)
    note = f"{order.number} {file_format}" + (" entrusted" if with_entrusted else "")
    fields = list(sheets)
    record_many(
        actor=actor,
        rows=[
            (Verb.CREATED, "case_export", [order.pk, *part], fields, note)
            for part in _parts(order.case_ids)
        ],
    )
    return order


def _parts(ids: Sequence[UUID]) -> list[list[UUID]]:
    return [list(ids[start : start + _PER_ROW]) for start in range(0, len(ids), _PER_ROW)]


def log_cases(
    *, actor: Actor, verb: Verb, order: CaseExport, ids: Sequence[UUID], note: str = "",
    organisation_id: UUID | None = None,
) -> None:  # fmt: skip
    """Cases that were read into the file, or left the house with it, in the log of one side."""
    said = " ".join(filter(None, [order.number, order.file_format, note]))
    record_many(
        actor=actor,
        rows=[(verb, "case", part, list(order.sheets), said) for part in _parts(ids)],
        organisation_id=organisation_id,
    )


@transaction.atomic
def note_progress(*, order: CaseExport, done: int) -> None:
    """So many cases are read."""
    order.done = done
    order.save(update_fields=["done", "updated_at"])


@transaction.atomic
def keep_export(*, order: CaseExport, name: str, size: int) -> None:
    """The file lies ready; from now on it is kept for a day."""
    now = timezone.now()
    order.state, order.name, order.size = ExportState.READY, name, size
    order.finished_at, order.expires_at = now, now + KEPT
    order.save(
        update_fields=["state", "name", "size", "finished_at", "expires_at", "updated_at"]
    )


@transaction.atomic
def fail_export(*, order: CaseExport, code: str) -> None:
    """It could not be written, or may not be any more; the code says why."""
    order.state, order.code, order.finished_at = ExportState.FAILED, code[:40], timezone.now()
    order.save(update_fields=["state", "code", "finished_at", "updated_at"])


@transaction.atomic
def forget_exports(*, actor: Actor, organisation_id: UUID, now: datetime) -> list[UUID]:
    """Delete an organisation's orders that have run out, and their keys; which ones."""
    old = CaseExport.objects.filter(organisation_id=organisation_id, expires_at__lt=now)
    gone = list(old.values_list("pk", flat=True))
    if gone:
        DataKey.objects.filter(subject_id__in=gone).delete()
        CaseExport.objects.filter(pk__in=gone).delete()
        record(actor=actor, verb=Verb.DELETED, kind="case_export", subjects=gone, note="expired")
    return gone
