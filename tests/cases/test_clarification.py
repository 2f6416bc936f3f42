# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Admission criteria in versions, and the clarification that moves a case."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cases.casts import admitted_case, day, new_case

from stellwerk.access.history import open_earlier
from stellwerk.access.visible import open_case
from stellwerk.audit.models import Event
from stellwerk.base.context import acting
from stellwerk.base.keys import attach_key, load_keys
from stellwerk.base.refusal import Conflict, Refusal
from stellwerk.cases.actions import intake, phases
from stellwerk.cases.actions.checklists import publish_checklist, retire_checklist
from stellwerk.cases.actions.clarification import Answer, Result, save_clarification
from stellwerk.cases.choices import ClarificationResult, Phase
from stellwerk.cases.models import Case, CaseFact, PhaseChange
from stellwerk.cases.queries.admission import open_results
from stellwerk.cases.queries.clarification import (
    checklist_in_force,
    clarification_of,
    criteria_of,
)
from stellwerk.cases.queries.episodes import history_of
from stellwerk.cases.rules.checklist_sets import SETS, Criterion
from stellwerk.cases.rules.clarification import Criteria, criterion_key, standing

pytestmark = pytest.mark.django_db
TWO = (Criterion("", "Braucht mehrere Stellen"), Criterion("", "Hat Kinder", False))


def codes(refused):
    return [blocker.code for blocker in refused.value.blockers]


@pytest.fixture
def case(cast):
    return new_case(cast.manager.actor, cast.manager.user, days_ago=30)


@pytest.fixture
def acting_lead(cast, case):
    with acting(cast.lead.actor):
        yield cast.lead.actor


def publish(actor, criteria=TWO, days_ago=40, name="Aufnahme"):
    return publish_checklist(
        actor=actor, name=name, valid_from=day(days_ago), criteria=criteria
    )


def opened(case):
    fresh = Case.objects.get(pk=case.pk)
    attach_key([fresh], load_keys([case.pk])[case.pk])
    return fresh


def answers(case, *states):
    return {
        line.item.pk: Answer(state, "Gespräch")
        for line, state in zip(clarification_of(opened(case)).lines, states, strict=True)
    }


def save(actor, case, *states, version=0, **more):
    return save_clarification(
        actor=actor, case=opened(case), version=version, answers=answers(case, *states), **more
    )


def admit(reason="Viele Stellen"):
    return Result("admitted", day(0), reason)


def test_every_set_can_be_published_as_it_stands(cast, acting_lead):
    for number, one in enumerate(SETS, 1):
        made = publish(acting_lead, one.criteria, days_ago=0, name=one.name)
        assert made.version == number
        kept = list(made.items.values_list("key", "text", "is_required"))
        assert kept == [(c.key, c.text, c.is_required) for c in one.criteria]
        assert one.source
        assert any(c.is_required for c in one.criteria)


def test_a_version_ends_when_the_next_begins(cast, acting_lead):
    first = publish(acting_lead)
    second = publish(acting_lead, days_ago=-10)
    today = timezone.localdate()
    assert checklist_in_force(cast.home.pk, today) == first
    assert checklist_in_force(cast.home.pk, today + timedelta(days=10)) == second
    assert checklist_in_force(cast.home.pk, day(41)) is None
    assert checklist_in_force(cast.neighbour.pk, today) is None
    retire_checklist(actor=acting_lead, checklist=first, on=today)
    assert checklist_in_force(cast.home.pk, today) is None


def test_what_stands_in_the_way_of_publishing_is_said_at_once(acting_lead):
    publish(acting_lead, days_ago=1)
    twice = (Criterion("", "Gleich"), Criterion("", " gleich "))
    with pytest.raises(Refusal) as refused:
        publish_checklist(actor=acting_lead, name=" ", valid_from=day(5), criteria=twice)
    assert codes(refused) == ["name_missing", "criterion_twice", "before_latest"]


def test_keys_of_criteria_are_words_and_never_twice():
    assert criterion_key("Größe der Familie!", set()) == "groesse_der_familie"
    assert criterion_key("Familie", {"familie", "familie_2"}) == "familie_3"
    assert criterion_key("…", set()) == "criterion"


def test_only_required_criteria_are_asked_for():
    items = [(1, "eins", True), (2, "zwei", False), (3, "drei", True)]
    assert standing(items, {}, has_exception=False) == Criteria(("eins", "drei"), ())
    found = standing(items, {1: "not_met", 2: "open", 3: "met"}, has_exception=True)
    assert found == Criteria((), ("eins",), True)


def test_the_first_answers_begin_the_clarification(case, acting_lead):
    publish(acting_lead)
    moved = save(acting_lead, case, "met", "open")
    assert moved.phase == Phase.CLARIFICATION
    view = clarification_of(opened(case))
    assert [line.state for line in view.lines] == ["met", "open"]
    assert [line.note for line in view.lines] == ["Gespräch", "Gespräch"]
    with pytest.raises(Conflict):
        save(acting_lead, case, "met", "met")
    save(acting_lead, case, "not_met", "open", version=view.version)
    assert criteria_of(opened(case)).unmet == ("Braucht mehrere Stellen",)


