# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Days as the law counts them (§§ 187, 188 BGB)."""

from calendar import monthrange
from datetime import date


def birthday(born: date, years: int) -> date | None:
    """The day on which so many years are completed; None beyond the calendar.

    Born on 29 February, one completes a year with the end of 28 February: in a year without a
    29th the birthday is 1 March (§ 187 Abs. 2 Satz 2, § 188 Abs. 2 BGB).
    """
    year = born.year + years
    if not date.min.year <= year <= date.max.year:
        return None
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def add_months(day: date, months: int) -> date:
    """The day of the same number; the month's last one where it has no such day (§ 188 Abs. 3)."""
    at = day.year * 12 + day.month - 1 + months
    year, month = divmod(at, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
