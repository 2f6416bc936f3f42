# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of the room: the event log, agreed chains, what was observed, known issues."""

from stellwerk.networks.models.chain_files import (
    ChainFile,
)
from stellwerk.networks.models.chains import (
    ChainVersion,
    ServiceChain,
    Station,
    StationLink,
)
from stellwerk.networks.models.issues import (
    IssueStep,
    KnownIssue,
)
from stellwerk.networks.models.levers import (
    Lever,
)
from stellwerk.networks.models.log import (
    Activity,
    Event,
    EventLog,
    LogFilePart,
    Party,
    Trace,
)
from stellwerk.networks.models.observing import (
    Observation,
)
from stellwerk.networks.models.released import (
    ReleasedLine,
)
from stellwerk.networks.models.rollup import (
    Cell,
    CellMark,
)
from stellwerk.networks.models.typical import (
    StationView,
    TypicalCase,
    TypicalRelease,
    TypicalStation,
)

__all__ = [
    "Activity",
    "Cell",
    "CellMark",
    "ChainFile",
    "ChainVersion",
    "Event",
    "EventLog",
    "IssueStep",
    "KnownIssue",
    "Lever",
    "LogFilePart",
    "Observation",
    "Party",
    "ReleasedLine",
    "ServiceChain",
    "Station",
    "StationLink",
    "StationView",
    "Trace",
    "TypicalCase",
    "TypicalRelease",
    "TypicalStation",
]
