# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What holds of a course in which nothing is ever overwritten."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, Protocol, TypeVar


class Said(NamedTuple):
    """What one event says, by identities."""

    activity_id: int
    at: datetime
    precision: int
    party_id: int | None
    legal_sphere_id: int | None


class Written(Protocol):
    """A row of the log as far as corrections go."""

    @property
    def id(self) -> int: ...
    @property
    def replaces_id(self) -> int | None: ...
    @property
    def is_withdrawal(self) -> bool: ...


E = TypeVar("E", bound=Written)


def chains(entries: Iterable[E]) -> Mapping[int, list[E]]:
    """First row of each event -> every row that was ever written of it, the last word last."""
    rows = list(entries)
    follower = {row.replaces_id: row for row in rows if row.replaces_id is not None}
    found = {}
    for row in rows:
        if row.replaces_id is None:
            chain = [row]
            while chain[-1].id in follower:
                chain.append(follower[chain[-1].id])
            found[row.id] = chain
    return found
