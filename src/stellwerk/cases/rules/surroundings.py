# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Family and household, the network card: what must hold and what is counted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker
from stellwerk.cases.choices import SECTOR_GROUPS, FieldGroup, Sector
from stellwerk.cases.rules.people import age_on

_YEAR = re.compile(r"\d{4}")


def tie_groups(sector: str) -> FieldGroup:
    """The field groups a reader needs for somebody of this sector."""
    return FieldGroup.PLAN | SECTOR_GROUPS.get(Sector(sector), FieldGroup(0))


@dataclass(frozen=True)
class Born:
    """A day of birth, only a year, or nothing."""

    day: date | None = None
    year: int | None = None

    def age(self, today: date) -> int | None:
        return age_on(today, self.day, self.year)


def parse_born(text: str | None) -> Born:
    """``1990-05-04`` or ``1990`` as stored; anything else is unknown."""
    text = (text or "").strip()
    if _YEAR.fullmatch(text):
        return Born(year=int(text))
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return Born()
    return Born(day=day, year=day.year)


def family_blockers(values: Mapping[str, Any], today: date) -> list[Blocker]:
    """Somebody of the family has a relation; a birth lies in the past."""
    found: list[Blocker] = []
    if not values.get("relation"):
        found.append(Blocker("relation", _("Please say what the relation is."), "relation"))
    born = parse_born(values.get("born"))
    is_ahead = born.day is not None and born.day > today
    if is_ahead or (born.year is not None and not today.year - 130 <= born.year <= today.year):
        found.append(Blocker("born", _("This birth is not possible."), "born_year"))
    return found


@dataclass(frozen=True)
class HouseholdCount:
    """The number that figures use beside those listed by name (the person herself included)."""

    counted: int | None
    listed: int

    @property
    def differs(self) -> bool:
        """Whether a list that was begun says something else than the number."""
        return self.listed > 1 and self.counted != self.listed


def household_count(members: int | None, in_household: int) -> HouseholdCount:
    """``in_household``: those of the family list who live there, without the person herself."""
    return HouseholdCount(members, in_household + 1)


def level_blockers(values: Mapping[str, Any], today: date) -> list[Blocker]:
    """A language level has its language, its level and a day that has come."""
    found = [
        Blocker("missing", _("Please choose the language and the level."), name)
        for name in ("language", "level")
        if not values.get(name)
    ]
    day = values.get("reached_on")
    if day is None:
        found.append(Blocker("day_missing", _("The day is missing."), "reached_on"))
    elif day > today:
        found.append(
            Blocker("ahead", _("This day lies ahead: enter it when it has come."), "reached_on")
        )
    return found
