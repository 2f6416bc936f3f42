# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Weeks and ISO years in the time zone of the installation: they divide all time without a rest."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def week_of(at: datetime, zone: ZoneInfo) -> date:
    """The Monday of the week of a moment."""
    day = at.astimezone(zone).date()
    return day - timedelta(days=day.weekday())


def weeks_of(moments: Iterable[datetime], zone: ZoneInfo) -> set[date]:
    return {week_of(at, zone) for at in moments}


def year_of(week: date) -> date:
    """The Monday with which the ISO year of a week begins."""
    return date.fromisocalendar(week.isocalendar().year, 1, 1)


def beginning_of(day: date, zone: ZoneInfo) -> datetime:
    """The moment at which a day begins."""
    return datetime.combine(day, time.min, zone)


def next_year(year: date) -> date:
    """The Monday with which the ISO year after ``year`` (a first Monday) begins."""
    return date.fromisocalendar(year.isocalendar().year + 1, 1, 1)


def runs_of(weeks: Iterable[date]) -> list[tuple[date, date]]:
    """Sorted weeks as runs without a gap: first and last Monday of each."""
    runs: list[tuple[date, date]] = []
    for week in weeks:
        if runs and runs[-1][1] + timedelta(days=7) == week:
            runs[-1] = (runs[-1][0], week)
        else:
            runs.append((week, week))
    return runs
