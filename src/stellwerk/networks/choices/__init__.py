# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The words of the room and its state tables."""

from stellwerk.networks.choices.issues import IssueState
from stellwerk.networks.choices.log import (
    LONGEST_GROUP_CODE,
    ActivityGroup,
    CellLevel,
    LogFormat,
    LogKind,
    Precision,
    Source,
)
from stellwerk.networks.choices.observing import SMALLEST_GROUP, ObservationKind

__all__ = [
    "LONGEST_GROUP_CODE",
    "SMALLEST_GROUP",
    "ActivityGroup",
    "CellLevel",
    "IssueState",
    "LogFormat",
    "LogKind",
    "ObservationKind",
    "Precision",
    "Source",
]
