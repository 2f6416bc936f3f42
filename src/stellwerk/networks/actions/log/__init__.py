# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Writing the event log: facts are added, links and weeks follow in the same transaction."""

from stellwerk.networks.actions.log.erasing import delete_log, erase_events, erase_trace
from stellwerk.networks.actions.log.folding import fold_marks
from stellwerk.networks.actions.log.loading import load_log
from stellwerk.networks.actions.log.naming import party_in_words, party_of, recorded_log
from stellwerk.networks.actions.log.recording import (
    change_trace,
    correct_event,
    open_trace,
    record_event,
    record_events,
    withdraw_event,
)
from stellwerk.networks.actions.log.repairing import repair_log

__all__ = [
    "change_trace",
    "correct_event",
    "delete_log",
    "erase_events",
    "erase_trace",
    "fold_marks",
    "load_log",
    "open_trace",
    "party_in_words",
    "party_of",
    "record_event",
    "record_events",
    "recorded_log",
    "repair_log",
    "withdraw_event",
]
