# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The words of the room and its state tables."""

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
from stellwerk.networks.choices.typical import (
    LONGEST_HALF_YEAR,
    TYPICAL_STEPS,
    AgeBand,
    CourseKind,
    ResidenceGroup,
    StatedGender,
    StationRating,
    TypicalAttribute,
    TypicalState,
    Withdrawal,
)

__all__ = [
    "LONGEST_GROUP_CODE",
    "LONGEST_HALF_YEAR",
    "SMALLEST_GROUP",
    "TYPICAL_STEPS",
    "ActivityGroup",
    "AgeBand",
    "CourseKind",
    "IssueState",
    "LogFormat",
    "LogKind",
    "ObservationKind",
    "Precision",
    "ResidenceGroup",
    "Source",
    "StatedGender",
    "StationRating",
    "TypicalAttribute",
    "TypicalState",
    "Withdrawal",
]
