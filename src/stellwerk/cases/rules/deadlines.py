# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Days that must not be missed."""

from dataclasses import dataclass
from datetime import date

WARN_DAYS = (30, 60, 90)
LONG_SILENCE = 30


@dataclass(frozen=True)
class Expiry:
    """A residence title that expires: the day, days left (negative = expired), and how urgent.

    ``level`` is ``expired``, 30, 60 or 90 as text.
    """

    on: date
    days_left: int
    level: str

    @property
    def tone(self) -> str:
        return {"expired": "danger", "30": "danger", "60": "warning"}.get(self.level, "info")


def residence_expiry(valid_until: date | None, today: date) -> Expiry | None:
    """The warning for a title, or None when it has no end or ends more than 90 days ahead."""
    if valid_until is None:
        return None
    left = (valid_until - today).days
    if left < 0:
        return Expiry(valid_until, left, "expired")
    for days in WARN_DAYS:
        if left <= days:
            return Expiry(valid_until, left, str(days))
    return None


def waiting_days(asked_on: date | None, began_on: date | None, today: date) -> int | None:
    """How long a measure was or has been waited for; None while nobody has asked."""
    if asked_on is None:
        return None
    return max(((began_on or today) - asked_on).days, 0)


def silence_days(last_contact_on: date | None, opened_on: date, today: date) -> int:
    """Days since the last contact; without any contact since the opening."""
    return max((today - (last_contact_on or opened_on)).days, 0)
