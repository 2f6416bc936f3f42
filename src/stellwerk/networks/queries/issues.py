# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Questions about observations and known issues: persons and mentions, never a case."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from stellwerk.networks.choices import NO_LONGER_NOTED
from stellwerk.networks.models import IssueStep, KnownIssue, Observation

_NAMED = ("from_organisation", "to_organisation", "field_of_action", "chain")
#: A filter beside the states themselves: everything that is not done.
OPEN = "open"
#: Longer rows of digits are words: no number of an issue has as many.
MOST_DIGITS = 9


def known_issues() -> QuerySet[KnownIssue]:
    """All known issues of the network by number."""
    return KnownIssue.objects.all()


def noted_as(chosen: UUID | None = None) -> QuerySet[KnownIssue]:
    """What a case manager may tick as "the same": issues that are not done, and her own choice."""
    return KnownIssue.objects.filter(Q(pk=chosen) | ~Q(state__in=NO_LONGER_NOTED))


def issue_by_id(issue_id: UUID) -> KnownIssue | None:
    """One issue with what its page shows."""
    rows = KnownIssue.objects.select_related(*_NAMED).prefetch_related(
        "legal_spheres", "typical_cases"
    )
    return rows.filter(pk=issue_id).first()


def steps_of(issue: KnownIssue) -> list[IssueStep]:
    """The history of an issue, newest first."""
    return list(IssueStep.objects.filter(issue=issue).select_related("organisation"))


@dataclass(frozen=True)
class IssueFilter:
    """What the list is narrowed to; empty means all. ``office`` stands on either side."""

    text: str = ""
    state: str = ""
    kind: str = ""
    field_of_action: int | None = None
    office: UUID | None = None
    own: UUID | None = None  # met by this organisation


def issues_found(chosen: IssueFilter) -> QuerySet[KnownIssue]:
    """The register by number, each with ``since``: the day of its last step."""
    last = IssueStep.objects.filter(issue=OuterRef("pk")).order_by("-created_at", "-id")
    rows = KnownIssue.objects.select_related(*_NAMED).annotate(
        since=Subquery(last.values("on")[:1])
    )
    if chosen.text.isascii() and chosen.text.isdigit() and len(chosen.text) <= MOST_DIGITS:
        rows = rows.filter(number=int(chosen.text))
    elif chosen.text:
        rows = rows.filter(
            Q(title__icontains=chosen.text) | Q(sentence__icontains=chosen.text)
        )
    if chosen.state == OPEN:
        rows = rows.exclude(state__in=NO_LONGER_NOTED)
    elif chosen.state:
        rows = rows.filter(state=chosen.state)
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    if chosen.field_of_action:
        rows = rows.filter(field_of_action_id=chosen.field_of_action)
    if chosen.office:
        rows = rows.filter(
            Q(from_organisation_id=chosen.office) | Q(to_organisation_id=chosen.office)
        )
    if chosen.own:
        met = Observation.objects.filter(organisation_id=chosen.own, known_issue__isnull=False)
        rows = rows.filter(pk__in=met.order_by().values("known_issue_id"))
    return rows.order_by("number")


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
