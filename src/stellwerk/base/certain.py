# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Values that an earlier check has made sure of."""

from typing import TypeVar

T = TypeVar("T")


def certain(value: T | None, why: str) -> T:
    """The value; ``why`` says who has made sure that it is there.

    Its absence is a programming error (``LookupError``), also where Python runs without assert.
    """
    if value is None:
        raise LookupError(f"missing, although {why}")
    return value
