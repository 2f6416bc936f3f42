# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A report as a file that takes longer than a page may: ordered, written by the worker, fetched."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.keys import create_keys
from stellwerk.base.models import DataKey
from stellwerk.base.refusal import Blocker, refuse_if
from stellwerk.directory.models import Organisation
from stellwerk.indicators.choices import CASE_MANAGEMENT, ReportFileState
from stellwerk.indicators.models import FrozenReport, ReportFile
from stellwerk.indicators.rules.report import Period

KEPT = timedelta(days=1)
#: As many files one person may have waiting at a time; the worker serves everybody.
MOST_WAITING = 5


def blockers(actor: Actor, organisation: Organisation, period: Period) -> list[Blocker]:
    """Why this file cannot be ordered."""
    found = []
    if actor.user_id is None or actor.organisation_id != organisation.pk:
        text = _("Only figures of your own organisation leave as a file.")
        found.append(Blocker("foreign", text))
    if period.is_backwards:
        found.append(Blocker("period", _("The period ends before it starts."), "end"))
    if actor.user_id is not None and _waiting(organisation, actor.user_id) >= MOST_WAITING:
        found.append(Blocker("waiting", _("Please wait until the files you ordered are written.")))
    return found


def _waiting(organisation: Organisation, user_id: UUID) -> int:
    """Files of one person that the worker still has before it."""
    since = timezone.now() - timedelta(hours=1)
    return ReportFile.objects.filter(
        organisation=organisation,
        ordered_by_id=user_id,
        state=ReportFileState.WAITING,
        ordered_at__gt=since,
    ).count()


@transaction.atomic
def order_file(
    *,
    actor: Actor,
    organisation: Organisation,
    period: Period,
    file_format: str,
    frozen: FrozenReport | None = None,
) -> ReportFile:
    """Note that a report is wanted as a file; the caller lets the worker know."""
    refuse_if(blockers(actor, organisation, period))
    now = timezone.now()
    assert actor.user_id is not None  # noqa: S101 - the blockers have seen to it
    order = ReportFile(
        organisation=organisation,
        ordered_by_id=actor.user_id,
        ordered_at=now,
        report=frozen.report if frozen else CASE_MANAGEMENT,
        frozen_id=frozen.pk if frozen else None,
        period_start=period.start,
        period_end=period.end,
        file_format=file_format,
        expires_at=now + KEPT,
    )
    create_keys([(order.pk, organisation.pk)])
    order.save(force_insert=True)
    record(
        actor=actor, verb=Verb.CREATED, kind="report_file", subjects=[order.pk], note=file_format
    )
    return order


@transaction.atomic
def keep_file(*, order: ReportFile, name: str, size: int) -> None:
    """The file lies ready; from now on it is kept for a day."""
    now = timezone.now()
    order.state, order.name, order.size = ReportFileState.READY, name, size
    order.finished_at, order.expires_at = now, now + KEPT
    order.save(update_fields=["state", "name", "size", "finished_at", "expires_at"])


@transaction.atomic
def fail_file(*, order: ReportFile, code: str) -> None:
    """It could not be written, or may not be any more; the code says why."""
    order.state, order.code, order.finished_at = ReportFileState.FAILED, code[:40], timezone.now()
    order.save(update_fields=["state", "code", "finished_at"])


@transaction.atomic
def record_download(*, actor: Actor, order: ReportFile) -> None:
    """Note in the log that the figures left the house."""
    record(
        actor=actor, verb=Verb.EXPORTED, kind="report", subjects=[order.pk],
        note=f"{order.report} {order.file_format}",
    )  # fmt: skip


@transaction.atomic
def forget_expired(*, actor: Actor, organisation_id: UUID, now: datetime) -> list[UUID]:
    """Delete an organisation's orders that have run out, and their keys; which ones."""
    old = ReportFile.objects.filter(organisation_id=organisation_id, expires_at__lt=now)
    gone = list(old.values_list("pk", flat=True))
    if gone:
        DataKey.objects.filter(subject_id__in=gone).delete()
        ReportFile.objects.filter(pk__in=gone).delete()
        record(actor=actor, verb=Verb.DELETED, kind="report_file", subjects=gone, note="expired")
    return gone
