# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Which lists there are."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ListKey(models.TextChoices):
    NATIONALITY = "nationality", _("Nationalities")
    RESIDENCE_STATUS = "residence_status", _("Residence statuses")
    LEGAL_SPHERE = "legal_sphere", _("Legal spheres")
    LIFE_AREA = "life_area", _("Life areas")
    FIELD_OF_ACTION = "field_of_action", _("Fields of action")
    LANGUAGE = "language", _("Languages")
    CEFR_LEVEL = "cefr_level", _("Language levels (CEFR)")
    ACCESS_CHANNEL = "access_channel", _("Access channels")
    CLOSING_REASON = "closing_reason", _("Closing reasons")
    ORGANISATION_KIND = "organisation_kind", _("Kinds of organisation")
    TARGET_GROUP = "target_group", _("Target groups")
