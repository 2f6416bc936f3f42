# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What an organisation has decided, with the defaults for what it has not."""

from typing import Any
from uuid import UUID

from stellwerk.cases.models import OrganisationSetting
from stellwerk.cases.rules.settings import default_of


def setting_of(organisation_id: UUID, key: str) -> Any:
    """One value; the default where the organisation has decided nothing."""
    return settings_of(organisation_id, key)[key]


def settings_of(organisation_id: UUID, *keys: str) -> dict[str, Any]:
    """Several values in one query."""
    found = {key: default_of(key) for key in keys}
    rows = OrganisationSetting.objects.filter(organisation_id=organisation_id, key__in=keys)
    return found | dict(rows.values_list("key", "value"))


def settings_version(organisation_id: UUID, *keys: str) -> int:
    """One number that rises with every change of these settings, for a form to carry."""
    rows = OrganisationSetting.objects.filter(organisation_id=organisation_id, key__in=keys)
    return sum(rows.values_list("version", flat=True))
