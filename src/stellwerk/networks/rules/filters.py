# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Which courses and events a question is about."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class MapFilter:
    """One log and what is asked of it; empty means all.

    Without ``by_start`` the period speaks of events (an edge belongs to the day of its second
    event); with it, of courses that began in the period. Days are inclusive, in the time zone of
    the installation. Terms, activities, parties and variants are named by their ids.
    """

    log_id: UUID
    since: date | None = None
    until: date | None = None
    by_start: bool = False
    field_of_action: int | None = None
    target_group: int | None = None
    residence_group: str = ""
    legal_sphere: int | None = None
    party: int | None = None
    variant: int | None = None
    contains: tuple[int, ...] = ()
    without: tuple[int, ...] = ()

    @property
    def is_of_courses(self) -> bool:
        """Whether whole courses are chosen by what happened in them: the roll-up cannot tell."""
        return bool(self.by_start or self.variant or self.contains or self.without)
