# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What others did: what must hold of it, and how the course reads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker
from stellwerk.networks.choices import ActivityGroup, Precision
from stellwerk.networks.rules.observing import personal_blockers
from stellwerk.vault.crypto import derived_number

#: Nothing of a course of integration lies further back.
EARLIEST = date(1930, 1, 1)


def moment_of(on: date, at: time | None) -> tuple[datetime, int]:
    """The moment of a day, with or without the time, and how exactly it is known."""
    zone = timezone.get_default_timezone()
    if at is None:
        return datetime.combine(on, time.min, zone), Precision.DAY
    return datetime.combine(on, at.replace(second=0, microsecond=0), zone), Precision.MINUTE


def is_unnamed(activity: Any) -> bool:
    """Who acted and under which law would tell what the illness is: neither is kept."""
    return getattr(activity, "group", None) == ActivityGroup.HEALTH


def noting_blockers(
    values: Mapping[str, Any], now: datetime, names: Sequence[str] = ()
) -> list[Blocker]:
    """Why something that another office did cannot be noted; ``names``: found in the words."""
    found = []
    on = values.get("on")
    if values.get("activity") is None:
        found.append(Blocker("activity_missing", _("Please say what was done."), "activity"))
    if on is None:
        found.append(Blocker("day_missing", _("The day is missing."), "on"))
    elif on < EARLIEST:
        found.append(Blocker("day_early", _("This day lies too far back."), "on"))
    elif moment_of(on, values.get("at"))[0] > now:
        found.append(Blocker("day_ahead", _("The day lies in the future."), "on"))
    office = str(values.get("office") or "").strip()
    if not office and not is_unnamed(values.get("activity")):
        found.append(Blocker("office_missing", _("Please say which office did it."), "office"))
    found += personal_blockers(office, "office")
    if names:
        text = _("Please name the office without a person: %(names)s.")
        found.append(Blocker("names_somebody", text % {"names": ", ".join(names)}, "office"))
    return found


def mark_of(key: bytes, event_id: int) -> int:
    """What an address names an event by: without the case's key it leads nowhere."""
    return derived_number(key, f"event page {event_id}")


@dataclass(frozen=True)
class Step:
    """One line of the course: what, who, when, how long after the line before that counts."""

    mark: int
    activity: str
    office: str
    sphere: str
    at: datetime
    precision: int
    is_noted: bool
    # Whole days since the last step; None for the first and for what no longer counts.
    waited: int | None
    # When it was corrected or taken back; None while it counts.
    ended_at: datetime | None = None
    was_withdrawn: bool = False

    @property
    def shows_time(self) -> bool:
        return self.precision != Precision.DAY


def day_of(at: datetime) -> date:
    return timezone.localtime(at, timezone.get_default_timezone()).date()


def waits(moments: Iterable[datetime]) -> list[int | None]:
    """Days between neighbours by the calendar; None for the first."""
    days = [day_of(at) for at in moments]
    return [None if n == 0 else (day - days[n - 1]).days for n, day in enumerate(days)]
