# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Reminders to clients: one sentence in their language, by e-mail or by a provider's adapter.

Nothing of the case is in them: that there is an appointment, when, and the office's phone.
"""

import logging
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.core.mail import send_mail
from django.utils.module_loading import import_string

from stellwerk.base.actor import Actor, system_actor
from stellwerk.base.context import acting
from stellwerk.cases.actions.reminders import claim_reminder, finish_reminder
from stellwerk.cases.choices import ReminderChannel
from stellwerk.cases.queries.reminders import DueReminder, due_reminders, reach_of
from stellwerk.cases.queries.settings import setting_of
from stellwerk.directory.models import Organisation
from stellwerk.exchange.reminder_texts import reminder_text

log = logging.getLogger("stellwerk.reminders")


class TextMessages(Protocol):
    """What a provider's adapter offers; ``STELLWERK_TEXT_MESSAGES`` names a callable making one.

    ``send`` raises ``OSError`` when the message was not taken.
    """

    def send(self, number: str, text: str) -> None: ...


def text_messages() -> TextMessages | None:
    """The adapter of this installation, if one is configured."""
    name = settings.TEXT_MESSAGES
    return import_string(name)() if name else None


def remind(organisation: Organisation, now: datetime) -> tuple[int, int]:
    """Send what is due for one organisation: ``(sent, failed)``. Each stands for itself."""
    actor = system_actor("Erinnerungen", organisation.pk)
    with acting(actor):
        due = due_reminders(organisation.pk, now)
        phone = str(setting_of(organisation.pk, "reminders.office_phone"))
    errors = [_remind_one(actor, organisation, one, phone) for one in due]
    return errors.count(""), sum(bool(error) for error in errors)


def _remind_one(
    actor: Actor, organisation: Organisation, due: DueReminder, phone: str
) -> str | None:
    """Claimed and committed first: what dies in between is not sent a second time."""
    with acting(actor):
        row = claim_reminder(actor=actor, organisation_id=organisation.pk, due=due)
        reach = reach_of(due.person_id, due.channel) if row else ""
    if row is None:
        return None
    error = _send(due, reach, reminder_text(due.language, due.starts_at, phone))
    with acting(actor):
        finish_reminder(reminder=row, error=error)
    return error


def _send(due: DueReminder, reach: str, text: tuple[str, str]) -> str:
    """Empty when it was taken, otherwise the kind of the accident."""
    if not reach:
        return "no_address"
    subject, body = text
    try:
        if due.channel == ReminderChannel.EMAIL:
            send_mail(subject, body, None, [reach])
            return ""
        adapter = text_messages()
        if adapter is None:
            return "no_adapter"
        adapter.send(reach, body)
    except OSError as problem:
        log.warning("a reminder could not be sent: %s", type(problem).__name__)
        return type(problem).__name__
    return ""
