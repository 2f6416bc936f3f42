# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Pure decisions about figures: aggregated numbers in, figures out; no query."""
