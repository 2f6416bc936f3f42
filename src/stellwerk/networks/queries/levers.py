# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Questions about levers."""

from uuid import UUID

from stellwerk.networks.models import Lever


def levers_of(issue_id: UUID) -> list[Lever]:
    """The levers of one issue by title."""
    return list(Lever.objects.filter(issue_id=issue_id).prefetch_related("powers"))
