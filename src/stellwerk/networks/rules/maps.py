# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What an analysis of courses says, whatever it was made from: a file, the log or the roll-up.

Times are seconds. None is missing: an edge known only from the roll-up has estimated percentiles
(``is_estimated``), a group below five has none at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Edge:
    """Two activities that followed each other directly; statistics of the waiting time between."""

    source: str
    target: str
    count: int
    mean_s: float | None = None
    median_s: float | None = None
    p90_s: float | None = None
    min_s: float | None = None
    max_s: float | None = None


@dataclass(frozen=True)
class HandOver:
    """Neighbours with different organisations (Übergabe); waiting time between them."""

    source: str
    target: str
    count: int
    mean_s: float | None = None
    median_s: float | None = None
    p90_s: float | None = None


@dataclass(frozen=True)
class Variant:
    """One sequence of activities and how many courses took it."""

    activities: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class Fault:
    """A row of a file that was not taken in: where (line) and why, in the user's language."""

    line: int
    reason: str


@dataclass(frozen=True)
class ProcessMap:
    """Directly-follows map with everything that hangs on it."""

    cases: int
    events: int
    activities: dict[str, int]
    start: dict[str, int]
    end: dict[str, int]
    edges: tuple[Edge, ...]
    # Empty where nobody asked for it.
    variant_count: int | None
    variants: tuple[Variant, ...] = ()
    handovers: tuple[HandOver, ...] = ()
    # Neighbours of the same organisation: work, not hand-over. Organisation -> count.
    work: dict[str, int] = field(default_factory=dict)
    # Neighbours of which one names no organisation.
    unknown_handovers: int = 0
    # Activity -> organisation -> events
    performers: dict[str, dict[str, int]] = field(default_factory=dict)
    is_estimated: bool = False
    notes: Sequence[str] = ()
