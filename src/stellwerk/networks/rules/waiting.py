# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Waiting times in words and in steps: few steps, the same for all that is compared."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE, HOUR, DAY = 60, 3600, 86400


def in_words(seconds: float | None) -> str:
    """A waiting time in its natural unit; nothing is a dash, 0 is 0."""
    if seconds is None:
        return "–"
    if 0 < seconds < MINUTE:
        return _("%(n)s sec") % {"n": _amount(seconds)}
    if seconds < HOUR:
        return _("%(n)s min") % {"n": _amount(seconds / MINUTE)}
    if seconds < 2 * DAY:
        return _("%(n)s hrs") % {"n": _amount(seconds / HOUR)}
    days = seconds / DAY
    return ngettext("%(n)s day", "%(n)s days", 2) % {"n": _amount(days)}


def _amount(value: float) -> str:
    """One decimal below ten, none above; never a decimal zero."""
    places = 1 if value < 9.95 and abs(value - round(value)) >= 0.05 else 0
    return str(number_format(round(value, places), decimal_pos=places, force_grouping=True))


@dataclass(frozen=True)
class Scale:
    """Steps of waiting: upper bounds in seconds; beyond the last there is one step more."""

    bounds: tuple[int, ...]

    def step(self, seconds: float | None) -> int:
        """1 for the shortest waiting and so on; 0 where nothing is known."""
        if seconds is None:
            return 0
        return 1 + sum(seconds > bound for bound in self.bounds)

    def labels(self) -> list[tuple[int, str]]:
        """What each step means, from the shortest on."""
        named = [
            (n, _("up to %(time)s") % {"time": in_words(bound)})
            for n, bound in enumerate(self.bounds, start=1)
        ]
        longest = _("more than %(time)s") % {"time": in_words(self.bounds[-1])}
        return [*named, (len(self.bounds) + 1, longest)]


IN_HOURS = Scale((10 * MINUTE, HOUR, 4 * HOUR, 12 * HOUR))
IN_DAYS = Scale((DAY, 7 * DAY, 28 * DAY, 90 * DAY))


def scale_for(waits: Iterable[float | None]) -> Scale:
    """Steps of hours where nothing takes two days, else of days."""
    return IN_HOURS if max((w for w in waits if w is not None), default=0) < 2 * DAY else IN_DAYS


def thickness(count: float, most: float) -> float:
    """Pixels of a line: its area grows with the count, and a single one is still seen."""
    return round(1.5 + 7.5 * (count / most) ** 0.5, 1) if most > 0 else 1.5


def spread_bounds(scale: Scale) -> tuple[int, ...]:
    """Upper bounds of the bars that show how waiting times spread, in seconds."""
    if scale == IN_HOURS:
        minutes = (1, 5, 10, 30, 60, 120, 240, 480, 720, 1440, 2880)
        return tuple(MINUTE * bound for bound in minutes)
    return tuple(DAY * bound for bound in (1, 3, 7, 14, 28, 60, 90, 180, 365, 730))
