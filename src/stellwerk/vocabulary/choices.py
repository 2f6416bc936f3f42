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


class Region(models.TextChoices):
    """Regions of origin as the United Nations group countries (M49): parts of continents, and the
    continents. A nationality carries the narrowest in ``attributes["region"]``.
    """

    NORTHERN_AFRICA = "northern_africa", _("Northern Africa")
    EASTERN_AFRICA = "eastern_africa", _("Eastern Africa")
    MIDDLE_AFRICA = "middle_africa", _("Middle Africa")
    SOUTHERN_AFRICA = "southern_africa", _("Southern Africa")
    WESTERN_AFRICA = "western_africa", _("Western Africa")
    NORTHERN_AMERICA = "northern_america", _("Northern America")
    CENTRAL_AMERICA = "central_america", _("Central America")
    CARIBBEAN = "caribbean", _("Caribbean")
    SOUTH_AMERICA = "south_america", _("South America")
    CENTRAL_ASIA = "central_asia", _("Central Asia")
    EASTERN_ASIA = "eastern_asia", _("Eastern Asia")
    SOUTH_EASTERN_ASIA = "south_eastern_asia", _("South-eastern Asia")
    SOUTHERN_ASIA = "southern_asia", _("Southern Asia")
    WESTERN_ASIA = "western_asia", _("Western Asia")
    EASTERN_EUROPE = "eastern_europe", _("Eastern Europe")
    NORTHERN_EUROPE = "northern_europe", _("Northern Europe")
    SOUTHERN_EUROPE = "southern_europe", _("Southern Europe")
    WESTERN_EUROPE = "western_europe", _("Western Europe")
    AUSTRALIA_AND_NEW_ZEALAND = "australia_and_new_zealand", _("Australia and New Zealand")
    MELANESIA = "melanesia", _("Melanesia")
    MICRONESIA = "micronesia", _("Micronesia")
    POLYNESIA = "polynesia", _("Polynesia")
    AFRICA = "africa", _("Africa")
    AMERICAS = "americas", _("Americas")
    ASIA = "asia", _("Asia")
    EUROPE = "europe", _("Europe")
    OCEANIA = "oceania", _("Oceania")


#: Continent -> its parts.
CONTINENTS: dict[str, tuple[str, ...]] = {
    Region.AFRICA: (
        Region.NORTHERN_AFRICA, Region.EASTERN_AFRICA, Region.MIDDLE_AFRICA,
        Region.SOUTHERN_AFRICA, Region.WESTERN_AFRICA,
    ),
    Region.AMERICAS: (
        Region.NORTHERN_AMERICA, Region.CENTRAL_AMERICA, Region.CARIBBEAN, Region.SOUTH_AMERICA,
    ),
    Region.ASIA: (
        Region.CENTRAL_ASIA, Region.EASTERN_ASIA, Region.SOUTH_EASTERN_ASIA, Region.SOUTHERN_ASIA,
        Region.WESTERN_ASIA,
    ),
    Region.EUROPE: (
        Region.EASTERN_EUROPE, Region.NORTHERN_EUROPE, Region.SOUTHERN_EUROPE,
        Region.WESTERN_EUROPE,
    ),
    Region.OCEANIA: (
        Region.AUSTRALIA_AND_NEW_ZEALAND, Region.MELANESIA, Region.MICRONESIA, Region.POLYNESIA,
    ),
}
