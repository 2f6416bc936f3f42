# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The words of the agreed chain."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChainState(models.TextChoices):
    """What is stored of a version; whether it is in force follows from the days."""

    DRAFT = "draft", _("draft")
    AGREED = "agreed", _("agreed")


class Standing(models.TextChoices):
    """Where a version stands on a day."""

    DRAFT = "draft", _("draft")
    COMING = "coming", _("agreed for later")
    IN_FORCE = "in_force", _("in force")
    SUPERSEDED = "superseded", _("superseded")


class StationKind(models.TextChoices):
    START = "start", _("Starting point")
    STEP = "step", _("Step")
    DECISION = "decision", _("Decision")
    END = "end", _("End point")


class DeviationKind(models.TextChoices):
    """How a recorded course can differ from the agreed one."""

    SKIPPED = "skipped", _("skipped")
    ADDED = "added", _("added")
    OUT_OF_ORDER = "out_of_order", _("out of order")
    REPEATED = "repeated", _("repeated")
    TOO_LATE = "too_late", _("too late")
    WRONG_ORGANISATION = "wrong_organisation", _("another organisation")
    ENDED_EARLY = "ended_early", _("ended before an end")


#: More days between two stations than this are a slip of the pen.
LONGEST_DAYS = 3660
#: More stations than this nobody reads as one chain, and no map draws.
MOST_STATIONS = 60
