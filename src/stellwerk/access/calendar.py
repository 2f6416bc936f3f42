# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The calendar as kept questions: everything of the days looked at in one round trip."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from stellwerk.access.visible import Kind, kind_of, visible_access
from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.cases.queries.calendar import (
    CalendarEntry,
    calendar_entries,
    calendar_questions,
    days_between,
)
from stellwerk.questions.kept import STAND_IN, Questions

KINDS = ("appointment", "conference", "goal", "measure", "residence")


def _of_kind(key: tuple[Kind, bool]) -> dict[str, QuerySet[Any, Any]]:
    kind, of_team = key
    somebody = kind.somebody()
    home = certain(somebody.organisation_id, "a stand-in stands for it")
    own = visible_access(somebody).filter(owner_organisation_id=home)
    mine = own if of_team else own.filter(manager_id__in=somebody.covers)
    return calendar_questions(mine, home)


_CALENDAR = Questions(_of_kind)


def entries_between(
    actor: Actor, first: date, last: date, *, of_team: bool = False
) -> list[CalendarEntry]:
    """Everything from ``first`` to ``last`` (both included) in the cases of one's organisation.

    The cases of those whose work the actor does; ``of_team``: all that she may see.
    """
    known = kind_of(actor)
    if known is None:
        return []
    kind, others = known
    subjects = dict.fromkeys(KINDS, STAND_IN)
    answers = _CALENDAR.ask((kind, of_team), subjects, {**others, **days_between(first, last)})
    return calendar_entries(answers)
