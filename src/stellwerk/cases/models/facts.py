# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Coded facts of a case: all that figures need, nothing that names anybody.

Kept by the actions (``refresh_facts``); ``rebuild_facts`` proves them against the records.
"""

from django.db import models

from stellwerk.cases.models.fields import PercentField


class CaseFact(models.Model):
    """One row per case. The statistics role reads this table and no other of the room.

    ``topics`` and ``central`` are sets of life areas (bit = ``Term.bit``). Counters cover all time;
    figures for a period count from the records.
    """

    case_id = models.UUIDField(primary_key=True)
    organisation_id = models.UUIDField()
    phase = models.CharField(max_length=16)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    closing_kind = models.CharField(max_length=12, null=True)  # noqa: DJ001 - missing is missing
    closed_by = models.CharField(max_length=16, null=True)  # noqa: DJ001
    residence_status_id = models.SmallIntegerField(null=True)
    access_channel_id = models.SmallIntegerField(null=True)
    nationality_id = models.SmallIntegerField(null=True)
    gender = models.CharField(max_length=1, null=True)  # noqa: DJ001
    birth_year = models.SmallIntegerField(null=True)
    household_members = models.SmallIntegerField(null=True)
    topics = models.BigIntegerField(default=0)
    central = models.BigIntegerField(default=0)
    due = models.IntegerField(default=0)
    kept = models.IntegerField(default=0)
    planned = models.IntegerField(default=0)
    cancelled_by_us = models.IntegerField(default=0)
    goals = models.IntegerField(default=0)
    goals_assessed = models.IntegerField(default=0)
    goals_reached = models.IntegerField(default=0)
    attainment_sum = PercentField(max_digits=20, default=0)

    class Meta:
        db_table = "cases_fact"
        indexes = [
            models.Index(fields=["organisation_id", "opened_on"], name="fact_org_opened"),
        ]
