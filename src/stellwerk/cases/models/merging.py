# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The log of merged people: enough to take every merge back."""

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import Row
from stellwerk.cases.models.person import Person
from stellwerk.directory.models import Organisation
from stellwerk.vault.fields import EncryptedTextField


class PersonMerge(Row):
    """Two records of one person became one; ``person`` is the record that was kept."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    merged = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    merged_at = models.DateTimeField(_("merged at"), auto_now_add=True)
    by = models.CharField(_("merged by"), max_length=320, blank=True, default="")
    undone_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    undone_by = models.CharField(_("taken back by"), max_length=320, blank=True, default="")
    # JSON: what was before, what was written, which rows were moved or copied.
    trace = EncryptedTextField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-merged_at"]
        indexes = [models.Index(fields=["person", "-merged_at"], name="merge_person")]

    @property
    def key_subject_id(self) -> UUID:
        return self.person_id
