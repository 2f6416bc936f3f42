# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Goals left open, after-care, and what the client says at the end."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.cases.casts import admitted_case, day, new_case, term

from stellwerk.access.visible import visible_access
from stellwerk.base.context import acting
from stellwerk.base.refusal import Refusal
from stellwerk.cases.actions import course, phases
from stellwerk.cases.actions.ending import record_evaluation
from stellwerk.cases.models import Case
from stellwerk.cases.queries.ending import aftercare_due, evaluations_of, open_goals
from stellwerk.cases.rules.ending import QUESTIONS, evaluation_blockers

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    return admitted_case(cast.manager.actor, cast.manager.user)


@pytest.fixture
def actor(cast, case):
    with acting(cast.manager.actor):
        yield cast.manager.actor


def close(actor, case, **more):
    return phases.close_case(
        actor=actor, case=case, version=case.version, closed_on=day(5), closing_kind="planned",
        closed_by="both", closing_reason=term("closing_reason", "contact_lost"), **more,
    )


def keyed(case):
    from stellwerk.cases.actions.parts import case_key

    case_key(case)
    return case


def test_every_goal_is_assessed_or_has_a_reason(actor, case):
    (goal,) = open_goals(keyed(case))
    for reasons in ({}, {goal.pk: "  "}):
        with pytest.raises(Refusal) as refused:
            close(actor, case, open_reasons=reasons)
        assert [b.code for b in refused.value.blockers] == ["goals_unassessed"]
    closed = close(actor, case, open_reasons={goal.pk: "Noch keine Wohnung gefunden"})
    (kept,) = open_goals(closed)
    assert (kept.open_reason, kept.version) == ("Noch keine Wohnung gefunden", goal.version + 1)
    assert kept.attainment is None


def test_retention_class_and_after_care_are_kept(actor, case):
    reasons = {goal.pk: "x" for goal in open_goals(keyed(case))}
    with pytest.raises(Refusal) as refused:
        close(actor, case, open_reasons=reasons, aftercare_on=day(6))
    assert [b.code for b in refused.value.blockers] == ["aftercare_early"]
    closed = close(
        actor, case, open_reasons=reasons, aftercare_on=day(0), retention_class="youth_welfare"
    )
    assert (closed.aftercare_on, closed.retention_class) == (day(0), "youth_welfare")


def test_after_care_is_due_until_somebody_has_asked(actor, case):
    reasons = {goal.pk: "x" for goal in open_goals(keyed(case))}
    closed = close(actor, case, open_reasons=reasons, aftercare_on=day(2))
    access = visible_access(actor)
    assert aftercare_due(access, day(3)) == []
    (due,) = aftercare_due(access, day(0))
    assert (due.kind, due.case_id, due.on, due.days) == ("aftercare", case.pk, day(2), 2)
    course.record_contact(
        actor=actor, case=closed, at=timezone.now() - timedelta(hours=1), kind="phone"
    )
    assert aftercare_due(access, day(0)) == []


def test_after_care_is_one_question(actor, case, django_assert_num_queries):
    access = visible_access(actor)
    with django_assert_num_queries(1):
        aftercare_due(access, day(0))


def test_the_client_answers_in_her_language_and_zero_is_an_answer(actor, case):
    record_evaluation(
        actor=actor, case=case, way="screen", language="uk", remark=" Дякую ",
        answers={"understood": 0, "better": 4},
    )
    (row,) = evaluations_of(keyed(case))
    assert [getattr(row, name) for name in QUESTIONS] == [0, None, None, 4, None]
    assert (row.given_on, row.remark) == (timezone.localdate(), "Дякую")


def test_answers_are_possible_after_the_ending_and_before_the_admission(actor, case, cast):
    other = new_case(cast.manager.actor, cast.manager.user, given_name="Neu")
    with acting(actor):
        for one in (close(actor, case, open_reasons={g.pk: "x" for g in open_goals(keyed(case))}),
                    Case.objects.get(pk=other.pk)):
            record_evaluation(
                actor=actor, case=one, way="paper", language="de", answers={"say": 3},
                given_on=day(1),
            )


@pytest.mark.parametrize(
    ("answers", "remark", "given_on", "codes"),
    [
        ({}, " ", date(2026, 1, 1), ["nothing_said"]),
        ({"say": None}, "", None, ["nothing_said", "day_missing"]),
        ({"say": 5}, "", date(2026, 1, 3), ["answer", "day_ahead"]),
        ({"say": 0}, "", date(2026, 1, 2), []),
        ({}, "Danke", date(2026, 1, 2), []),
    ],
)
def test_what_must_hold_of_answers(answers, remark, given_on, codes):
    found = evaluation_blockers(answers, remark, given_on, date(2026, 1, 2))
    assert [blocker.code for blocker in found] == codes
