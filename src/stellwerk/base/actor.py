# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Who acts: an immutable value handed to every action and every question."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Actor:
    """The acting person or machine.

    ``label`` is what the audit keeps as text and outlives the account. ``roles`` are the keys of
    the roles valid today in ``organisation_id``; ``covers`` are the user ids whose work the actor
    does as well (her own and those she substitutes).
    """

    label: str
    user_id: UUID | None = None
    organisation_id: UUID | None = None
    roles: frozenset[str] = frozenset()
    covers: frozenset[UUID] = frozenset()

    def has_role(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)


def system_actor(label: str, organisation_id: UUID | None = None) -> Actor:
    """An actor for the command line and nightly jobs; holds no role, acts where told to."""
    return Actor(label=label, organisation_id=organisation_id)
