# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Recurring work of an installation: what is due when, when it last ran and what came of it.

Never does the work itself: the clock and the processes belong to `jobs`. Knows no person.
"""
