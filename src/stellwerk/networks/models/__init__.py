# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of the room: what was observed, known issues."""

from stellwerk.networks.models.issues import KnownIssue
from stellwerk.networks.models.observing import Observation

__all__ = ["KnownIssue", "Observation"]
