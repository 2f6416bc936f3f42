# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Releasing the figures of the network, nightly, under the role statistics."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.indicators.choices import CASE_MANAGEMENT
from stellwerk.indicators.models import NetworkRelease
from stellwerk.indicators.queries.frozen import (
    latest_release,
    moves_between,
    organisations_with_cases,
)
from stellwerk.indicators.queries.reports import case_management
from stellwerk.indicators.rules.disclosure import CHANGES, protected, reference_date
from stellwerk.indicators.rules.report import Period, digest, freeze


def release_network_figures(
    *, actor: Actor, today: date | None = None, using: str = "default"
) -> NetworkRelease | None:
    """Release the state at the end of the last month, once; None when there is nothing to release.

    Held back while fewer than three organisations or five cases stand behind it, or fewer than
    five entries and exits lie between it and the release before.
    """
    until = reference_date(today or timezone.localdate())
    with transaction.atomic(using=using):
        before = latest_release(CASE_MANAGEMENT, using=using)
        if before and (
            before.as_of >= until or moves_between(before.as_of, until, using=using) < CHANGES
        ):
            return None
        period = Period(None, until)
        single = [
            case_management(organisation, period, with_cross=False, using=using)
            for organisation in organisations_with_cases(using=using)
        ]
        whole = case_management(None, period, with_cross=False, using=using)
        report = protected(whole, single)
        if report is None:
            return None
        content = freeze(report).content
        release = NetworkRelease(
            report=CASE_MANAGEMENT,
            as_of=until,
            released_at=timezone.now(),
            content=content,
            digest=digest(content),
        )
        release.save(force_insert=True, using=using)
        record(
            actor=actor,
            verb=Verb.FROZEN,
            kind="network_release",
            subjects=[release.pk],
            note=CASE_MANAGEMENT,
            using=using,
        )
    return release
