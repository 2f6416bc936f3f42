# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The words of the event log."""

from enum import IntEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class LogKind(models.TextChoices):
    """Where the events of a log come from."""

    RECORDED = "recorded", _("recorded in the own cases")
    IMPORTED = "imported", _("imported from a file")


class LogFormat(models.TextChoices):
    XES = "xes", "XES"
    OCEL_JSON = "ocel_json", "OCEL 2.0 (JSON)"
    OCEL_XML = "ocel_xml", "OCEL 2.0 (XML)"
    CSV = "csv", "CSV"


class Precision(models.IntegerChoices):
    """How exactly the time of an event is known."""

    DAY = 1, _("day")
    MINUTE = 2, _("minute")
    EXACT = 3, _("exact")


class Source(models.IntegerChoices):
    """Who says that it happened."""

    ACTION = 1, _("recorded by working on the case")
    NOTED = 2, _("noted by the case manager")
    FILE = 3, _("from a file")


class CellLevel(IntEnum):
    """How coarse a cell of the roll-up is: its period, and whether parties and groups are told."""

    WEEK = 1
    WEEK_EDGES = 2
    YEAR = 3
    YEAR_EDGES = 4


class ActivityGroup(models.TextChoices):
    """Groups of the maintained catalogue of activities."""

    ACCESS = "access", _("Access and intake")
    CASE_WORK = "case_work", _("Case work")
    LANGUAGE = "language", _("Language and courses")
    RESIDENCE = "residence", _("Residence")
    LIVELIHOOD = "livelihood", _("Livelihood")
    WORK = "work", _("School, training and work")
    HOUSING = "housing", _("Housing")
    HEALTH = "health", _("Health")
    COOPERATION = "cooperation", _("Between two offices")
    ENDING = "ending", _("Ending")
    OTHER = "other", _("Other")


#: Group of residence statuses that a trace carries (Term.attributes["group"]); "" = not known.
LONGEST_GROUP_CODE = 16
#: Class of the advisory locks under which an office that only words name is held or taken away.
PARTY_LOCK = 4_102
