# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""One course drawn from one or several: in what order what happened, and after how long."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median

#: As German files write it; what follows is the consequence.
_CONSEQUENCE = re.compile(r"\s*\bKonsequenz(?:en)?:\s*", re.IGNORECASE)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Step:
    """Something that happened on the way of one person, still with its day.

    ``key`` says what it is, so that the same step of another case is recognised.
    """

    on: date
    key: str
    action: str
    office: str = ""
    legal_basis: str = ""
    result: str = ""
    consequence: str = ""
    waited: int | None = None
    lasted: int | None = None
    hinders: bool = False


@dataclass(frozen=True)
class Composed:
    """A station of the common course: ``offset`` in days since its beginning (the median)."""

    step: Step
    offset: int
    cases: int


def split_consequence(text: str) -> tuple[str, str]:
    """What came of it, and the consequence that was written behind the word for it."""
    before, *after = _CONSEQUENCE.split(text, maxsplit=1)
    return before.strip(), after[0].strip() if after else ""


def compose(courses: Sequence[Sequence[Step]]) -> list[Composed]:
    """The course of one case, or what at least half of several (and no fewer than two) share."""
    told = [sorted(course, key=lambda step: step.on) for course in courses if course]
    if not told:
        return []
    if len(told) == 1:
        start = told[0][0].on
        return [Composed(step, (step.on - start).days, 1) for step in told[0]]
    found: dict[tuple[str, int], list[tuple[int, Step]]] = {}
    for course in told:
        seen: Counter[str] = Counter()
        for step in course:
            # The second time of the same is a station of its own: a loop stays one.
            found.setdefault((step.key, seen[step.key]), []).append(
                ((step.on - course[0].on).days, step)
            )
            seen[step.key] += 1
    least = max(2, (len(courses) + 1) // 2)
    rows = [_middle(rows) for rows in found.values() if len(rows) >= least]
    return sorted(rows, key=lambda row: row.offset)


def _middle(rows: Sequence[tuple[int, Step]]) -> Composed:
    """One station for the same step of several cases; words are those of the first."""
    first = rows[0][1]
    waits = [step.waited for _offset, step in rows if step.waited is not None]
    lasts = [step.lasted for _offset, step in rows if step.lasted is not None]
    return Composed(
        step=replace(
            first,
            waited=round(median(waits)) if waits else None,
            lasted=round(median(lasts)) if lasts else None,
            result=_same(step.result for _o, step in rows),
            consequence=_same(step.consequence for _o, step in rows),
        ),
        offset=round(median(offset for offset, _step in rows)),
        cases=len(rows),
    )


def _same(texts: object) -> str:
    """Words of a single case are no words of all of them: only what each says."""
    said = set(texts)  # type: ignore[call-overload]
    return said.pop() if len(said) == 1 else ""
