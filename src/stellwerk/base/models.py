# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Abstract rows and the small key store."""

from django.db import models

from stellwerk.base.ids import new_id


class Row(models.Model):
    """A row with a random identity and its times."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class VersionedRow(Row):
    """A row that two people may edit: ``version`` rises with every change (no lost updates)."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class DataKey(models.Model):
    """The wrapped data key of one subject (person or case).

    A store of its own, so that erasing one row makes the subject's texts unreadable everywhere.
    """

    subject_id = models.UUIDField(primary_key=True, editable=False)
    organisation_id = models.UUIDField()
    wrapped = models.BinaryField()
    kek_version = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "base_data_key"
        indexes = [models.Index(fields=["kek_version"], name="data_key_kek")]
