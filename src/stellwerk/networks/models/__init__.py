# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of the room: the event log, what was observed, known issues."""

from stellwerk.networks.models.issues import KnownIssue
from stellwerk.networks.models.log import Activity, Event, EventLog, LogFilePart, Party, Trace
from stellwerk.networks.models.observing import Observation
from stellwerk.networks.models.typical import (
    StationView,
    TypicalCase,
    TypicalRelease,
    TypicalStation,
)

__all__ = [
    "Activity",
    "Event",
    "EventLog",
    "KnownIssue",
    "LogFilePart",
    "Observation",
    "Party",
    "StationView",
    "Trace",
    "TypicalCase",
    "TypicalRelease",
    "TypicalStation",
]
