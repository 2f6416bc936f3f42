# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Coded facts of a case: all that figures need, nothing that names anybody.

Kept by the actions (``refresh_facts``); ``rebuild_facts`` proves them against the records.
"""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Case, F, Func, Value, When
from django.db.models.functions import Coalesce, ExtractQuarter, ExtractYear

from stellwerk.cases.choices import (
    AGE_BOUNDS,
    AGE_MISSING,
    CLOSED_BY_CODES,
    CLOSING_KIND_CODES,
    GENDER_CODES,
)
from stellwerk.cases.models.fields import PercentField


def _code(field: str, values: Sequence[str]) -> Case:
    """The position of the field's value, or the number of values when it is missing."""
    return Case(
        *[When(**{field: str(value)}, then=Value(code)) for code, value in enumerate(values)],
        default=Value(len(values)),
    )


def _quarter(field: str) -> Any:
    return ExtractYear(field) * 4 + ExtractQuarter(field) - 1


def _age_group() -> Case:
    return Case(
        When(birth_year__isnull=True, then=Value(AGE_MISSING)),
        *[
            When(birth_year__gt=ExtractYear("opened_on") - bound, then=Value(code))
            for code, bound in enumerate(AGE_BOUNDS)
        ],
        default=Value(len(AGE_BOUNDS)),
    )


# 0 = running; otherwise 1 + kind * 5 + by.
ENDING = Case(
    When(closed_on__isnull=True, then=Value(0)),
    default=1 + _code("closing_kind", CLOSING_KIND_CODES) * 5 + _code("closed_by", CLOSED_BY_CODES),
)
# Quarter = year * 4 + 0..3; the quarter of closing is 0 while the case runs.
QUARTERS = _quarter("opened_on") * 10_000 + Coalesce(_quarter("closed_on"), 0)
# Residence status (0 = none given), gender and age group in one number.
TRAITS = (
    Coalesce(F("residence_status_id"), 0) * 64 + _code("gender", GENDER_CODES) * 8 + _age_group()
)
# Whole days from opening to closing; 0 while the case runs.
DAYS = Coalesce(
    Func("closed_on", "opened_on", template="(%(expressions)s)", arg_joiner=" - "),
    0,
    output_field=models.IntegerField(),
)


class CaseFact(models.Model):
    """One row per case. The statistics role reads this table and no other of the room.

    ``topics`` and ``central`` are sets of life areas (bit = ``Term.bit``). Counters cover all time;
    figures for a period count from the records. ``quarters``, ``traits``, ``days`` and
    ``ending`` are computed by the database: a report over a million cases groups by small numbers,
    not by texts.
    """

    # Order of columns = order in the table: what every report scans comes first, fixed in width.
    topics = models.BigIntegerField(default=0)
    central = models.BigIntegerField(default=0)
    quarters = models.GeneratedField(
        expression=QUARTERS, output_field=models.IntegerField(), db_persist=True
    )
    traits = models.GeneratedField(
        expression=TRAITS, output_field=models.IntegerField(), db_persist=True
    )
    due = models.IntegerField(default=0)
    kept = models.IntegerField(default=0)
    planned = models.IntegerField(default=0)
    cancelled_by_us = models.IntegerField(default=0)
    goals = models.IntegerField(default=0)
    goals_assessed = models.IntegerField(default=0)
    goals_reached = models.IntegerField(default=0)
    days = models.GeneratedField(
        expression=DAYS, output_field=models.IntegerField(), db_persist=True
    )
    opened_on = models.DateField()
    ending = models.GeneratedField(
        expression=ENDING, output_field=models.SmallIntegerField(), db_persist=True
    )
    nationality_id = models.SmallIntegerField(null=True)
    organisation_id = models.UUIDField()
    case_id = models.UUIDField(primary_key=True)
    attainment_sum = PercentField(max_digits=20, default=0)
    closed_on = models.DateField(null=True)
    residence_status_id = models.SmallIntegerField(null=True)
    access_channel_id = models.SmallIntegerField(null=True)
    birth_year = models.SmallIntegerField(null=True)
    household_members = models.SmallIntegerField(null=True)
    phase = models.CharField(max_length=16)
    closing_kind = models.CharField(max_length=12, null=True)  # noqa: DJ001 - missing is missing
    closed_by = models.CharField(max_length=16, null=True)  # noqa: DJ001
    gender = models.CharField(max_length=1, null=True)  # noqa: DJ001
    # The highest need of the latest assessment in which any was rated (0-4).
    need = models.SmallIntegerField(null=True)

    class Meta:
        db_table = "cases_fact"
        indexes = [
            models.Index(fields=["organisation_id", "opened_on"], name="fact_org_opened"),
        ]
