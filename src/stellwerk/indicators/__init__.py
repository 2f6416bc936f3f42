# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Figures: definition, formula, computation, frozen values, drill-down.

Never changes a record; only what is computed here goes up.
"""
