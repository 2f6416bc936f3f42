# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What must hold of entitlements."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker
from stellwerk.cases.choices import ENTITLEMENT_IN_FORCE, EntitlementState
from stellwerk.cases.rules.course import order_blockers


def entitlement_blockers(values: Mapping[str, Any]) -> list[Blocker]:
    """Days run forward; a paper in force has no end, one handed in has a place or a day."""
    found = order_blockers(values, "issued_on", "handed_in_on", "ended_on")
    found += order_blockers(values, "issued_on", "valid_until")
    state = values.get("state")
    if state in ENTITLEMENT_IN_FORCE and values.get("ended_on"):
        found.append(
            Blocker(
                "still_in_force", _("It is no longer in force: please choose what became of it."),
                "state",
            )
        )
    where = values.get("handed_in_at") or values.get("handed_in_on")
    if state == EntitlementState.ISSUED and where:
        found.append(
            Blocker("handed_in", _("It is handed in: please choose that state."), "state")
        )
    if state == EntitlementState.HANDED_IN and not where:
        found.append(
            Blocker("where", _("Please say where or when it was handed in."), "handed_in_at")
        )
    return found
