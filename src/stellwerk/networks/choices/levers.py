# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The words of levers (Stellschrauben)."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class LeverState(models.TextChoices):
    IDEA = "idea", _("idea")
    CHOSEN = "chosen", _("chosen")
    TURNING = "turning", _("being turned")
    TURNED = "turned", _("turned")
    DROPPED = "dropped", _("discarded")


#: Which state may follow which; everything else is refused.
LEVER_STEPS: Mapping[LeverState, tuple[LeverState, ...]] = {
    LeverState.IDEA: (LeverState.CHOSEN, LeverState.DROPPED),
    LeverState.CHOSEN: (LeverState.TURNING, LeverState.IDEA, LeverState.DROPPED),
    LeverState.TURNING: (LeverState.TURNED, LeverState.CHOSEN, LeverState.DROPPED),
    LeverState.TURNED: (LeverState.TURNING,),
    LeverState.DROPPED: (LeverState.IDEA,),
}


class Effort(models.TextChoices):
    SMALL = "small", _("small")
    MEDIUM = "medium", _("medium")
    LARGE = "large", _("large")


class Figure(models.TextChoices):
    """Which figure should move when the lever is turned."""

    WAITING = "waiting", _("waiting time between two activities")
    DURATION = "duration", _("time from the first to the last activity of a course")
    REPEATED = "repeated", _("share of courses in which the same paper is asked for twice")
    LOOPS = "loops", _("share of courses that come back to an activity")
    HANDOVERS = "handovers", _("hand-overs per course")
    BROKEN_OFF = "broken_off", _("share of courses that break off")
    PERSONS = "persons", _("people who meet the issue, per month")
    OTHER = "other", _("another figure, in words")


#: These are measured from one activity to another.
BETWEEN = (Figure.WAITING,)
