# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Counts for eyes that may not see small groups: neither a small part nor a small remainder."""

from stellwerk.networks.choices import SMALLEST_GROUP


def shown_count(part: int, whole: int, *, exact: bool) -> int | None:
    """``part`` of ``whole``; None where the part, the rest or the whole would be a small group."""
    if exact:
        return part
    small = range(1, SMALLEST_GROUP)
    if whole in small or part in small or whole - part in small:
        return None
    return part
