# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""How case and client numbers look: per organisation and year, telling nothing of others."""


def case_number(year: int, ordinal: int) -> str:
    """``2026-0007``."""
    return f"{year}-{ordinal:04d}"


def client_number(ordinal: int) -> str:
    """``K-00042``."""
    return f"K-{ordinal:05d}"
