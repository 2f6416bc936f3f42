# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Frozen reports and the released figures of the network: read as they were written."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from stellwerk.base.refusal import NotVisible
from stellwerk.cases.models import CaseFact
from stellwerk.directory.models import Organisation
from stellwerk.indicators.models import FrozenReport, NetworkRelease
from stellwerk.indicators.rules.report import Report, cells_digest, digest, thaw


class Tampered(Exception):  # noqa: N818 - it says what happened
    """The stored text does not fit its digest: somebody changed it past the walls."""


def frozen_reports(organisation_id: UUID) -> QuerySet[FrozenReport]:
    """The organisation's frozen reports without their content, newest first."""
    return (
        FrozenReport.objects.filter(organisation_id=organisation_id)
        .defer("content", "cells")
        .order_by("-frozen_at", "id")
    )


def frozen_report(organisation_id: UUID, report_id: UUID) -> FrozenReport:
    """One frozen report of the organisation, or ``NotVisible``; the cells are read when asked."""
    found = (
        FrozenReport.objects.filter(organisation_id=organisation_id, pk=report_id)
        .defer("cells")
        .first()
    )
    if found is None:
        raise NotVisible
    return found


def content_of(stored: FrozenReport | NetworkRelease) -> Report:
    """What the page shows; raises ``Tampered`` when the digest does not fit."""
    return thaw(proven_text(stored))


def proven_text(stored: FrozenReport | NetworkRelease) -> str:
    """The text as it was frozen (see ``thaw``); raises ``Tampered`` when the digest differs."""
    if digest(stored.content) != stored.digest:
        raise Tampered(str(stored.pk))
    return stored.content


def whole_of(stored: FrozenReport) -> Report:
    """The frozen report with every combination of its cross table, for files."""
    if digest(stored.content) != stored.digest or digest(stored.cells) != cells_digest(
        stored.content
    ):
        raise Tampered(str(stored.pk))
    return thaw(stored.content, stored.cells)


def latest_release(report: str, *, using: str = "default") -> NetworkRelease | None:
    return (
        NetworkRelease.objects.using(using)
        .filter(report=report)
        .order_by("-released_at", "id")
        .first()
    )


def organisations_with_cases(*, using: str = "default") -> list[Organisation]:
    """Organisations that have any case (role statistics)."""
    ids = CaseFact.objects.using(using).values("organisation_id").distinct()
    return list(Organisation.objects.using(using).filter(pk__in=ids).order_by("key"))


def moves_between(after: date, until: date, *, using: str = "default") -> int:
    """Entries and exits of all organisations after one day until another (inclusive)."""
    opened = Q(opened_on__gt=after, opened_on__lte=until)
    closed = Q(closed_on__gt=after, closed_on__lte=until)
    facts = CaseFact.objects.using(using)
    return facts.filter(opened).count() + facts.filter(closed).count()
