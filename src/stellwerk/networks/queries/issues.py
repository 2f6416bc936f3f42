# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Questions about observations and known issues: persons and mentions, never a case."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Count, QuerySet

from stellwerk.networks.choices import IssueState
from stellwerk.networks.models import KnownIssue, Observation


def known_issues(*, open_only: bool = False) -> QuerySet[KnownIssue]:
    """All known issues of the network by number."""
    rows = KnownIssue.objects.all()
    return rows.filter(state=IssueState.OPEN) if open_only else rows


def issue_by_id(issue_id: UUID) -> KnownIssue | None:
    return KnownIssue.objects.filter(pk=issue_id).first()


@dataclass(frozen=True)
class Counted:
    """How many people met an issue and how often it was noted.

    Of other organisations only counts from five people on are handed out; below, both are None.
    """

    persons: int = 0
    mentions: int = 0
    other_persons: int | None = None
    other_mentions: int | None = None


def own_counts(organisation_id: UUID) -> dict[UUID, tuple[int, int]]:
    """``(persons, mentions)`` of each known issue within one organisation."""
    rows = (
        Observation.objects.filter(organisation_id=organisation_id, known_issue__isnull=False)
        .order_by()
        .values_list("known_issue_id")
        .annotate(persons=Count("person_token", distinct=True), mentions=Count("pk"))
    )
    return {issue: (persons, mentions) for issue, persons, mentions in rows}


def counts_elsewhere() -> dict[UUID, tuple[int, int]]:
    """The same over all other organisations; the database hands out groups of five and more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT issue, persons, mentions FROM known_issue_counts()")
        return {issue: (persons, mentions) for issue, persons, mentions in cursor.fetchall()}


def issue_counts(organisation_id: UUID | None, *, with_own: bool) -> dict[UUID, Counted]:
    """Counts for the list of known issues; own ones only for those who may see figures."""
    own = own_counts(organisation_id) if organisation_id and with_own else {}
    others = counts_elsewhere() if organisation_id else {}
    return {
        issue: Counted(*own.get(issue, (0, 0)), *others.get(issue, (None, None)))
        for issue in {*own, *others}
    }