def test_a_begun_clarification_keeps_its_version(case, acting_lead):
    old = publish(acting_lead)
    save(acting_lead, case, "met", "open")
    publish(acting_lead, (Criterion("", "Neu"),), days_ago=0)
    assert clarification_of(opened(case)).checklist == old
    other = new_case(acting_lead, None, days_ago=3, given_name="Neu")
    with acting(acting_lead):
        lines = clarification_of(other).lines
    assert [line.item.text for line in lines] == ["Neu"]


def test_an_admission_waits_for_the_required_criteria_and_says_all_at_once(case, acting_lead):
    publish(acting_lead)
    waiting = {found.result: found.blockers for found in open_results(opened(case))}
    assert [b.code for b in waiting[ClarificationResult.ADMITTED]] == ["criteria_open"]
    assert waiting[ClarificationResult.ADVISED] == []
    with pytest.raises(Refusal) as refused:
        save(acting_lead, case, "open", "open", result=admit(reason=""))
    assert codes(refused) == ["reason_missing", "criteria_open"]


def test_an_unmet_criterion_needs_a_stated_reason(case, acting_lead):
    publish(acting_lead)
    with pytest.raises(Refusal) as refused:
        save(acting_lead, case, "not_met", "open", result=admit())
    assert codes(refused) == ["criteria_unmet"]
    done = save(
        acting_lead, case, "not_met", "open", result=admit(), exception_reason="Härtefall"
    )
    assert done.phase == Phase.ADMITTED
    row = clarification_of(opened(case)).row
    assert (row.result, row.reason, row.exception_reason) == (
        "admitted", "Viele Stellen", "Härtefall",
    )
    walked = PhaseChange.objects.filter(case=case).values_list("phase", flat=True)
    assert list(walked) == ["approached", "clarification", "admitted"]


def test_without_a_checklist_the_plain_way_stays_open(case, acting_lead):
    assert save(acting_lead, case, result=admit()).phase == Phase.ADMITTED


@pytest.mark.parametrize("result", ["advised", "referred_on", "declined"])
def test_ends_before_admission(case, acting_lead, cast, result):
    publish(acting_lead)
    if result == "referred_on":
        with pytest.raises(Refusal) as refused:
            save(acting_lead, case, "open", "open", result=Result(result, day(0), "Zuständig"))
        assert codes(refused) == ["receiver_missing"]
    ended = save(
        acting_lead, case, "not_met", "open",
        result=Result(result, day(1), "Reicht aus", cast.neighbour, "Frau Beispiel"),
    )
    assert (ended.phase, ended.closed_on, ended.closing_kind) == (result, day(1), None)
    row = clarification_of(opened(case)).row
    assert (row.referred_to is not None) == (result == "referred_on")
    assert CaseFact.objects.get(case_id=case.pk).phase == result
    with pytest.raises(Refusal) as refused:
        save(acting_lead, case, "met", "met", version=row.version)
    assert codes(refused) == ["decided"]


def test_a_refused_result_leaves_nothing_behind(case, acting_lead):
    publish(acting_lead)
    with pytest.raises(Refusal):
        save(acting_lead, case, "met", "met", result=Result("referred_on", day(-1), "x"))
    view = clarification_of(opened(case))
    assert view.row is None
    assert Case.objects.get(pk=case.pk).phase == Phase.APPROACHED


def test_a_running_case_can_have_its_admission_written_down(cast, acting_lead):
    running = admitted_case(cast.manager.actor, cast.manager.user)
    with acting(acting_lead):
        publish(acting_lead)
        kept = save(acting_lead, running, "met", "met", result=admit())
        assert kept.phase == Phase.MONITORING
        assert clarification_of(opened(running)).is_decided


def test_plain_moves_to_admission_ask_the_same(case, acting_lead):
    publish(acting_lead)
    moved = save(acting_lead, case, "open", "open")
    with pytest.raises(Refusal) as refused:
        phases.move_case(
            actor=acting_lead, case=moved, to=Phase.ADMITTED, on=day(0), version=moved.version
        )
    assert codes(refused) == ["criteria_open"]


def test_the_next_episode_reads_the_earlier_one_and_the_log_says_so(case, cast, acting_lead):
    publish(acting_lead)
    ended = save(acting_lead, case, "met", "open", result=Result("advised", day(2), "Kurz"))
    again = intake.readmit(
        actor=acting_lead, previous=ended, opened_on=day(1), manager=cast.colleague.user
    )
    colleague = cast.colleague.actor
    with acting(colleague):
        here = open_case(colleague, again.pk)
        found = history_of(open_earlier(colleague, here))
        assert [episode.case.pk for episode in found] == [case.pk]
        assert found[0].clarification.row.reason == "Kurz"
        row = Event.objects.filter(note="earlier_episode").get()
        assert row.subjects == [case.pk]
