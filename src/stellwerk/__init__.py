# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Stellwerk: municipal integration management, from one case to a decision and back."""

__version__ = "0.1.0"
