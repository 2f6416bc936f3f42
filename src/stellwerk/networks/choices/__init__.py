# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The words of the room and its state tables."""

from stellwerk.networks.choices.chains import (
    LONGEST_DAYS,
    MOST_STATIONS,
    ChainState,
    DeviationKind,
    Standing,
    StationKind,
)
from stellwerk.networks.choices.issues import IssueState
from stellwerk.networks.choices.log import (
    LONGEST_GROUP_CODE,
    ActivityGroup,
    LogFormat,
    LogKind,
    Precision,
    Source,
)
from stellwerk.networks.choices.observing import SMALLEST_GROUP, ObservationKind

__all__ = [
    "LONGEST_DAYS",
    "LONGEST_GROUP_CODE",
    "MOST_STATIONS",
    "SMALLEST_GROUP",
    "ActivityGroup",
    "ChainState",
    "DeviationKind",
    "IssueState",
    "LogFormat",
    "LogKind",
    "ObservationKind",
    "Precision",
    "Source",
    "Standing",
    "StationKind",
]
