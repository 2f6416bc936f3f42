# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Maps and chains as drawings and files; every drawing has a table that says the same."""
