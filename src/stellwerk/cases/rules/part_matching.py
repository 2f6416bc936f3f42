# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Recognising the rows of a sheet among those that are stored, for one owner at a time.

First by identity in the database (a key that is one, or one that was made of it), then rows
without a key by all they say, then by what their kind is recognised by.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from stellwerk.cases.rules.rows import PartRow


@dataclass(frozen=True)
class PartMark:
    """A stored row as its cells would say it."""

    id: UUID
    values: Mapping[str, Any]


@dataclass
class PartsMatched:
    new: list[PartRow] = field(default_factory=list)
    met: list[tuple[PartMark, PartRow]] = field(default_factory=list)
    repeated: int = 0
    only_stored: int = 0


def match_parts(
    stored: Sequence[PartMark],
    rows: Sequence[PartRow],
    *,
    columns: Sequence[str],
    identity: Sequence[str],
    once: bool,
    apart: bool = False,
    ids_of: Callable[[PartRow], Sequence[UUID]],
) -> PartsMatched:
    """Pair rows with stored ones; ``columns`` are those that the file has.

    ``apart``: rows with different keys are two, though what they are recognised by is the same.
    """
    found = PartsMatched()
    left = {mark.id: mark for mark in stored}
    open_rows: list[PartRow] = []
    known = [name for name in identity if name in columns]
    if once:  # two cases of one person may both name what is hers
        rows = _first_of_each(rows, known, found, apart)
    for row in rows:
        mark = next((left.pop(pk) for pk in ids_of(row) if pk in left), None)
        if mark is not None:
            found.met.append((mark, row))
        else:
            open_rows.append(row)
    for names in (columns, known):
        open_rows = _pair(left, open_rows, names, once, found)
    found.new, found.only_stored = open_rows, len(left)
    return found


def _pair(
    left: dict[UUID, PartMark], rows: list[PartRow], names: Sequence[str], once: bool,
    found: PartsMatched,
) -> list[PartRow]:  # fmt: skip
    waiting: dict[Hashable, list[PartMark]] = defaultdict(list)
    for mark in left.values():
        waiting[_said(mark.values, names)].append(mark)
    still = []
    for row in rows:
        marks = waiting.get(_said(row.values, names)) if once or not row.key else None
        if marks:
            mark = marks.pop(0)
            del left[mark.id]
            found.met.append((mark, row))
        else:
            still.append(row)
    return still


def _first_of_each(
    rows: Sequence[PartRow], names: Sequence[str], found: PartsMatched, apart: bool
) -> list[PartRow]:
    seen: dict[Hashable, PartRow] = {}
    for row in rows:
        seen.setdefault((_said(row.values, names), row.key if apart else ""), row)
    found.repeated = len(rows) - len(seen)
    return list(seen.values())


def _said(values: Mapping[str, Any], names: Sequence[str]) -> Hashable:
    """What a row says under these columns; empty and missing are one, and so are no and nothing."""
    return tuple(plain_value(values.get(name)) for name in names)


def plain_value(value: Any) -> Any:
    return None if value is False or value == "" else value
