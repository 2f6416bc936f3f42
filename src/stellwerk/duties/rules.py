# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""When work is due and how its last run is to be judged. Pure decisions."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stellwerk.duties.choices import DUTIES, Duty, RunState

#: A process that dies together with its work would else try for ever.
MOST_ATTEMPTS = 3
#: A night may be missed (the machine was off); two mean that nobody runs the work.
LATE_AFTER = timedelta(days=2)


@dataclass(frozen=True)
class LastRun:
    """The newest run of a duty: the day it was due, how it stands, what it said."""

    due_on: date
    state: str
    detail: str = ""


@dataclass(frozen=True)
class Judgement:
    """``state`` is green, yellow or red; ``text`` says why."""

    state: Literal["green", "yellow", "red"]
    text: str


def duty_named(key: str) -> Duty | None:
    return next((duty for duty in DUTIES if duty.key == key), None)


def due_day(duty: Duty, now: datetime) -> date:
    """The newest day whose run should have begun by ``now`` (local time)."""
    today = now.date()
    return today if now.time() >= duty.at else today - timedelta(days=1)


def is_due(duty: Duty, last_on: date | None, now: datetime) -> bool:
    """Whether it has to run now: also what was missed while nobody was there, but once only."""
    return last_on is None or last_on < due_day(duty, now)


def judge(duty: Duty, last: LastRun | None, now: datetime) -> Judgement:
    """How the duty stands. Only what is wrong with the last finished run is red."""
    if last is None:
        return Judgement("yellow", _("has not run yet; it runs while ./stellwerk serve runs"))
    day = date_format(last.due_on, "SHORT_DATE_FORMAT")
    detail = last.detail.rstrip(".")
    if last.state in (RunState.FINDING, RunState.FAILED):
        found = _("something was found on %(day)s"), _("did not finish on %(day)s")
        text = found[last.state == RunState.FAILED] % {"day": day}
        sentence = f"{text}: {detail}." if detail else f"{text}."
        return Judgement("red", f"{sentence} {duty.advice}")
    if due_day(duty, now) - last.due_on >= LATE_AFTER:
        return Judgement("yellow", _("last run for %(day)s: does serve run?") % {"day": day})
    if last.state == RunState.RUNNING:
        return Judgement("green", _("is running"))
    text = _("in order on %(day)s") % {"day": day}
    return Judgement("green", f"{text}: {detail}" if detail else text)
