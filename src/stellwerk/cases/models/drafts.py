# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""So that nothing typed is lost: open forms with their drafts, and what a change can go back to."""

from typing import cast
from uuid import UUID

from django.db import models
from django.db.models.functions import Now

from stellwerk.base.models import Row
from stellwerk.cases.models.case import Case, CasePart
from stellwerk.cases.models.person import Person
from stellwerk.directory.models import Organisation
from stellwerk.vault.fields import EncryptedTextField


class OpenForm(Row, CasePart):
    """A form on a case that somebody has open: since when, and what she has typed so far.

    ``form`` is the page's name with the record it is about; one row per person, case and form.
    """

    form = models.CharField(max_length=160)
    user_id = models.UUIDField()
    user_name = models.CharField(max_length=200)
    since = models.DateTimeField(db_default=Now())
    # Empty once the page was left: only the draft remains.
    seen_at = models.DateTimeField(null=True)
    draft = EncryptedTextField(null=True)
    draft_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "case", "form", "user_id"], name="form_open_once"
            )
        ]
        indexes = [models.Index(fields=["updated_at"], name="open_form_age")]


class UndoStep(models.Model):
    """What stood in a record before one change, sealed under the key of its case or person."""

    id = models.UUIDField(primary_key=True, editable=False)
    created_at = models.DateTimeField(db_default=Now())
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, null=True, related_name="+", db_constraint=False
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, related_name="+", db_constraint=False
    )
    kind = models.CharField(max_length=40)
    model = models.CharField(max_length=60)
    row_id = models.UUIDField()
    # The version that the change made: another one means that somebody changed it since.
    version = models.PositiveIntegerField()
    user_id = models.UUIDField(null=True)
    by = models.CharField(max_length=320, blank=True, default="")
    values = EncryptedTextField()

    class Meta:
        indexes = [
            models.Index(fields=["row_id", "version"], name="undo_row"),
            models.Index(fields=["created_at"], name="undo_age"),
        ]

    @property
    def key_subject_id(self) -> UUID:
        """The case's or the person's."""
        return cast("UUID", self.case_id or self.person_id)
