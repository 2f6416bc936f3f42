# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What must hold of an event and of who acts in it."""

from datetime import datetime

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker
from stellwerk.networks.choices import LogKind

#: Longer words do not name an office.
LONGEST_WORDS = 300


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
    return []


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
