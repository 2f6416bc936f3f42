# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The log's one table. Appended by the web role, sealed by the sealer, changed by nobody."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from stellwerk.audit.choices import Verb
from stellwerk.base.ids import new_id


class Event(models.Model):
    """One read or change. ``fields`` names what was touched, never a value.

    ``xid`` (added by the migration) lets the sealer take only rows older than every running
    transaction; ``seal_no`` and ``mac`` are the sealer's.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(db_default=Now())
    actor = models.TextField()
    actor_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    verb = models.CharField(max_length=24, choices=Verb.choices)
    kind = models.CharField(max_length=48)
    subjects = ArrayField(models.UUIDField(), default=list)
    fields = ArrayField(models.CharField(max_length=64), default=list)
    note = models.CharField(max_length=200, default="", blank=True)
    route = models.CharField(max_length=96, default="", blank=True)
    seal_no = models.BigIntegerField(null=True)
    mac = models.BinaryField(null=True)

    class Meta:
        db_table = "audit_event"
        indexes = [
            models.Index(fields=["organisation_id", "-at", "id"], name="audit_org_at"),
            models.Index(fields=["seal_no"], name="audit_seal"),
        ]


class Checkpoint(models.Model):
    """What the sealer saw and when; a false date in the log contradicts the checkpoints.

    ``horizon``: every transaction below it is finished and sealed up to ``seal_no``.
    ``next_xid``: no transaction with this number or above had begun at ``sealed_at``.
    """

    no = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    horizon = models.BigIntegerField()
    next_xid = models.BigIntegerField()
    seal_no = models.BigIntegerField()
    row_mac = models.BinaryField()
    mac = models.BinaryField()

    class Meta:
        db_table = "audit_checkpoint"
