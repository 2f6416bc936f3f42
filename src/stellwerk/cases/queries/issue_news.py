# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What became of the barriers that somebody noted: the steps of the issues they belong to."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.models import Barrier
from stellwerk.networks.choices import IssueState
from stellwerk.questions.kept import STAND_IN, Questions

#: How long a step is news; the page writes nothing, so nobody keeps when she last looked.
NEWS_DAYS = 60
_MOST_ISSUES, _MOST_STEPS = 4, 3
# Rows of one answer: a person with many barriers of one issue gets its steps as often.
_MOST_ROWS = 200
_SINCE, _DAY = datetime(1, 1, 2, tzinfo=UTC), date(1, 1, 3)

#: What a step means to her who noted the barrier, in plain words.
SAID: dict[str, str | Promise] = {
    IssueState.REPORTED: _("The network has taken it up."),
    IssueState.BUNDLED: _("Others met the same; it is one issue now."),
    IssueState.ANALYSED: _("It is clear where it sticks."),
    IssueState.PROPOSED: _("There is a proposal for a better way."),
    IssueState.DECIDED: _("Decided."),
    IssueState.IN_FORCE: _("It is done the new way from now on."),
    IssueState.CHECKED: _("Whether it helped was checked."),
    IssueState.CLOSED: _("Done."),
    IssueState.ACCEPTED: _("It is known and stays as it is for now."),
    IssueState.ESCALATED: _("Passed on to the state: it cannot be solved here."),
}


@dataclass(frozen=True)
class Told:
    """One step in the words of the page."""

    on: date
    said: str | Promise
    words: str
    addressee: str


@dataclass(frozen=True)
class IssueNews:
    """One issue with its latest steps; ``sentence`` is one of her own, empty if she only ticked."""

    issue_id: UUID
    number: int
    title: str
    sentence: str
    steps: tuple[Told, ...]


def issue_news(user_id: UUID, now: datetime) -> list[IssueNews]:
    """The issues of her own barriers that moved in the last 60 days, latest first: one question.

    A barrier that somebody bundled meanwhile is news as well: then the last step stands for all.
    """
    since = now - timedelta(days=NEWS_DAYS)
    rows = _KEPT.ask("", {"news": user_id}, {_SINCE: since, _DAY: since.date()})["news"]
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return [_one(issue, told, since) for issue, told in list(found.items())[:_MOST_ISSUES]]


def _one(issue_id: UUID, rows: list[Any], since: datetime) -> IssueNews:
    _issue, number, title, *_rest = rows[0]
    steps: dict[UUID, Any] = {row[5]: row for row in rows}
    fresh = [row for row in steps.values() if row[6] >= since] or list(steps.values())[:1]
    return IssueNews(
        issue_id, number, title, next((row[3] for row in rows if row[3]), ""),
        tuple(Told(row[8], SAID[row[7]], row[9], row[10]) for row in fresh[:_MOST_STEPS]),
    )


def _questions(_key: Any) -> dict[str, Any]:
    step = "observation__known_issue__steps__"
    moved = Q(**{f"{step}created_at__gte": _SINCE}) | Q(observation__bundled_on__gte=_DAY)
    rows = Barrier.objects.filter(moved, by_user_id=STAND_IN).order_by(
        F(f"{step}created_at").desc(), F(f"{step}id").desc(), "-since", "id"
    )
    columns = ("id", "created_at", "to_state", "on", "words", "addressee")
    return {
        "news": rows.values_list(
            "observation__known_issue_id", "observation__known_issue__number",
            "observation__known_issue__title", "observation__sentence", "observation__bundled_on",
            *(f"{step}{column}" for column in columns),
        ).exclude(**{f"{step}id": None})[:_MOST_ROWS]
    }


_KEPT = Questions(_questions)
