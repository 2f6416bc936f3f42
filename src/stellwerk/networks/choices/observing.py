# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The words of what happens between two offices."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ObservationKind(models.TextChoices):
    """What kind of barrier (Hemmnis) it was; what went well counts too."""

    WAITING = "waiting", _("Waiting time")
    GAP = "gap", _("Gap: nobody is responsible")
    CONTRADICTION = "contradiction", _("Contradiction between two offices")
    DUPLICATE = "duplicate", _("Duplicate demand")
    INFORMATION = "information", _("Missing information")
    LEGAL_LIMIT = "legal_limit", _("Legal limit")
    GOOD = "good", _("Good cooperation")


#: Below so many people a count leaves the organisation for nobody else's eyes.
SMALLEST_GROUP = 5
