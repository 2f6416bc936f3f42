# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the guide of a phase says is done."""

import pytest
from tests.cases.casts import day, new_case

from stellwerk.base.context import acting
from stellwerk.cases.actions.checklists import publish_checklist
from stellwerk.cases.actions.clarification import Answer, save_clarification
from stellwerk.cases.actions.ending import record_evaluation
from stellwerk.cases.queries.clarification import clarification_of
from stellwerk.cases.queries.marks import marks_of_case
from stellwerk.cases.rules.checklist_sets import Criterion
from stellwerk.cases.rules.guidance import Marks

pytestmark = pytest.mark.django_db


def test_marks_follow_what_was_done(cast, django_assert_num_queries):
    actor = cast.lead.actor
    case = new_case(cast.manager.actor, cast.manager.user)
    with acting(actor):
        publish_checklist(
            actor=actor, name="Aufnahme", valid_from=day(5),
            criteria=[Criterion("", "Eins"), Criterion("", "Zwei", False)],
        )
        with django_assert_num_queries(1):
            assert marks_of_case(case.pk, measures_running=2) == Marks(measures_running=2)
        for version, state in enumerate(("open", "not_met")):
            first = clarification_of(case).lines[0].item.pk
            case = save_clarification(
                actor=actor, case=case, version=version, answers={first: Answer(state)}
            )
            assert marks_of_case(case.pk).clarified == (state == "not_met")
        record_evaluation(actor=actor, case=case, way="screen", language="de", answers={"say": 0})
        assert marks_of_case(case.pk) == Marks(clarified=True, evaluated=True)
    with acting(cast.foreign_lead.actor):
        assert marks_of_case(case.pk) == Marks()
