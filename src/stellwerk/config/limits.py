# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Limits that commands without a database share with the installation; from the environment."""

import os

__all__ = [
    "EVENT_LOG_LONGEST_NAME",
    "EVENT_LOG_MOST_ACTIVITIES",
    "EVENT_LOG_MOST_BYTES",
    "EVENT_LOG_MOST_CASES",
    "EVENT_LOG_MOST_EVENTS",
    "EVENT_LOG_MOST_PARTIES",
    "EVENT_LOG_MOST_UNPACKED",
    "EVENT_LOG_MOST_UPLOAD",
]

#: Largest event log that is read, unpacked (analysis of a file; it never fills the memory).
EVENT_LOG_MOST_BYTES = int(os.environ.get("STELLWERK_EVENT_LOG_MB", "65536")) * 1_000_000
#: Largest event log that is taken into the installation, as it is uploaded, and unpacked.
EVENT_LOG_MOST_UPLOAD = int(os.environ.get("STELLWERK_EVENT_LOG_UPLOAD_MB", "200")) * 1_000_000
EVENT_LOG_MOST_UNPACKED = int(os.environ.get("STELLWERK_EVENT_LOG_UNPACKED_MB", "2000")) * 1_000_000
#: What such a log may hold at most.
EVENT_LOG_MOST_EVENTS = int(os.environ.get("STELLWERK_EVENT_LOG_EVENTS", "5000000"))
EVENT_LOG_MOST_CASES = int(os.environ.get("STELLWERK_EVENT_LOG_CASES", "1000000"))
EVENT_LOG_MOST_ACTIVITIES = int(os.environ.get("STELLWERK_EVENT_LOG_ACTIVITIES", "5000"))
EVENT_LOG_MOST_PARTIES = int(os.environ.get("STELLWERK_EVENT_LOG_ORGANISATIONS", "20000"))
#: Characters of the name of a case, an activity or an organisation.
EVENT_LOG_LONGEST_NAME = int(os.environ.get("STELLWERK_EVENT_LOG_NAME", "1000"))
