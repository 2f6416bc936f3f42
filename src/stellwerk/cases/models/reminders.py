# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Reminding clients of appointments: who agreed to it, and what became of each reminder."""

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import Row, VersionedRow
from stellwerk.cases.choices import FieldGroup, ReminderChannel, ReminderState
from stellwerk.cases.models.case import CasePart
from stellwerk.cases.models.person import Person
from stellwerk.directory.models import Organisation


class ReminderWish(VersionedRow):
    """What a client agreed to: by which way and in which language; without a row, nothing."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    groups = models.PositiveSmallIntegerField(default=FieldGroup.CONTACT, editable=False)
    by_email = models.BooleanField(_("by e-mail"), default=False)
    by_text_message = models.BooleanField(_("by text message"), default=False)
    language = models.CharField(_("language of reminders"), max_length=8, default="de")
    agreed_on = models.DateField(_("agreed on"))

    class Meta:
        db_table = "cases_reminder_wish"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"], name="reminder_wish_once_per_person"
            )
        ]

    @property
    def key_subject_id(self) -> UUID:
        return self.person_id


class Reminder(Row, CasePart):
    """One reminder: claimed before it is sent, so that nobody is reminded twice."""

    groups = models.PositiveSmallIntegerField(default=FieldGroup.CONTACT, editable=False)
    appointment_id = models.UUIDField()
    starts_at = models.DateTimeField(_("starts at"))
    channel = models.CharField(_("way"), max_length=8, choices=ReminderChannel.choices)
    state = models.CharField(
        _("state"), max_length=8, choices=ReminderState.choices, default=ReminderState.SENDING
    )
    # The kind of an accident, never its message: it may quote an address.
    detail = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "appointment_id", "starts_at", "channel"],
                name="reminder_once",
            )
        ]
