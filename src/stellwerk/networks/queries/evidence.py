# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What lies behind an issue: people by month, delays; of others only groups of five and more."""

from dataclasses import dataclass
from datetime import date
from statistics import median
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from stellwerk.networks.choices import TypicalState
from stellwerk.networks.models import KnownIssue, Lever, Observation
from stellwerk.networks.rules.issues import Evidence


@dataclass(frozen=True)
class Span:
    """People who met the issue for the first time in these months, and all mentions in them.

    Own spans are single months; those of other organisations are as long as five people need.
    """

    since: date
    until: date
    persons: int
    mentions: int


@dataclass(frozen=True)
class Delays:
    """Days of delay; ``known`` of ``mentions`` observations say how many (0 is a value)."""

    mentions: int
    known: int
    total: int
    middle: float | None


@dataclass(frozen=True)
class Proof:
    """The evidence of one issue for one organisation; None is hidden or not meant for her."""

    own: Delays | None
    own_persons: int | None
    own_spans: tuple[Span, ...]
    other_spans: tuple[Span, ...]
    other_delay: float | None

    @property
    def other_persons(self) -> int | None:
        return sum(span.persons for span in self.other_spans) or None

    @property
    def other_mentions(self) -> int | None:
        return sum(span.mentions for span in self.other_spans) or None


def proof_of(organisation_id: UUID | None, issue_id: UUID, *, with_own: bool) -> Proof:
    """Persons, mentions and delays of one issue."""
    own = _own_rows(organisation_id, issue_id) if organisation_id and with_own else None
    return Proof(
        own=_delays(own) if own is not None else None,
        own_persons=len({token for token, _month, _days in own}) if own is not None else None,
        own_spans=_months(own or []),
        other_spans=_spans_elsewhere(issue_id) if organisation_id else (),
        other_delay=_delay_elsewhere(issue_id) if organisation_id else None,
    )


def evidence_of(organisation_id: UUID | None, issue: KnownIssue) -> Evidence:
    """What the rules ask for; people of other organisations count from five on."""
    if organisation_id is None:
        return Evidence()
    own = Observation.objects.filter(
        organisation_id=organisation_id, known_issue=issue
    ).aggregate(persons=Count("person_token", distinct=True), mentions=Count("pk"))
    others = _spans_elsewhere(issue.pk)
    return Evidence(
        observations=own["mentions"] + sum(span.mentions for span in others),
        persons=own["persons"] + sum(span.persons for span in others),
        levers=Lever.objects.filter(issue=issue).count(),
        # Through their own wall: one that was drawn back counts no longer.
        typical_cases=issue.typical_cases.filter(state=TypicalState.RELEASED).count(),
    )


def observations_of(organisation_id: UUID, issue_id: UUID) -> QuerySet[Observation]:
    """The organisation's own observations of an issue, newest first; sentences, no people."""
    rows = Observation.objects.filter(organisation_id=organisation_id, known_issue_id=issue_id)
    return rows.select_related("from_organisation", "to_organisation").order_by("-month", "id")


def same_interface(issue: KnownIssue) -> QuerySet[KnownIssue]:
    """Other issues between the same two offices, in either direction."""
    one = _side("from", issue.from_organisation_id, issue.from_words)
    other = _side("to", issue.to_organisation_id, issue.to_words)
    back = _side("to", issue.from_organisation_id, issue.from_words)
    forth = _side("from", issue.to_organisation_id, issue.to_words)
    if None in (one, other, back, forth):
        return KnownIssue.objects.none()
    found: Q = (one & other) | (back & forth)  # type: ignore[operator]
    return KnownIssue.objects.filter(found).exclude(pk=issue.pk)


def _side(side: str, organisation_id: UUID | None, words: str) -> Q | None:
    if organisation_id:
        return Q(**{f"{side}_organisation_id": organisation_id})
    return Q(**{f"{side}_words__iexact": words}) if words else None


def _own_rows(organisation_id: UUID, issue_id: UUID) -> list[tuple[int, date, int | None]]:
    rows = Observation.objects.filter(organisation_id=organisation_id, known_issue_id=issue_id)
    return list(rows.order_by("month").values_list("person_token", "month", "delay_days"))


def _months(rows: list[tuple[int, date, int | None]]) -> tuple[Span, ...]:
    """By month, oldest first; each person counts in her first month."""
    seen: set[int] = set()
    months: dict[date, list[int]] = {}
    for token, month, _days in rows:
        counts = months.setdefault(month, [0, 0])
        counts[0] += token not in seen
        counts[1] += 1
        seen.add(token)
    return tuple(Span(month, month, *counts) for month, counts in months.items())


def _delays(rows: list[tuple[int, date, int | None]]) -> Delays:
    known = [days for _token, _month, days in rows if days is not None]
    return Delays(len(rows), len(known), sum(known), median(known) if known else None)


def _spans_elsewhere(issue_id: UUID) -> tuple[Span, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT since, until, persons, mentions FROM known_issue_spans(%s)", [issue_id]
        )
        return tuple(Span(*row) for row in cursor.fetchall())


def _delay_elsewhere(issue_id: UUID) -> float | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT known_issue_delay(%s)", [issue_id])
        found = cursor.fetchone()
    return float(found[0]) if found and found[0] is not None else None
