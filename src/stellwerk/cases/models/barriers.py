# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The half of a barrier that stays in the case."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import VersionedRow
from stellwerk.cases.choices import FieldGroup
from stellwerk.cases.models.case import CasePart
from stellwerk.directory.models import User
from stellwerk.networks.models import Observation
from stellwerk.vault.fields import EncryptedTextField


class Barrier(VersionedRow, CasePart):
    """Hemmnis: what stood in this person's way, tied to the observation without any person."""

    groups = models.PositiveSmallIntegerField(default=FieldGroup.NOTES, editable=False)
    # Kept at the database's end by a composite key: never an observation of another organisation.
    observation = models.ForeignKey(
        Observation, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    since = models.DateField(_("since"))
    note = EncryptedTextField(_("note"), null=True, blank=True)
    by = models.CharField(_("noted by"), max_length=320, blank=True, default="")
    # Who is told what became of it; empty for what a file brought.
    by_user = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ["-since", "-created_at"]
        indexes = [models.Index(fields=["case", "-since"], name="barrier_case")]
        constraints = [
            # With the organisation: a violation must tell nothing of others.
            models.UniqueConstraint(
                fields=["organisation", "observation"], name="barrier_observation_once"
            )
        ]
