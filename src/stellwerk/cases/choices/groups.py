# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What may be shared separately, and why."""

from enum import IntFlag

from django.db import models
from django.utils.translation import gettext_lazy as _


class FieldGroup(IntFlag):
    """What may be shared separately; a grant is a sum of these bits (``CaseAccess.scope``)."""

    IDENTITY = 1
    CONTACT = 2
    FAMILY = 4
    RESIDENCE = 8
    LANGUAGE = 16
    WORK_EDUCATION = 32
    HOUSING = 64
    HEALTH = 128
    PLAN = 256
    NOTES = 512

#: Everything that can be granted.
ALL_GROUPS = 1023

#: "Anvertraut" (§ 65 SGB VIII, § 203 StGB): a bit in a row's ``groups`` that no grant contains, so
#: the row leaves only by an explicit, logged act of its own.
ENTRUSTED = 1024

#: What the owner's access row holds.
OWN_SCOPE = ALL_GROUPS | ENTRUSTED

FIELD_GROUP_LABELS = {
    FieldGroup.IDENTITY: _("Identity"),
    FieldGroup.CONTACT: _("Contact data"),
    FieldGroup.FAMILY: _("Family and household"),
    FieldGroup.RESIDENCE: _("Residence"),
    FieldGroup.LANGUAGE: _("Language"),
    FieldGroup.WORK_EDUCATION: _("Work and education"),
    FieldGroup.HOUSING: _("Housing"),
    FieldGroup.HEALTH: _("Health"),
    FieldGroup.PLAN: _("Goals and plan"),
    FieldGroup.NOTES: _("Notes and contacts"),
}


class Basis(models.TextChoices):
    """Why another organisation may see something of a case."""

    OWNERSHIP = "ownership", _("own case")
    CONSENT = "consent", _("consent of the client")
    STATUTE = "statute", _("statutory basis")
