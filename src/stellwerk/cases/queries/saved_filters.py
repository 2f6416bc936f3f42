# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The filters that a user has saved."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from stellwerk.questions.kept import fetch

# Stands on every list page: written out, because translating it takes longer than answering it.
_OWN = (
    "SELECT id, name, query FROM cases_savedfilter "
    "WHERE organisation_id = %s AND user_id = %s ORDER BY name"
)


@dataclass(frozen=True)
class KeptFilter:
    id: UUID
    name: str
    query: str


def saved_filters(organisation_id: UUID | None, user_id: Any) -> list[KeptFilter]:
    """By name; one query."""
    return [KeptFilter(*row) for row in fetch(_OWN, [organisation_id, user_id])]
