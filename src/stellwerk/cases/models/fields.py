# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Columns of this room that Django does not bring along."""

from decimal import Decimal
from typing import Any

from django.db import models


def plain(number: Decimal | None) -> Decimal | None:
    """90 instead of 90.000000000000; 33.3 stays 33.3; missing stays missing."""
    if number is None:
        return None
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()


class PercentField(models.DecimalField):  # type: ignore[type-arg] # generic only in the stubs
    """0 to 100 exactly as entered (33,3 is not 33), read back without trailing zeros."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 15)
        kwargs.setdefault("decimal_places", 12)
        super().__init__(*args, **kwargs)

    def from_db_value(
        self, value: Decimal | None, expression: Any, connection: Any
    ) -> Decimal | None:
        return plain(value)
