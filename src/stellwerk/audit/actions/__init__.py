# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Appending to the log and sealing it."""

from stellwerk.audit.actions.recording import record, record_many

__all__ = ["record", "record_many"]
