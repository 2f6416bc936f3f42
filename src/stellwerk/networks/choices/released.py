# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the organisations of a network are shown of one another, and in how coarse steps."""

from django.db import models

#: Years that are shown, the newest with what its completed quarters hold.
SHOWN_YEARS = 5
#: Means and medians only from so many courses or mentions on.
ENOUGH_FOR_MEANS = 30
#: No more than so many of ten courses of a line may come from one organisation.
MOST_OF_TEN = 8


class LineKind(models.TextChoices):
    """What a line is about; never shown as a word."""

    EDGE = "edge"
    HAND_OVER = "handover"
    ISSUE = "issue"
    INTERFACE = "interface"
