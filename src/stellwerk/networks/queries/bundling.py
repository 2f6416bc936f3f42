# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What could be bundled: the own organisation's observations that belong to no issue yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from stellwerk.networks.choices import NO_LONGER_NOTED
from stellwerk.networks.models import KnownIssue, Observation
from stellwerk.networks.rules.bundling import Text, spoken, suggestions

#: So many of the newest are compared; the page says so when there are more.
MOST = 600


@dataclass(frozen=True)
class Suggested:
    """A group to look at: rows, likeness, words they share, issues that it may belong to.

    ``elsewhere`` counts people of other organisations with the same interface and kind, from
    five on; None below, and where an office is not in the directory.
    """

    rows: tuple[Observation, ...]
    score: float
    shared: tuple[str, ...]
    issues: tuple[KnownIssue, ...]
    elsewhere: int | None


@dataclass(frozen=True)
class Unbundled:
    """``groups`` are suggested; ``rest`` resembles nothing; ``total`` counts all unbundled."""

    groups: tuple[Suggested, ...]
    rest: tuple[Observation, ...]
    total: int


def unbundled(organisation_id: UUID) -> Unbundled:
    """All that the page of bundling shows; a constant number of questions."""
    own = Observation.objects.filter(organisation_id=organisation_id, known_issue__isnull=True)
    total = own.count()
    rows = list(own.select_related("from_organisation", "to_organisation")[:MOST])
    issues = list(
        KnownIssue.objects.exclude(state__in=NO_LONGER_NOTED).select_related(
            "from_organisation", "to_organisation"
        )
    )
    stems = stems_of(
        [f"{row.from_name} {row.to_name} {row.sentence}" for row in rows]
        + [f"{issue.from_name} {issue.to_name} {_told(issue)}" for issue in issues]
    )
    texts = [_text(row, row.sentence, stems) for row in rows]
    about = [_text(issue, _told(issue), stems) for issue in issues]
    by_id = {row.pk: row for row in rows}
    by_number = {issue.pk: issue for issue in issues}
    elsewhere = _elsewhere()
    groups = []
    for one in suggestions(texts, about):
        found = tuple(by_id[key] for key in one.ids)
        groups.append(
            Suggested(
                found, one.score, one.shared, tuple(by_number[key] for key in one.fits),
                elsewhere.get(_offices(found[0])),
            )
        )
    grouped = {row.pk for group in groups for row in group.rows}
    return Unbundled(tuple(groups), tuple(r for r in rows if r.pk not in grouped), total)


def stems_of(texts: Iterable[str]) -> dict[str, str]:
    """Word -> stem by the database's German dictionary; words that say nothing are left out."""
    words = sorted({word for text in texts for word in spoken(text)})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, ts_lexize('pg_catalog.german_stem', word) FROM unnest(%s::text[]) word",
            [words],
        )
        return {word: stems[0] for word, stems in cursor.fetchall() if stems}


def place_of(row: Observation | KnownIssue) -> tuple[Any, ...]:
    """Interface and kind: only what agrees in them is compared."""
    return (
        row.kind,
        row.from_organisation_id or row.from_words.casefold().strip(),
        row.to_organisation_id or row.to_words.casefold().strip(),
    )


def _text(row: Observation | KnownIssue, sentence: str, stems: dict[str, str]) -> Text:
    # The two offices are the same for all of one place: their names tell nothing.
    named = {stems.get(word, "") for word in spoken(f"{row.from_name} {row.to_name}")}
    words: dict[str, str] = {}
    for word, written in spoken(sentence).items():
        if word in stems and stems[word] not in named:
            words.setdefault(stems[word], written)
    return Text(row.pk, place_of(row), words)


def _told(issue: KnownIssue) -> str:
    return f"{issue.title} {issue.sentence}"


def _offices(row: Observation) -> tuple[Any, ...]:
    return (row.kind, row.from_organisation_id, row.to_organisation_id)


def _elsewhere() -> dict[tuple[Any, ...], int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, from_organisation, to_organisation, persons FROM unbundled_elsewhere()"
        )
        return {tuple(row[:3]): row[3] for row in cursor.fetchall()}


def rows_of(organisation_id: UUID, ids: Sequence[UUID]) -> list[Observation]:
    """Unbundled observations of the organisation by identity, in the order of the page."""
    rows = Observation.objects.filter(
        organisation_id=organisation_id, known_issue__isnull=True, pk__in=ids
    )
    return list(rows.select_related("from_organisation", "to_organisation"))
