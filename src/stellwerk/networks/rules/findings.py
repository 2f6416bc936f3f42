# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What is found in courses beside the map. Times are seconds; names are in the page's language."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class VariantShare:
    """A sequence of activities, how many courses took it and their share of all that are meant."""

    key: int
    activities: tuple[str, ...]
    count: int
    share: float


@dataclass(frozen=True)
class Passed:
    """Hand-overs from one organisation to another: waiting time, and how many were declined."""

    source: str
    target: str
    source_id: int
    target_id: int
    count: int
    mean_s: float | None = None
    median_s: float | None = None
    p90_s: float | None = None
    # The declining activity -> how often it followed such a hand-over.
    declined: dict[str, int] = field(default_factory=dict)

    @property
    def declined_count(self) -> int:
        return sum(self.declined.values())


@dataclass(frozen=True)
class Again:
    """An activity that happened more than once in a course."""

    activity: str
    activity_id: int
    courses: int
    # Beyond the first time in each course.
    repetitions: int


@dataclass(frozen=True)
class BackAndForth:
    """A → B → A, one directly after the other."""

    first: str
    second: str
    count: int
    courses: int


@dataclass(frozen=True)
class Return:
    """An organisation to which courses came back after they had been elsewhere."""

    party: str
    party_id: int
    courses: int
    returns: int


@dataclass(frozen=True)
class Loops:
    """Where courses go round in circles: activities, pairs of them, pairs of organisations."""

    repeated: tuple[Again, ...] = ()
    back_and_forth: tuple[BackAndForth, ...] = ()
    between_parties: tuple[BackAndForth, ...] = ()
    returns: tuple[Return, ...] = ()


@dataclass(frozen=True)
class RepeatedDemand:
    """A paper that was asked for more than once in a course (doppelte Anforderung)."""

    paper: str
    activities: tuple[str, ...]
    parties: tuple[str, ...]
    courses: int
    demands: int
    # Courses in which different organisations asked for it.
    by_several: int


@dataclass(frozen=True)
class Dwell:
    """How long a course stays at a step of an organisation, until the next event."""

    activity: str
    party: str
    activity_id: int
    party_id: int | None
    count: int
    mean_s: float
    median_s: float
    p90_s: float


@dataclass(frozen=True)
class BreakOff:
    """Courses whose last event ends nothing and is long ago."""

    activity: str
    party: str
    activity_id: int
    party_id: int | None
    count: int
    # Of all courses that were at this step of this organisation last.
    of: int
    median_silent_days: float
