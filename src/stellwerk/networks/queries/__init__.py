# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Questions of the room: persons and mentions, edges and waiting times, never a case."""
