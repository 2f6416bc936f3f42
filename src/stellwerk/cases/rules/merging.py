# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""When two records may become one, and what stands in the kept one afterwards."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker

KEPT, MERGED = "kept", "merged"


def merge_blockers(
    kept: UUID, merged: UUID, *, kept_is_gone: bool, merged_is_gone: bool
) -> list[Blocker]:
    """What stands in the way of merging one record into another."""
    if kept == merged:
        return [Blocker("same", _("This is the same record: there is nothing to merge."))]
    if kept_is_gone or merged_is_gone:
        return [Blocker("merged", _("One of the two records has been merged already."))]
    return []


def preset_side(kept: Any, merged: Any) -> str:
    """What is there beats what is missing; otherwise the kept record speaks. 0 is there."""
    return MERGED if kept in (None, "") and merged not in (None, "") else KEPT


def chosen_values(
    kept: Mapping[str, Any], merged: Mapping[str, Any], sides: Mapping[str, str]
) -> dict[str, Any]:
    """The values that differ from the kept record's, by field; without a choice the preset."""
    found = {}
    for name, value in kept.items():
        other = merged.get(name)
        side = sides.get(name) or preset_side(value, other)
        if side == MERGED and other != value:
            found[name] = other
    return found
