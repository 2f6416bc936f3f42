# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Questions about observations."""

from uuid import UUID

from stellwerk.networks.models import Observation


def observations_by_id(organisation_id: UUID, ids: list[UUID]) -> dict[UUID, Observation]:
    """Observations of one organisation by identity, with what a page shows of them."""
    rows = Observation.objects.filter(organisation_id=organisation_id, pk__in=ids)
    found = rows.select_related(
        "from_organisation", "to_organisation", "field_of_action", "known_issue"
    )
    return {row.pk: row for row in found}
