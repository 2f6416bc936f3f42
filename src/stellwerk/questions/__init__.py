# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""How the busiest questions reach the database: kept translations, kept plans, one round trip."""
