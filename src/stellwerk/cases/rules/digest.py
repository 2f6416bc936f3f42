# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The weekly digest: numbers for one person, never a name."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Digest:
    """What waits for one person; ``unassigned`` and ``referrals`` only for who leads a team."""

    cases: int = 0
    stalled: int = 0
    overdue: int = 0
    silent: int = 0
    hand_overs: int = 0
    unassigned: int | None = None
    referrals: int | None = None

    @property
    def is_worth_a_mail(self) -> bool:
        """A mail that says that nothing is to be done teaches people not to read the next."""
        return any(
            (
                self.stalled, self.overdue, self.silent, self.hand_overs, self.unassigned,
                self.referrals,
            )
        )


def week_of(day: date) -> str:
    """The ISO week as a key: 2026-W47."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"
