# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The ground below the ground: where data lie, the database server, its roles and backups.

Knows processes, folders and PostgreSQL; knows no Django and no domain word.
Never writes a domain table: what stands in them is the business of the rooms above.
"""
