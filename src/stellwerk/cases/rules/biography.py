# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""One line over spheres, organisations and episodes, and the gaps in it. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from stellwerk.cases.choices import BiographyKind, GapKind

DAY = timedelta(days=1)


def _no_words() -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Item:
    """A point or a span of a life. Texts are opened when they are shown, not before.

    ``ends`` of a span is its last day, None while it runs; ``is_activity``: something went on, so
    there was no silence; ``asked``: since when a measure was waited for.
    """

    kind: str
    begins: date
    ends: date | None = None
    is_span: bool = False
    is_activity: bool = False
    is_about: bool = False
    title_of: Callable[[], str] = _no_words
    text_of: Callable[[], str] = _no_words
    at: datetime | None = None
    state: str = ""
    office: str = ""
    sphere: str = ""
    sphere_label: str = ""
    case_number: str = ""
    asked: date | None = None
    days: int = 0

    @property
    def title(self) -> str:
        return self.title_of()

    @property
    def text(self) -> str:
        return self.text_of()

    @property
    def sort_key(self) -> tuple[date, time, bool]:
        """By day, then by time of day; spans before what happens on their first day."""
        return self.begins, self.at.time() if self.at else time(), not self.is_span

    def last_day(self, today: date) -> date:
        """The last day that it covers as far as today."""
        if not self.is_span:
            return self.begins
        return max(self.begins, min(self.ends or today, today))


def gaps(items: Iterable[Item], today: date, longest: int) -> list[Item]:
    """All gaps of more than ``longest`` days: waiting, silence, no status; none within another."""
    rows = list(items)
    waiting = waiting_gaps(rows, today, longest)
    silence = [gap for gap in silence_gaps(rows, today, longest) if not _inside(gap, waiting)]
    return [*waiting, *silence, *status_gaps(rows, today, longest)]


def waiting_gaps(items: Iterable[Item], today: date, longest: int) -> list[Item]:
    """From asking for a course or measure to its beginning, or until now."""
    found = []
    for row in items:
        if row.asked is None:
            continue
        ends = row.begins if row.is_span else row.ends or today
        days = (ends - row.asked).days
        if days > longest:
            found.append(
                Item(
                    BiographyKind.GAP, row.asked, ends - DAY, is_span=True, title_of=row.title_of,
                    state=GapKind.WAITING, office=row.office, sphere=row.sphere,
                    sphere_label=row.sphere_label, days=days, is_about=row.is_about,
                )
            )
    return found


def silence_gaps(items: Sequence[Item], today: date, longest: int) -> list[Item]:
    """Stretches in which nothing went on, from the first entry to the last, or to today while a
    phase of case management runs. A phase is begun by an act; while it runs nothing need happen.
    """
    active = [
        replace(row, is_span=False) if row.kind == BiographyKind.PHASE else row
        for row in items
        if row.is_activity and row.begins <= today
    ]
    if any(row.kind == BiographyKind.PHASE and row.is_span and row.ends is None for row in items):
        active.append(Item(BiographyKind.PHASE, today))
    return _uncovered(active, today, longest, GapKind.SILENCE)


def status_gaps(items: Iterable[Item], today: date, longest: int) -> list[Item]:
    """Stretches between two residence statuses for which none is noted."""
    held = [row for row in items if row.kind == BiographyKind.RESIDENCE and row.begins <= today]
    return _uncovered(held, today, longest, GapKind.STATUS)


def _uncovered(rows: Sequence[Item], today: date, longest: int, kind: str) -> list[Item]:
    found: list[Item] = []
    reach: date | None = None
    for row in sorted(rows, key=lambda row: row.begins):
        if reach is not None:
            days = (row.begins - reach).days - 1
            if days > longest:
                found.append(
                    Item(
                        BiographyKind.GAP, reach + DAY, row.begins - DAY, is_span=True,
                        state=kind, days=days,
                    )
                )
        last = row.last_day(today)
        reach = last if reach is None else max(reach, last)
    return found


def _inside(gap: Item, others: Sequence[Item]) -> bool:
    """Whether most of a silence is a waiting time that is told already."""
    covered = 0
    for other in others:
        begins = max(gap.begins, other.begins)
        ends = min(gap.ends or gap.begins, other.ends or other.begins)
        covered = max(covered, (ends - begins).days + 1)
    return covered * 2 > gap.days


@dataclass(frozen=True)
class Narrowing:
    """What of the biography is wanted; empty fields narrow nothing."""

    kinds: frozenset[str] = frozenset()
    sphere: str = ""
    since: date | None = None
    until: date | None = None

    def takes(self, item: Item, today: date) -> bool:
        if self.kinds and item.kind not in self.kinds:
            return False
        if self.sphere and item.sphere != self.sphere:
            return False
        if self.until is not None and item.begins > self.until:
            return False
        return self.since is None or item.last_day(max(today, item.begins)) >= self.since


def narrowed(items: Iterable[Item], wanted: Narrowing, today: date) -> list[Item]:
    """In order of time; what runs over the beginning of the period belongs to it."""
    rows = [item for item in items if wanted.takes(item, today)]
    return sorted(rows, key=lambda item: item.sort_key)


def about(item: Item) -> Item:
    """The same, its days marked as not exact."""
    return replace(item, is_about=True)
