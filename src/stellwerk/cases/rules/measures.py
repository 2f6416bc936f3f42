# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Measures: the state follows from the days and from how it ended; it is never entered."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker
from stellwerk.cases.choices import MEASURE_ENDINGS, MeasureState
from stellwerk.cases.rules.course import order_blockers

_DAYS = ("asked_on", "began_on", "ended_on")


def ending_in(values: Mapping[str, Any]) -> str | None:
    """How a measure ended, as entered; a state that is no ending says nothing."""
    wanted = values.get("ending") or values.get("state")
    return wanted if wanted in MEASURE_ENDINGS else None


def measure_state(
    asked_on: date | None, began_on: date | None, ended_on: date | None, ending: str | None
) -> MeasureState:
    """Planned, asked, running by the last day that is there; an end takes what it came to."""
    if ended_on is not None and ending:
        return MeasureState(ending)
    if began_on is not None:
        return MeasureState.RUNNING
    return MeasureState.ASKED if asked_on is not None else MeasureState.PLANNED


def measure_blockers(values: Mapping[str, Any], today: date) -> list[Blocker]:
    """Days run forwards and have come; an end has its day and says what it was."""
    found = order_blockers(values, *_DAYS)
    if not str(values.get("title") or "").strip():
        found.append(Blocker("title_missing", _("Please name the measure."), "title"))
    for name in _DAYS:
        if values.get(name) and values[name] > today:
            found.append(
                Blocker(
                    "ahead", _("This day lies ahead: enter it when it has come."), name
                )
            )
    return found + _ending_blockers(values)


def _ending_blockers(values: Mapping[str, Any]) -> list[Blocker]:
    ending, ended_on = ending_in(values), values.get("ended_on")
    if ended_on is None:
        if ending is None:
            return []
        return [Blocker("ended_missing", _("Please say on which day it ended."), "ended_on")]
    if ending is None:
        return [Blocker("ending_missing", _("Please say how it ended."), "ending")]
    if ending == MeasureState.COMPLETED and values.get("began_on") is None:
        return [
            Blocker("began_missing", _("What was completed has a day on which it began."),
                    "began_on")
        ]
    if ending == MeasureState.REFUSED and values.get("began_on") is not None:
        return [
            Blocker("refused_begun", _("What has begun was not refused: it was dropped."),
                    "ending")
        ]
    return []
