# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""One row per piece of work and day."""

from django.db import models

from stellwerk.base.ids import new_id
from stellwerk.duties.choices import RunState


class DutyRun(models.Model):
    """A run of recurring work; at most one per duty and day, however many processes there are.

    ``detail`` is one line for operators: counts and sentences of ours, never a person's data.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    duty = models.CharField(max_length=40)
    due_on = models.DateField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.RUNNING)
    detail = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["duty", "due_on"], name="duty_once_a_day")]
