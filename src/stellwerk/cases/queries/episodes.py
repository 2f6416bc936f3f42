# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What earlier episodes of a person leave for the next one to read."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from stellwerk.base.keys import share_key
from stellwerk.cases.choices import ALL_GROUPS, FieldGroup
from stellwerk.cases.models import Case, Goal
from stellwerk.cases.queries.casefile import within
from stellwerk.cases.queries.clarification import ClarificationView, clarifications_of

_MOST = 10


@dataclass
class Episode:
    """An ended episode: how it was clarified, what was aimed at, how it ended."""

    case: Case
    clarification: ClarificationView
    goals: list[Goal] = field(default_factory=list)


def earlier_cases(case: Case) -> list[Case]:
    """Ended episodes of the same person in the same organisation, the newest first."""
    rows = Case.objects.filter(
        person_id=case.person_id, organisation_id=case.organisation_id, closed_on__isnull=False,
        opened_on__lte=case.opened_on,
    )
    found = rows.exclude(pk=case.pk).select_related("closing_reason", "manager")
    return list(found.order_by("-opened_on", "-episode")[:_MOST])


def history_of(cases: Sequence[Case]) -> list[Episode]:
    """Their clarification, goals and ending; keys are opened and the read is recorded before.

    What is "anvertraut" stays with those who see the episode itself.
    """
    if not cases:
        return []
    goals: dict[UUID, list[Goal]] = defaultdict(list)
    rows = Goal.objects.filter(case_id__in=[case.pk for case in cases])
    for goal in within(rows.select_related("life_area"), FieldGroup(ALL_GROUPS)):
        goals[goal.case_id].append(goal)
    views = clarifications_of(cases)
    found = []
    for case in cases:
        share_key(case, goals[case.pk])
        found.append(Episode(case, views[case.pk], goals[case.pk]))
    return found
