# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Records on their way out."""

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import Row
from stellwerk.cases.choices import ExportFormat, ExportState
from stellwerk.directory.models import Organisation
from stellwerk.vault.fields import EncryptedTextField


class CaseExport(Row):
    """Ausgabe: an order of case records as a file, for one person, kept for a day.

    ``case_ids`` and, beside each, the field groups that she might see when she ordered: asked again
    when the worker begins and at every download. The file lies sealed under this row's key.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    ordered_by = models.CharField(max_length=320)
    ordered_by_id = models.UUIDField()
    purpose = EncryptedTextField(_("purpose"))
    narrowed_to = EncryptedTextField(_("filters"), null=True)
    sheets = ArrayField(models.CharField(max_length=40))
    with_entrusted = models.BooleanField(default=False)
    file_format = models.CharField(max_length=8, choices=ExportFormat.choices)
    case_ids = ArrayField(models.UUIDField())
    scopes = ArrayField(models.PositiveSmallIntegerField())
    state = models.CharField(
        max_length=8, choices=ExportState.choices, default=ExportState.WAITING
    )
    code = models.CharField(max_length=40, default="", blank=True)
    done = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=200, default="", blank=True)
    size = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "ordered_by_id", "-created_at"], name="case_export_mine"
            )
        ]

    @property
    def key_subject_id(self) -> UUID:
        return self.pk

    @property
    def wanted(self) -> dict[UUID, int]:
        """Each case with the field groups that its orderer might see when she ordered."""
        return dict(zip(self.case_ids, self.scopes, strict=True))

    @property
    def number(self) -> str:
        """What stands on every sheet and in the log: the end of the identity."""
        return f"A-{self.pk.hex[-8:].upper()}"

    @property
    def percent(self) -> int:
        return 100 * self.done // len(self.case_ids) if self.case_ids else 0
