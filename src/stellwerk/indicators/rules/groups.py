# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The aggregated numbers that all figures are computed from: no row of them is a person.

Cases are grouped by the divisor of their own share or mean (appointments due, goals assessed), so
that a mean over cases stays an exact fraction: the sum of k/n over cases with the same n is
(sum of k)/n.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from stellwerk.cases.choices import CLOSED_BY_CODES, CLOSING_KIND_CODES, ClosedBy, ClosingKind


@dataclass(frozen=True)
class Ending:
    """How a case ended, from its code; ``kind`` and ``by`` are None where nobody noted it."""

    is_ended: bool
    kind: ClosingKind | None
    by: ClosedBy | None


def ending_from(code: int) -> Ending:
    """0 = running; otherwise 1 + kind * 5 + by (the place behind the last is "missing")."""
    if code == 0:
        return Ending(False, None, None)
    kind, by = divmod(code - 1, len(CLOSED_BY_CODES) + 1)
    return Ending(
        True,
        CLOSING_KIND_CODES[kind] if kind < len(CLOSING_KIND_CODES) else None,
        CLOSED_BY_CODES[by] if by < len(CLOSED_BY_CODES) else None,
    )


@dataclass(frozen=True)
class EndingGroup:
    """Cases with the same ending and the same number of assessed goals."""

    ending: Ending
    assessed: int
    cases: int
    attainment: Decimal = Decimal(0)
    reached: int = 0
    days: int = 0
    days_min: int | None = None
    days_max: int | None = None


@dataclass(frozen=True)
class DueGroup:
    """Cases with the same number of appointments due (0 included: they hold the others)."""

    due: int
    cases: int
    kept: int = 0
    all_kept: int = 0
    planned: int = 0
    cancelled_by_us: int = 0


@dataclass(frozen=True)
class QuarterGroup:
    """Cases by quarter of opening and of closing (year * 4 + 0..3).

    ``opened`` is 0 when before the period, ``closed`` is 0 when running at its end.
    """

    opened: int
    closed: int
    cases: int


# Packed traits, nationality (its id, 0 = missing, -1 = not listed), cases; a bare tuple because
# there may be many.
TraitGroup = tuple[int, int, int]


@dataclass(frozen=True)
class Aggregates:
    """All numbers of one report."""

    endings: tuple[EndingGroup, ...] = ()
    dues: tuple[DueGroup, ...] = ()
    topics: dict[int, int] = field(default_factory=dict)  # set of topics -> cases
    central: dict[int, int] = field(default_factory=dict)
    quarters: tuple[QuarterGroup, ...] = ()
    traits: tuple[TraitGroup, ...] = ()

    @property
    def cases(self) -> int:
        return sum(group.cases for group in self.endings)
