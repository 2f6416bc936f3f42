# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Offices by name: those of the directory, anything else stays words."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from stellwerk.directory.queries import all_organisations


def office_names() -> list[str]:
    """What to offer for "between which offices": the network's organisations by name."""
    return list(all_organisations().filter(retired_on__isnull=True).values_list("name", flat=True))


def office_by_name(text: str) -> UUID | None:
    """The organisation of the directory that these words name, or None."""
    rows = all_organisations().filter(name__iexact=text.strip())
    return rows.values_list("pk", flat=True).first()


def sides(values: Mapping[str, Any]) -> dict[str, Any]:
    """``from_office`` and ``to_office`` as organisations of the directory or as words."""
    found: dict[str, Any] = {}
    for side in ("from", "to"):
        words = str(values.get(f"{side}_office") or "").strip()
        organisation_id = office_by_name(words) if words else None
        found[f"{side}_organisation_id"] = organisation_id
        found[f"{side}_words"] = "" if organisation_id else words
    return found
