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
from stellwerk.networks.choices.issues import (
    COURSE,
    NO_LONGER_NOTED,
    STEPS,
    IssueState,
)
from stellwerk.networks.choices.levers import (
    BETWEEN,
    LEVER_STEPS,
    Effort,
    Figure,
    LeverState,
)
from stellwerk.networks.choices.log import (
    LONGEST_GROUP_CODE,
    PARTY_LOCK,
    ActivityGroup,
    CellLevel,
    LogFormat,
    LogKind,
    Precision,
    Source,
)
from stellwerk.networks.choices.observing import (
    SMALLEST_GROUP,
    ObservationKind,
)
from stellwerk.networks.choices.released import (
    ENOUGH_FOR_MEANS,
    MOST_OF_TEN,
    SHOWN_YEARS,
    LineKind,
)
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
    "BETWEEN",
    "COURSE",
    "ENOUGH_FOR_MEANS",
    "LEVER_STEPS",
    "LONGEST_DAYS",
    "LONGEST_GROUP_CODE",
    "LONGEST_HALF_YEAR",
    "MOST_OF_TEN",
    "MOST_STATIONS",
    "NO_LONGER_NOTED",
    "PARTY_LOCK",
    "SHOWN_YEARS",
    "SMALLEST_GROUP",
    "STEPS",
    "TYPICAL_STEPS",
    "ActivityGroup",
    "AgeBand",
    "CellLevel",
    "ChainState",
    "CourseKind",
    "DeviationKind",
    "Effort",
    "Figure",
    "IssueState",
    "LeverState",
    "LineKind",
    "LogFormat",
    "LogKind",
    "ObservationKind",
    "Precision",
    "ResidenceGroup",
    "Source",
    "Standing",
    "StatedGender",
    "StationKind",
    "StationRating",
    "TypicalAttribute",
    "TypicalState",
    "Withdrawal",
]
