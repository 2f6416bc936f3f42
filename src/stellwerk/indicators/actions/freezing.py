# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Freezing a report: from then on it says the same, whatever becomes of the cases."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import Blocker, refuse_if
from stellwerk.directory.models import Organisation
from stellwerk.indicators.models import FrozenReport
from stellwerk.indicators.queries.reports import case_management
from stellwerk.indicators.rules.report import Period, digest, freeze


def blockers(actor: Actor, organisation: Organisation, period: Period, title: str) -> list[Blocker]:
    """Why this report cannot be frozen."""
    found = []
    if actor.organisation_id != organisation.pk:
        found.append(Blocker("foreign", _("Only figures of your own organisation can be frozen.")))
    if period.is_backwards:
        found.append(Blocker("period", _("The period ends before it starts."), "end"))
    if not title.strip():
        found.append(Blocker("title", _("A frozen report needs a title."), "title"))
    return found


@transaction.atomic
def freeze_case_management(
    *, actor: Actor, organisation: Organisation, period: Period, title: str
) -> FrozenReport:
    """Compute the report now, in full, and keep it for good."""
    refuse_if(blockers(actor, organisation, period, title))
    report = case_management(organisation, period)
    content, cells = freeze(report)
    frozen = FrozenReport(
        organisation=organisation,
        report=report.name,
        title=title.strip(),
        period_start=period.start,
        period_end=period.end,
        frozen_at=timezone.now(),
        frozen_by=actor.label,
        content=content,
        cells=cells,
        digest=digest(content),
    )
    frozen.save(force_insert=True)
    record(actor=actor, verb=Verb.FROZEN, kind="report", subjects=[frozen.pk], note=report.name)
    return frozen


def record_export(*, actor: Actor, report: str, file_format: str) -> None:
    """Note in the log that figures left as a file."""
    record(actor=actor, verb=Verb.EXPORTED, kind="report", note=f"{report} {file_format}")
