# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What must hold of a person's data."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker

OLDEST = 1900


def parse_birth_date(text: str | None) -> date | None:
    """The stored ISO text as a date; None when missing or not readable."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def age_on(day: date, birth_date: date | None, birth_year: int | None) -> int | None:
    """Completed years; from the year alone the age reached in that year at the latest."""
    if birth_date:
        before = (day.month, day.day) < (birth_date.month, birth_date.day)
        return day.year - birth_date.year - before
    return day.year - birth_year if birth_year else None


def identity_blockers(values: Mapping[str, Any], today: date) -> list[Blocker]:
    """Names must be there; birth date and year must be possible and agree."""
    found: list[Blocker] = []
    if not values.get("family_name") and not values.get("given_name"):
        found.append(Blocker("name_missing", _("A name is needed."), "family_name"))
    year = values.get("birth_year")
    text = values.get("birth_date")
    birth_date = parse_birth_date(text)
    if text and birth_date is None:
        found.append(Blocker("birth_date", _("This is no date of birth."), "birth_date"))
    if birth_date and birth_date > today:
        found.append(
            Blocker("birth_date_future", _("The date of birth lies in the future."), "birth_date")
        )
    if year is not None and not OLDEST <= year <= today.year:
        found.append(Blocker("birth_year", _("This year of birth is not possible."), "birth_year"))
    elif year is not None and birth_date and birth_date.year != year:
        found.append(
            Blocker(
                "birth_year_differs", _("Year and date of birth contradict each other."),
                "birth_year",
            )
        )
    return found
