# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Assessments: what must hold, how needs compare over time, which areas become topics."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker
from stellwerk.cases.choices import CENTRAL_FROM, NEED_LEVELS, TOPIC_FROM

#: What is noted of one life area; an area without any of it is not part of the assessment.
AREA_NEEDS = ("need", "client_need")
AREA_TEXTS = ("situation", "resources", "client_view", "manager_view")
AREA_FIELDS = (*AREA_NEEDS, *AREA_TEXTS)


def is_noted(values: Mapping[str, Any]) -> bool:
    """Whether anything was said of a life area: 0 is a value, an empty text is not."""
    if any(values.get(name) is not None for name in AREA_NEEDS):
        return True
    return any(str(values.get(name) or "").strip() for name in AREA_TEXTS)


def taking_blockers(
    assessed_on: date | None, areas: Mapping[Any, Mapping[str, Any]], opened_on: date, today: date
) -> list[Blocker]:
    """An assessment has its day and says something of at least one life area."""
    found: list[Blocker] = []
    if assessed_on is None:
        found.append(Blocker("day_missing", _("The day is missing."), "assessed_on"))
    elif assessed_on > today:
        found.append(
            Blocker("ahead", _("This day lies ahead: enter it when it has come."), "assessed_on")
        )
    elif assessed_on < opened_on:
        found.append(
            Blocker("before_opened", _("The case was opened later."), "assessed_on")
        )
    if not any(is_noted(values) for values in areas.values()):
        found.append(
            Blocker("no_area", _("Please note something of at least one life area."))
        )
    for values in areas.values():
        if any(values.get(n) is not None and values[n] not in NEED_LEVELS for n in AREA_NEEDS):
            found.append(Blocker("need", _("Need lies between 0 and 4.")))
            break
    return found


@dataclass(frozen=True)
class NeedPoint:
    """Both needs in one assessment; None means that nobody rated it."""

    on: date
    need: int | None
    client_need: int | None


@dataclass(frozen=True)
class NeedCourse:
    """A life area over several assessments, oldest first."""

    points: Sequence[NeedPoint]

    @property
    def change(self) -> int | None:
        """Last minus first rated need, case manager's view; None with fewer than two ratings."""
        return _change([point.need for point in self.points])

    @property
    def client_change(self) -> int | None:
        return _change([point.client_need for point in self.points])

    @property
    def last(self) -> NeedPoint:
        return self.points[-1]

    @property
    def apart(self) -> int | None:
        """How far both views of the last assessment lie apart; None unless both are there."""
        last = self.last
        if last.need is None or last.client_need is None:
            return None
        return last.client_need - last.need


def _change(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return known[-1] - known[0] if len(known) > 1 else None


def topics_in(needs: Mapping[int, int | None]) -> tuple[set[int], set[int]]:
    """Which life areas are topics by their need, and which central; without a need: neither."""
    topics = {area for area, need in needs.items() if need is not None and need >= TOPIC_FROM}
    central = {area for area, need in needs.items() if need is not None and need >= CENTRAL_FROM}
    return topics, central
