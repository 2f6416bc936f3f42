# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A course as a file tells it: events in the order of time, then of their place in the file."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """One event: microseconds since 1970 UTC; ``position`` counts all events of the file from 0."""

    activity: str
    at_us: int
    organisation: str | None
    position: int
    # the file names the day and no time
    only_day: bool = False


@dataclass(slots=True)
class ReadTrace:
    """One course; ``position`` is its place in the file. ``events`` stand in order."""

    label: str
    position: int
    events: list[ReadEvent] = field(default_factory=list)
