# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""iCalendar (RFC 5545): what leaves the house knows no name, no number and no place."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from stellwerk.cases.queries.calendar import CalendarEntry

_HOUR = timedelta(hours=1)


def entries_file(entries: Iterable[CalendarEntry]) -> bytes:
    """A user's calendar: only of what kind something is and when."""
    calendar = _calendar()
    stamp = timezone.now()
    for entry in entries:
        event = _event(entry.kind, entry.row_id, _summary(entry), stamp)
        if entry.at is not None:
            _at(event, entry.at, entry.until)
        else:
            event.add("dtstart", entry.day)
        if entry.is_off:
            event.add("status", "CANCELLED")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def invitation_file(
    row_id: UUID, starts_at: datetime, ends_at: datetime | None, place: str
) -> bytes:
    """One conference to put into a calendar: day, hour, place, nobody's name."""
    calendar = _calendar()
    calendar.add("method", "PUBLISH")
    event = _event("conference", row_id, _("Case conference"), timezone.now())
    _at(event, starts_at, ends_at)
    if place:
        event.add("location", place)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Stellwerk//DE")
    calendar.add("version", "2.0")
    return calendar


def _event(kind: str, row_id: UUID, summary: str, stamp: datetime) -> Event:
    event = Event()
    # The same event is recognised again; the row's own identity does not leave.
    uid = hashlib.sha256(b"stellwerk calendar " + kind.encode() + row_id.bytes).hexdigest()[:32]
    event.add("uid", f"{uid}@stellwerk")
    event.add("dtstamp", stamp)
    event.add("summary", summary)
    event.add("class", "PRIVATE")
    return event


def _at(event: Event, starts_at: datetime, ends_at: datetime | None) -> None:
    event.add("dtstart", starts_at.astimezone(UTC))
    event.add("dtend", (ends_at or starts_at + _HOUR).astimezone(UTC))


def _summary(entry: CalendarEntry) -> str:
    if entry.kind == "appointment":
        return _("Appointment (%(kind)s)") % {"kind": entry.detail_label}
    return {
        "conference": _("Case conference"),
        "goal": _("Due: a goal"),
        "measure": _("Due: a measure"),
        "residence": _("A residence title expires"),
    }[entry.kind]
