# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Recognising what is already stored, so that importing the same rows twice changes nothing.

A case is recognised by its number. An appointment by its time and kind, a goal by life area, text
and day of agreement; of several alike each is taken once. What remains is compared with one part
of the identity changed, and only where that leaves a single candidate on both sides.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar
from uuid import UUID

from stellwerk.cases.choices import ENDED_PHASES, Phase
from stellwerk.cases.rules.rows import CaseRow


@dataclass(frozen=True, slots=True)
class AppointmentMark:
    """What an appointment says, stored or new; ``id`` None: not stored."""

    starts_at: datetime
    kind: str
    outcome: str
    id: UUID | None = None
    note: str = ""
    entrusted: bool = False


@dataclass(frozen=True, slots=True)
class GoalMark:
    """What a goal says; the text only as its token, so that nothing is opened to compare."""

    life_area: str
    token: int
    agreed_on: date | None
    due_on: date | None
    attainment: Decimal | None
    assessed_on: date | None
    id: UUID | None = None
    entrusted: bool = False
    details: tuple[tuple[str, str], ...] = ()

    def differing(self, other: "GoalMark") -> list[str]:
        """What the two say otherwise: names of columns."""
        names = [
            name
            for name in (
                "life_area", "agreed_on", "due_on", "attainment", "assessed_on", "entrusted",
            )
            if getattr(self, name) != getattr(other, name)
        ]  # fmt: skip
        mine, theirs = dict(self.details), dict(other.details)
        names += [name for name in theirs if mine.get(name, "") != theirs[name]]
        return [*names, "text"] if self.token != other.token else names


Mark = TypeVar("Mark", AppointmentMark, GoalMark)


@dataclass
class Matched(Generic[Mark]):
    """Positions of new rows; pairs of stored mark and position of the row that changes it."""

    new: list[int] = field(default_factory=list)
    changed: list[tuple[Mark, int]] = field(default_factory=list)
    same: list[tuple[Mark, int]] = field(default_factory=list)
    unchanged: int = 0
    only_stored: int = 0


def match_appointments(
    stored: Iterable[AppointmentMark], rows: Sequence[AppointmentMark]
) -> Matched[AppointmentMark]:
    return _match(
        stored, rows,
        same=lambda m: (m.starts_at, m.kind, m.outcome, m.note, m.entrusted),
        identity=lambda m: (m.starts_at, m.kind),
        softer=(lambda m: m.starts_at,),
    )  # fmt: skip


def match_goals(stored: Iterable[GoalMark], rows: Sequence[GoalMark]) -> Matched[GoalMark]:
    return _match(
        stored, rows,
        same=lambda m: (
            m.life_area, m.token, m.agreed_on, m.due_on, m.attainment, m.assessed_on, m.entrusted,
            m.details,
        ),
        identity=lambda m: (m.life_area, m.token, m.agreed_on),
        softer=(lambda m: (m.life_area, m.token), lambda m: (m.token, m.agreed_on)),
    )  # fmt: skip


def _match(
    stored: Iterable[Mark],
    rows: Sequence[Mark],
    *,
    same: Callable[[Mark], Hashable],
    identity: Callable[[Mark], Hashable],
    softer: Sequence[Callable[[Mark], Hashable]],
) -> Matched[Mark]:
    """Equal ones first, then equal identities in order, then softer keys where unique."""
    result: Matched[Mark] = Matched()
    here, left = _pair(list(stored), list(range(len(rows))), rows, same, result.same)
    result.unchanged = len(rows) - len(left)
    here, still = _pair(here, left, rows, identity, result.changed)
    for key in softer:
        here, still = _pair_unique(here, still, rows, key, result.changed)
    result.new, result.only_stored = still, len(here)
    return result


def _pair(
    stored: list[Mark],
    left: list[int],
    rows: Sequence[Mark],
    key: Callable[[Mark], Hashable],
    changed: list[tuple[Mark, int]] | None = None,
) -> tuple[list[Mark], list[int]]:
    """Pair as many as there are on both sides; what remains of either."""
    waiting: dict[Hashable, list[Mark]] = defaultdict(list)
    for mark in reversed(stored):
        waiting[key(mark)].append(mark)
    still = []
    for position in left:
        candidates = waiting.get(key(rows[position]))
        if not candidates:
            still.append(position)
            continue
        mark = candidates.pop()
        if changed is not None:
            changed.append((mark, position))
    return [mark for marks in waiting.values() for mark in reversed(marks)], still


def _pair_unique(
    stored: list[Mark],
    left: list[int],
    rows: Sequence[Mark],
    key: Callable[[Mark], Hashable],
    changed: list[tuple[Mark, int]],
) -> tuple[list[Mark], list[int]]:
    here: dict[Hashable, list[Mark]] = defaultdict(list)
    there: dict[Hashable, list[int]] = defaultdict(list)
    for mark in stored:
        here[key(mark)].append(mark)
    for position in left:
        there[key(rows[position])].append(position)
    taken: set[int] = set()
    gone: set[UUID | None] = set()
    for value, positions in there.items():
        if len(positions) == 1 and len(here.get(value, ())) == 1:
            changed.append((here[value][0], positions[0]))
            taken.add(positions[0])
            gone.add(here[value][0].id)
    return [m for m in stored if m.id not in gone], [p for p in left if p not in taken]


def phase_of(row: CaseRow, stored: str | None) -> str:
    """The phase that a row means. Without one: closed if it has ended, else as stored."""
    if row.phase:
        return row.phase
    if row.closed_on is not None:
        return stored if stored in ENDED_PHASES and stored else Phase.CLOSED.value
    if stored and stored not in ENDED_PHASES:
        return stored
    return Phase.ADMITTED.value


def wanted_topics(row: CaseRow) -> dict[str, bool]:
    """Life area -> is it central?"""
    central = set(row.central_topics)
    return {topic: topic in central for topic in dict.fromkeys((*row.topics, *row.central_topics))}


def differing(stored: dict[str, Any], wanted: dict[str, Any]) -> list[str]:
    """Names under which the two say something else; empty text and missing are one, 0 is not."""
    return [
        name
        for name, value in wanted.items()
        if _missing_or(stored.get(name)) != _missing_or(value)
    ]


def _missing_or(value: Any) -> Any:
    return None if value == "" else value
