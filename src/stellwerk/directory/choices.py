# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Roles and kinds."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Dated roles of a membership; who sees what stands in ``access.matrix``."""

    CASE_MANAGER = "case_manager", _("Case manager")
    SUBSTITUTE = "substitute", _("Substitute")
    TEAM_LEAD = "team_lead", _("Team lead")
    COORDINATOR = "coordinator", _("Coordinator")
    STEERING_MEMBER = "steering_member", _("Member of the steering group")
    PARTNER = "partner", _("Partner")
    ADMINISTRATOR = "administrator", _("Administrator")
    DATA_PROTECTION_OFFICER = "data_protection_officer", _("Data-protection officer")


SEES_PEOPLE = frozenset({Role.CASE_MANAGER, Role.SUBSTITUTE, Role.TEAM_LEAD, Role.PARTNER})


class MunicipalityKind(models.TextChoices):
    DISTRICT = "kreis", _("District")
    DISTRICT_FREE_CITY = "kreisfrei", _("District-free city")
    MUNICIPALITY = "kreisangehoerig", _("Municipality within a district")
