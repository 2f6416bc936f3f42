# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The words of the figures."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Unit(StrEnum):
    CASES = "cases"
    PERCENT = "percent"
    DAYS = "days"
    MONTHS = "months"
    APPOINTMENTS = "appointments"


class Kind(StrEnum):
    """How a figure is computed; decides how it is shown and what may be released."""

    COUNT = "count"
    SHARE = "share"  # numerator / denominator, both counted, in percent
    MEAN = "mean"  # sum / n
    EXTREME = "extreme"  # minimum or maximum


class CaseSet(StrEnum):
    """The cases behind a figure."""

    ALL = "all"
    RUNNING = "running"
    ENDED = "ended"
    PLANNED = "planned"
    UNPLANNED = "unplanned"
    BY_CLIENT = "by_client"
    BY_CASE_MANAGER = "by_case_manager"
    BY_OTHERS = "by_others"
    KIND_MISSING = "kind_missing"
    ASSESSED_PLANNED = "assessed_planned"
    ASSESSED_UNPLANNED = "assessed_unplanned"
    DUE = "due"
    ALL_KEPT = "all_kept"
    STILL_PLANNED = "still_planned"
    CANCELLED_BY_US = "cancelled_by_us"
    TOPIC = "topic"
    CENTRAL = "central"


CASE_MANAGEMENT = "case-management"
# A month is a twelfth of 365.25 days.
DAYS_PER_MONTH = (487, 16)
# Nationalities that a cross table names; all others are the rest.
TOP_NATIONALITIES = 10
# From here on a percentage says more than a fraction.
FRACTION_FIRST_BELOW = 20


class ReportFileState(models.TextChoices):
    """The life of a file that was ordered."""

    WAITING = "waiting", _("is being written")
    READY = "ready", _("ready")
    FAILED = "failed", _("could not be written")
