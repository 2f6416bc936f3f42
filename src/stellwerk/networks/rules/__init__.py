# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Pure decisions of the room: values in, answer out; no query, no save."""
