# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A workbook on its way in."""

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import Row
from stellwerk.cases.choices import ImportState
from stellwerk.directory.models import Organisation
from stellwerk.vault.fields import EncryptedTextField


class ImportRun(Row):
    """One upload: its state, progress and result. Faults quote cell values, so they are sealed."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.CharField(max_length=320)
    uploaded_by_id = models.UUIDField(null=True)
    file_name = EncryptedTextField(_("file"), null=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState.choices, default=ImportState.WAITING
    )
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    faults = EncryptedTextField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["organisation", "-created_at"], name="import_org")]

    @property
    def key_subject_id(self) -> UUID:
        return self.pk
