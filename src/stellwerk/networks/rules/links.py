# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What follows from the order of a course: each event's predecessor, the course's own columns."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Link:
    """The derived columns of one event that is part of its course."""

    before_activity: int | None
    before_party: int | None
    wait_us: int | None
    is_last: bool


@dataclass(frozen=True, slots=True)
class Course:
    """The derived columns of a trace."""

    started_at: datetime | None
    ended_at: datetime | None
    events: int
    variant: int


#: ``(at, activity, party)`` of one event.
Step = tuple[datetime, int, int | None]


def links_of(steps: Sequence[Step]) -> list[Link]:
    """The links of a whole course; ``steps`` stand in order of time, then of position."""
    found = []
    last = len(steps) - 1
    for place, (at, _activity, _party) in enumerate(steps):
        if place == 0:
            found.append(Link(None, None, None, last == 0))
            continue
        before_at, before_activity, before_party = steps[place - 1]
        wait = (at - before_at) // MICROSECOND
        found.append(Link(before_activity, before_party, wait, place == last))
    return found


def course_of(steps: Sequence[Step]) -> Course:
    """Beginning, end, length and variant of a whole course."""
    if not steps:
        return Course(None, None, 0, 0)
    return Course(
        steps[0][0], steps[-1][0], len(steps), variant_of(activity for _at, activity, _p in steps)
    )


def variant_of(activities: Iterable[int]) -> int:
    """64 bits that name a sequence of activities; 0 = none. The same wherever it is asked."""
    return variant_of_codes(np.fromiter(activities, dtype="<i4"))


def variant_of_codes(codes: "np.ndarray[tuple[int], np.dtype[np.int32]]") -> int:
    """The same for an array of codes."""
    if not len(codes):
        return 0
    digest = hashlib.blake2b(codes.astype("<i4", copy=False).tobytes(), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True) or 1
