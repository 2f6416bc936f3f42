# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Who is to be reminded of what, and how it went."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from stellwerk.base.keys import open_keys
from stellwerk.cases.choices import (
    OPEN_PHASES,
    AppointmentOutcome,
    ReminderChannel,
    ReminderState,
)
from stellwerk.cases.models import Appointment, ContactData, Reminder, ReminderWish
from stellwerk.cases.queries.settings import settings_of

REMINDER_KEYS = (
    "reminders.email", "reminders.text_message", "reminders.days_before",
    "reminders.office_phone",
)


@dataclass(frozen=True)
class DueReminder:
    """One appointment of which one person is to be told by one way."""

    case_id: UUID
    person_id: UUID
    appointment_id: UUID
    starts_at: datetime
    channel: str
    language: str


def due_reminders(organisation_id: UUID, now: datetime) -> list[DueReminder]:
    """Appointments of the days ahead whose clients agreed and were not reminded yet.

    Empty while the organisation has not switched reminders on. Times are local days: with one
    day before, everything until the end of tomorrow.
    """
    chosen = settings_of(organisation_id, *REMINDER_KEYS)
    if not (chosen["reminders.email"] or chosen["reminders.text_message"]):
        return []
    last = timezone.localtime(now).date() + timedelta(days=chosen["reminders.days_before"] + 1)
    rows = Appointment.objects.filter(
        organisation_id=organisation_id, outcome=AppointmentOutcome.PLANNED,
        starts_at__gt=now, starts_at__lt=timezone.make_aware(datetime.combine(last, time())),
        case__phase__in=OPEN_PHASES,
    ).order_by("starts_at", "id")
    found = list(rows.values_list("pk", "case_id", "case__person_id", "starts_at"))
    wishes = {
        wish.person_id: wish
        for wish in ReminderWish.objects.filter(person_id__in={row[2] for row in found})
    }
    done = set(
        Reminder.objects.filter(appointment_id__in=[row[0] for row in found]).values_list(
            "appointment_id", "starts_at", "channel"
        )
    )
    due = []
    for pk, case_id, person_id, starts_at in found:
        wish = wishes.get(person_id)
        for channel in _channels(wish, chosen):
            if wish and (pk, starts_at, channel) not in done:
                due.append(
                    DueReminder(case_id, person_id, pk, starts_at, channel, wish.language)
                )
    return due


def is_still_due(organisation_id: UUID, due: DueReminder) -> bool:
    """Whether all that made a reminder due holds now: appointment, time, wish, way and switch."""
    is_planned = Appointment.objects.filter(
        pk=due.appointment_id, organisation_id=organisation_id, starts_at=due.starts_at,
        outcome=AppointmentOutcome.PLANNED, case__phase__in=OPEN_PHASES,
    ).exists()
    wish = wish_of(due.person_id, organisation_id)
    return is_planned and due.channel in _channels(
        wish, settings_of(organisation_id, *REMINDER_KEYS)
    )


def _channels(wish: ReminderWish | None, chosen: dict[str, object]) -> list[str]:
    if wish is None:
        return []
    ways = (
        (ReminderChannel.EMAIL, wish.by_email and chosen["reminders.email"]),
        (ReminderChannel.TEXT, wish.by_text_message and chosen["reminders.text_message"]),
    )
    return [channel for channel, is_on in ways if is_on]


def reach_of(person_id: UUID, channel: str) -> str:
    """The address or number for a reminder; empty when none is known. The caller records it."""
    contact = ContactData.objects.filter(person_id=person_id).first()
    if contact is None:
        return ""
    open_keys([contact])
    return str((contact.email if channel == ReminderChannel.EMAIL else contact.phone) or "")


def wish_of(person_id: UUID, organisation_id: UUID) -> ReminderWish | None:
    return ReminderWish.objects.filter(
        person_id=person_id, organisation_id=organisation_id
    ).first()


def failed_reminders(organisation_id: UUID, since: datetime) -> list[Reminder]:
    """What was not sent lately, newest first: somebody should call."""
    broken = Q(state=ReminderState.FAILED) | Q(
        state=ReminderState.SENDING, created_at__lt=timezone.now() - timedelta(hours=1)
    )
    rows = Reminder.objects.filter(broken, organisation_id=organisation_id, created_at__gte=since)
    return list(rows.select_related("case")[:100])


def sent_count(organisation_id: UUID, since: datetime) -> int:
    return Reminder.objects.filter(
        organisation_id=organisation_id, state=ReminderState.SENT, created_at__gte=since
    ).count()
