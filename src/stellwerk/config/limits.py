# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Limits that commands without a database share with the installation; from the environment."""

import os

#: Largest event log that is read, unpacked (analysis of a file; it never fills the memory).
EVENT_LOG_MOST_BYTES = int(os.environ.get("STELLWERK_EVENT_LOG_MB", "65536")) * 1_000_000
#: Largest event log that is taken into the installation, packed or not.
EVENT_LOG_MOST_UPLOAD = int(os.environ.get("STELLWERK_EVENT_LOG_UPLOAD_MB", "200")) * 1_000_000
