# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Who may see and do what: one role matrix, one ``visible_…`` per kind of object, reads recorded.

Never changes a case; the database's row policies (walls) are declared here as well.
"""
