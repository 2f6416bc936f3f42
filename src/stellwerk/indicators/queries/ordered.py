# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Files of reports that somebody ordered: visible to that person alone."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from stellwerk.base.actor import Actor
from stellwerk.base.refusal import NotVisible
from stellwerk.directory.models import Organisation
from stellwerk.indicators.choices import ReportFileState
from stellwerk.indicators.models import ReportFile
from stellwerk.indicators.queries.frozen import frozen_report, whole_of
from stellwerk.indicators.queries.reports import case_management
from stellwerk.indicators.rules.report import Report

#: A worker that has not written a file for so long has died.
STALLED = timedelta(minutes=15)


def ordered_files(actor: Actor, now: datetime) -> QuerySet[ReportFile]:
    """The actor's own orders in her organisation that have not run out, newest first."""
    if actor.organisation_id is None or actor.user_id is None:
        return ReportFile.objects.none()
    return ReportFile.objects.filter(
        organisation_id=actor.organisation_id, ordered_by_id=actor.user_id, expires_at__gt=now
    ).order_by("-ordered_at")


def ordered_file(actor: Actor, file_id: UUID, now: datetime) -> ReportFile:
    """One of the actor's own orders, or ``NotVisible``: missing, hers no more, or run out."""
    found = ordered_files(actor, now).filter(pk=file_id).first()
    if found is None:
        raise NotVisible
    if found.state == ReportFileState.WAITING and now - found.ordered_at > STALLED:
        found.state = ReportFileState.FAILED
    return found


def waiting_order(file_id: UUID, organisation_id: UUID) -> ReportFile | None:
    """The order that the worker is to carry out; None when it is done or gone."""
    return (
        ReportFile.objects.select_related("organisation")
        .filter(pk=file_id, organisation_id=organisation_id, state=ReportFileState.WAITING)
        .first()
    )


def ordered_report(order: ReportFile, organisation: Organisation) -> Report:
    """What the file is to say: the frozen report, or the figures of now."""
    if order.frozen_id is not None:
        return whole_of(frozen_report(organisation.pk, order.frozen_id))
    return case_management(organisation, order.period)
