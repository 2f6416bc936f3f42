# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Who did or read what, kept tamper-evident: written by everyone, read by few.

Holds names of fields, never their values, and the actor as text, so it needs no other room.
"""
