# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of the room: the event log, what was observed, known issues."""

from stellwerk.networks.models.issues import KnownIssue
from stellwerk.networks.models.log import Activity, Event, EventLog, LogFilePart, Party, Trace
from stellwerk.networks.models.observing import Observation
from stellwerk.networks.models.rollup import Cell, CellMark

__all__ = [
    "Activity",
    "Cell",
    "CellMark",
    "Event",
    "EventLog",
    "KnownIssue",
    "LogFilePart",
    "Observation",
    "Party",
    "Trace",
]
