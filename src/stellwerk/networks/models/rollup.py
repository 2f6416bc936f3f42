# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The roll-up of the event log: derived, recomputed from the log whenever a week has changed.

Writers append the weeks they touch to ``CellMark``; readers take marked weeks from the log and the
others from the cells, in one statement. So the roll-up is exact whenever it is read.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from stellwerk.directory.models import Organisation
from stellwerk.networks.choices import LONGEST_GROUP_CODE
from stellwerk.networks.models.log import EventLog


class Cell(models.Model):
    """What followed what, how often and after how long, in one week or ISO year of one log.

    A start has no activity before, an end none after; neither has a waiting time. The period is
    that of the second event. The levels ``…_EDGES`` leave parties and groups empty: all of them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False,
        db_constraint=False,
    )
    log = models.ForeignKey(
        EventLog, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    # choices.CellLevel
    level = models.SmallIntegerField()
    # Monday of the week; Monday of the first week of the ISO year.
    period = models.DateField()
    before_activity = models.IntegerField(null=True)
    activity = models.IntegerField(null=True)
    before_party = models.IntegerField(null=True)
    party = models.IntegerField(null=True)
    field_of_action = models.SmallIntegerField(null=True)
    target_group = models.SmallIntegerField(null=True)
    legal_sphere = models.SmallIntegerField(null=True)
    residence_group = models.CharField(max_length=LONGEST_GROUP_CODE, default="")
    count = models.BigIntegerField()
    sum_us = models.DecimalField(max_digits=30, decimal_places=0, null=True)
    min_us = models.BigIntegerField(null=True)
    max_us = models.BigIntegerField(null=True)
    # Buckets of waiting times: number of the bucket * 2^40 + how many (``rules.histograms``).
    histogram = ArrayField(models.BigIntegerField(), null=True)

    class Meta:
        db_table = "networks_cell"
        constraints = [
            models.CheckConstraint(
                name="cell_has_a_side",
                condition=models.Q(activity__isnull=False)
                | models.Q(before_activity__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["log", "level", "period"], name="cell_log_level")]


class CellMark(models.Model):
    """A week of a log whose cells are out of date. The same week may be marked many times."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False,
        db_constraint=False,
    )
    log = models.ForeignKey(
        EventLog, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    week = models.DateField()

    class Meta:
        db_table = "networks_cell_mark"
        indexes = [models.Index(fields=["log", "week"], name="mark_log_week")]
