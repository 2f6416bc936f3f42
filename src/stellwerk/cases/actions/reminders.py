# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A client's wish to be reminded, and the marks of reminders sent."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.cases.actions.changing import update_fields
from stellwerk.cases.choices import ReminderState
from stellwerk.cases.models import Person, Reminder, ReminderWish
from stellwerk.cases.queries.reminders import DueReminder, is_still_due, wish_of

REMINDER_FIELDS = ("by_email", "by_text_message", "language", "agreed_on")


@transaction.atomic
def set_reminder_wish(
    *, actor: Actor, person: Person, version: int | None, values: Mapping[str, Any]
) -> ReminderWish:
    """Note what the client agreed to, or that she no longer wants it (both ways off)."""
    wish = wish_of(person.pk, person.organisation_id)
    chosen = {name: values[name] for name in REMINDER_FIELDS}
    if wish is None:
        wish = ReminderWish.objects.create(
            person=person, organisation_id=person.organisation_id, **chosen
        )
        record(
            actor=actor, verb=Verb.CREATED, kind="reminder", subjects=[person.pk, wish.pk],
            fields=list(REMINDER_FIELDS),
        )
        return wish
    update_fields(
        actor=actor, row=wish, version=version, kind="reminder", subjects=[person.pk],
        values=chosen,
    )
    return wish


def claim_reminder(*, actor: Actor, organisation_id: UUID, due: DueReminder) -> Reminder | None:
    """Mark a reminder before it is sent; None when another run has it or it is due no longer.

    Asked anew: a run may take long, and what was withdrawn or cancelled meanwhile counts.
    """
    try:
        with transaction.atomic():
            if not is_still_due(organisation_id, due):
                return None
            row = Reminder.objects.create(
                organisation_id=organisation_id, case_id=due.case_id,
                appointment_id=due.appointment_id, starts_at=due.starts_at, channel=due.channel,
            )
            record(
                actor=actor, verb=Verb.EXPORTED, kind="reminder",
                subjects=[due.case_id, due.appointment_id], fields=["contact"], note=due.channel,
            )
    except IntegrityError:
        return None
    return row


@transaction.atomic
def finish_reminder(*, reminder: Reminder, error: str = "") -> None:
    """Say whether it went out; ``error`` is the kind of an accident."""
    reminder.state = ReminderState.FAILED if error else ReminderState.SENT
    reminder.detail = error[:80]
    reminder.save(update_fields=["state", "detail", "updated_at"])
