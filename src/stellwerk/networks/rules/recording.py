# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What must hold of an event and of who acts in it."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker
from stellwerk.networks.choices import LogKind

#: Longer words do not name an office.
LONGEST_WORDS = 300
#: Years in which something may have happened: a slip of the pen would stretch every map.
YEARS = (1900, 2199)


def party_blockers(words: str) -> list[Blocker]:
    if words:
        return []
    return [Blocker("party_missing", _("Please say who acted."), "party")]


def event_blockers(at: datetime | None) -> list[Blocker]:
    """An event has a moment, in a time zone: none is guessed."""
    if at is None:
        return [Blocker("time_missing", _("Please say when it happened."), "at")]
    if at.tzinfo is None:
        return [Blocker("time_zone_missing", _("The time has no time zone."), "at")]
    if not YEARS[0] <= at.year <= YEARS[1]:
        return [_out_of_range()]
    return []


def span_blockers(first_us: int, last_us: int) -> list[Blocker]:
    """The same for the first and last moment of a file (microseconds since 1970)."""
    low, high = (
        (date(year, 1, 1) - date(1970, 1, 1)).days * 86_400_000_000
        for year in (YEARS[0], YEARS[1] + 1)
    )
    return [] if low <= first_us and last_us < high else [_out_of_range()]


def _out_of_range() -> Blocker:
    return Blocker("time_out_of_range", _("A time lies too far from today to be one."), "at")


def replaced_blockers(counts: bool, is_withdrawal: bool) -> list[Blocker]:
    """Only what still counts is corrected or withdrawn."""
    if counts and not is_withdrawal:
        return []
    return [
        Blocker(
            "event_replaced",
            _("This entry was corrected or withdrawn in the meantime."),
        )
    ]


def log_blockers(kind: str) -> list[Blocker]:
    """Only a file's log is deleted whole."""
    if kind == LogKind.IMPORTED:
        return []
    return [
        Blocker("log_recorded", _("Recorded courses go with their cases, not with the log."))
    ]
