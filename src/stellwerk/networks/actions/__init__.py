# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Verbs of the room: the only place that saves; atomic, audited, keyword-only."""
