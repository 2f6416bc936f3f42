# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Who is there: the network, its municipalities, organisations, users and dated roles.

Never knows a case or a client.
"""
