# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""How it should run and where it does not: what was observed between two offices, known issues.

Knows organisations, never a person: a token only lets distinct people be counted.
"""
