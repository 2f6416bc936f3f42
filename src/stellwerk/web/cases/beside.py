# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What "Mein Tag" shows beside dates: the watch, after-care, hand-overs, cover, news of issues."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from stellwerk.access.waiting import count_waiting
from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.cases.models import CaseAccess
from stellwerk.cases.queries.deadline_watch import (
    DueFinding,
    due_findings,
    named,
    without_titles,
)
from stellwerk.cases.queries.ending import aftercare_due
from stellwerk.cases.queries.issue_news import IssueNews, issue_news
from stellwerk.cases.queries.names import names_of
from stellwerk.cases.queries.substitution import covered_on
from stellwerk.cases.queries.today import Due

_MOST = 8


@dataclass(frozen=True)
class Beside:
    """``waiting`` counts proposals that ask the actor; ``cover`` names who stands in for her."""

    findings: Sequence[DueFinding] = ()
    aftercare: Sequence[Due] = ()
    waiting: int = 0
    cover: str = ""
    news: Sequence[IssueNews] = ()
    case_ids: frozenset[UUID] = field(default_factory=frozenset)

    def with_names(self) -> "Beside":
        """The same with the people's names (the read is recorded before)."""
        names = names_of({due.person_id for due in self.aftercare}) if self.aftercare else {}
        return replace(
            self,
            findings=named(self.findings) if self.findings else (),
            aftercare=[
                replace(due, name=names.get(due.person_id, "")) for due in self.aftercare
            ],
        )


def beside(actor: Actor, access: QuerySet[CaseAccess]) -> Beside:
    """For the cases of ``access``; a constant number of questions."""
    today = timezone.localdate()
    organisation = certain(actor.organisation_id, "who works on cases has one")
    user = certain(actor.user_id, "she is signed in")
    findings = without_titles(due_findings(access))[:_MOST]
    aftercare = aftercare_due(access, today)
    covered = covered_on(organisation, today)
    return Beside(
        findings=findings,
        aftercare=aftercare,
        waiting=count_waiting(actor),
        cover=covered.get(user, ""),
        news=issue_news(user, timezone.now()),
        case_ids=frozenset(due.case_id for due in (*findings, *aftercare)),
    )
