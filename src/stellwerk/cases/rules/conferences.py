# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What must hold of case conferences."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker
from stellwerk.cases.choices import ConferenceState

_CLOCK_TOLERANCE = timedelta(minutes=10)


def conference_blockers(
    starts_at: datetime | None, ends_at: datetime | None, state: str, now: datetime
) -> list[Blocker]:
    """A conference has a beginning; it was held once it has begun."""
    if starts_at is None:
        return [Blocker("when_missing", _("The time is missing."), "starts_at")]
    found = []
    if ends_at is not None and ends_at <= starts_at:
        found.append(Blocker("ends_before", _("The end lies before the beginning."), "ends_at"))
    if state == ConferenceState.HELD and starts_at > now + _CLOCK_TOLERANCE:
        found.append(Blocker("not_begun", _("This conference lies in the future."), "state"))
    return found


def guest_blockers(name: str) -> list[Blocker]:
    if not name.strip():
        return [Blocker("name_missing", _("Please name the person who is invited."), "name")]
    return []


def invitation_blockers(state: str, reachable: int) -> list[Blocker]:
    """Only what still lies ahead is invited to, and only by an address."""
    found = []
    if state != ConferenceState.PLANNED:
        found.append(
            Blocker("not_planned", _("Only to a planned conference anybody can be invited."))
        )
    if not reachable:
        found.append(
            Blocker("nobody", _("Nobody is left to be invited by e-mail: an address is missing."))
        )
    return found
