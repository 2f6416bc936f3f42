# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The event log says what the case says: added, corrected, withdrawn, erased with it."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cases.casts import admitted_case, day, new_case, term

from stellwerk.access import traces
from stellwerk.access.traces import cases_of_traces
from stellwerk.audit.models import Event as AuditEvent
from stellwerk.base.context import acting
from stellwerk.base.keys import attach_key, load_keys
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.actions import around, course, legal, plan
from stellwerk.cases.actions.barriers import change_barrier, record_barrier, remove_barrier
from stellwerk.cases.actions.entrusting import set_entrusted
from stellwerk.cases.actions.logging import erase_trace_of, log_cases, log_organisation
from stellwerk.cases.actions.noting import correct_noted, note_event, withdraw_noted
from stellwerk.cases.choices import (
    ENTRUSTED,
)
from stellwerk.cases.models import Barrier, Case
from stellwerk.cases.rules.logging import trace_number
from stellwerk.networks.actions.log import withdraw_event
from stellwerk.networks.actions.log.erasing import drop_events
from stellwerk.networks.choices import Source
from stellwerk.networks.models import Activity, Event, Trace
from stellwerk.networks.rules.links import variant_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor(cast):
    return cast.manager.actor


@pytest.fixture
def case(cast, actor):
    made = new_case(actor, cast.manager.user)
    with acting(actor):
        yield opened(made)


def opened(case):
    fresh = Case.objects.select_related("person").get(pk=case.pk)
    keys = load_keys([fresh.pk, fresh.person_id])
    attach_key([fresh], keys[fresh.pk])
    attach_key([fresh.person], keys[fresh.person_id])
    return fresh


def number(case):
    return trace_number(load_keys([case.pk])[case.pk])


def standing(case):
    """(activity, local day) of what counts, in its order."""
    rows = Event.objects.filter(trace_id=number(case), counts=True).order_by("at", "position")
    return [
        (row.activity.key, timezone.localtime(row.at).date())
        for row in rows.select_related("activity")
    ]


def written(case):
    """Every row of the course, also what no longer counts."""
    rows = Event.objects.filter(trace_id=number(case)).order_by("at", "position")
    return list(rows.select_related("activity"))


def linked(case):
    return [row for row in written(case) if row.counts], Trace.objects.get(pk=number(case))


def test_opening_begins_a_course(case):
    assert standing(case) == [("first_contact", day(100))]
    assert Trace.objects.get(pk=number(case)).events == 1


def test_a_contact_is_added_corrected_and_keeps_its_history(actor, case):
    at = timezone.now() - timedelta(days=3)
    contact = course.record_contact(actor=actor, case=case, at=at, kind="phone")
    assert standing(case)[-1] == ("client_contact", day(3))
    course.change_contact(
        actor=actor, case=case, contact=contact, version=1, at=at - timedelta(days=1),
        kind="home_visit", note=None,
    )
    assert standing(case) == [("first_contact", day(100)), ("home_visit", day(4))]
    assert Event.objects.filter(trace_id=number(case)).count() == 3


def test_what_is_entrusted_is_taken_back_and_may_come_again(actor, case):
    measure = plan.add_measure(
        actor=actor, case=case, values={"title": "x", "asked_on": day(20), "began_on": day(10)}
    )
    assert [name for name, _day in standing(case)[1:]] == ["measure_requested", "measure_begun"]
    for mark in (True, False):
        set_entrusted(actor=actor, case=case, row=measure, kind="measure", is_entrusted=mark)
        assert len(standing(case)) == (1 if mark else 3)
        assert len(written(case)) == (1 if mark else 3), "nothing stays, not even struck out"
        check_links(*linked(case))


def test_of_what_turns_out_to_be_health_no_office_stays(cast, actor, case):
    values = {
        "title": "x", "asked_on": day(20), "began_on": day(10), "provider": cast.neighbour,
        "legal_sphere": term("legal_sphere", "sgb_2"),
    }
    measure = plan.add_measure(actor=actor, case=case, values=values)
    health = {**values, "life_area": term("life_area", "health"), "began_on": day(9)}
    plan.change_measure(
        actor=actor, case=case, measure=measure, version=measure.version, values=health
    )
    began = [row for row in written(case) if row.activity.key == "measure_begun"]
    assert [(row.party_id, timezone.localtime(row.at).date()) for row in began] == [
        (None, day(9))
    ]
    assert {row.legal_sphere_id for row in written(case)} == {None}
    assert len(written(case)) == 3
    check_links(*linked(case))
    assert log_cases(
        actor=actor, organisation_id=case.organisation_id, case_ids=[case.pk]
    ) == 0


def test_what_was_only_struck_out_before_is_erased_by_the_whole_case(actor, case):
    contact = course.record_contact(
        actor=actor, case=case, at=timezone.now() - timedelta(days=3), kind="phone"
    )
    row = written(case)[-1]
    withdraw_event(actor=actor, event=row)
    type(contact).objects.filter(pk=contact.pk).update(groups=contact.groups | ENTRUSTED)
    asked = {"organisation_id": case.organisation_id, "case_ids": [case.pk]}
    assert [log_cases(actor=actor, **asked) for _turn in range(2)] == [1, 0]
    assert [row.activity.key for row in written(case)] == ["first_contact"]


def test_nobody_else_erases_events(cast, actor, case):
    course_number, event_ids = number(case), [row.pk for row in written(case)]
    with acting(cast.foreign_lead.actor), pytest.raises(NotVisible):
        drop_events(Trace(pk=course_number), event_ids)
    with acting(actor):
        assert len(written(case)) == 1


def test_a_noted_act_of_health_names_neither_office_nor_sphere(actor, case):
    activity = Activity.objects.filter(group="health", organisation=None).first()
    other = Activity.objects.get(key="housing_found")
    values = {"activity": activity, "on": day(1), "office": "Amt am Markt"}
    values["sphere"] = term("legal_sphere", "sgb_2")
    made = note_event(actor=actor, case=case, values=values)
    assert (made.party_id, made.legal_sphere_id) == (None, None)
    made = note_event(actor=actor, case=case, values={**values, "activity": other})
    assert made.party_id
    assert made.legal_sphere_id
    made = correct_noted(actor=actor, case=case, event=made, values={**values, "office": ""})
    assert {row.party_id for row in written(case) if row.source == Source.NOTED} == {None}
    assert Event.objects.filter(trace_id=number(case), activity=activity).count() == 2
    withdraw_noted(actor=actor, case=case, event=made)
    assert {row.legal_sphere_id for row in written(case)} == {None}
    check_links(*linked(case))


def test_what_a_person_holds_goes_to_the_episode_of_its_day(cast, actor, case):
    legal.add_entitlement(
        actor=actor, person=case.person,
        values={"kind": "integration_course", "issued_by": cast.neighbour, "issued_on": day(30)},
    )
    around.add_residence_period(
        actor=actor, person=case.person,
        values={"status": term("residence_status", "aufenthg_60a"), "valid_from": day(200)},
    )
    names = [name for name, _day in standing(case)]
    assert names == ["toleration_issued", "first_contact", "entitlement_issued"]
    trace = Trace.objects.get(pk=number(case))
    assert trace.residence_group == "toleration"
    issued = Event.objects.get(trace=trace, activity__key="entitlement_issued")
    assert issued.party.organisation_id == cast.neighbour.pk


def test_logging_all_cases_anew_changes_nothing(cast, actor):
    case = admitted_case(actor, cast.manager.user)
    with acting(actor):
        before = standing(case)
        assert len(before) > 8
        organisation_id = case.organisation_id
        assert log_organisation(actor=actor, organisation_id=organisation_id) == 0
        erase_trace_of(actor=actor, case=opened(case))
        assert not Trace.objects.filter(pk=number(case)).exists()
        assert log_organisation(actor=actor, organisation_id=organisation_id) == 1
        assert standing(case) == before


def test_a_case_that_the_log_does_not_know_is_logged_whole_at_the_first_change(actor, case):
    erase_trace_of(actor=actor, case=case)
    course.record_contact(
        actor=actor, case=case, at=timezone.now() - timedelta(days=1), kind="phone"
    )
    assert [name for name, _day in standing(case)] == ["first_contact", "client_contact"]
    assert Activity.objects.filter(key="client_contact").count() == 1


# ── whatever is done in whatever order ───────────────────────────────────────────────────────


class Model:
    """What must stand in the course, without the log: slot -> (turn of writing, what, when)."""

    def __init__(self):
        self.stands, self.turn = {}, 0
        # slot -> how many rows were written of it, with corrections and withdrawals
        self.written = {}

    def say(self, slot, what, when, *, erases=False):
        """One slot says something, or nothing (``what`` is empty); ``erases``: nothing stays."""
        if erases:
            self.stands.pop(slot, None)
            self.written.pop(slot, None)
            return
        before = self.stands.get(slot)
        new = (what, when) if what and when else None
        if (before[1:] if before else None) == new:
            return
        self.written[slot] = self.written.get(slot, 0) + 1
        if new is None:
            del self.stands[slot]
            return
        turn = before[0] if before else self.turn
        self.turn += not before
        self.stands[slot] = (turn, *new)

    @property
    def rows(self):
        return sum(self.written.values())

    def course(self):
        rows = sorted(self.stands.values(), key=lambda row: (row[2], row[0]))
        return [(what, when) for _turn, what, when in rows]


OUTCOMES = {
    "planned": "", "kept": "appointment_kept", "no_show": "appointment_missed",
    "cancelled_by_us": "appointment_cancelled_by_office",
}
KINDS = {"phone": "client_contact", "home_visit": "home_visit", "third_party": "office_contact"}
ENDS = {"": "", "completed": "measure_ended", "dropped": "measure_broken_off"}


class Life:
    """Random work on a case, and the model beside it."""

    def __init__(self, cast, case):
        self.cast, self.actor, self.case, self.model = cast, cast.manager.actor, case, Model()
        self.model.say("opened", "first_contact", midnight(100))
        self.rows = {"contact": [], "appointment": [], "measure": [], "barrier": [], "paper": []}

    def contact(self, draw, row=None):
        at, kind = noon(draw.draw(ago)), draw.draw(st.sampled_from(sorted(KINDS)))
        if row is None:
            row = course.record_contact(actor=self.actor, case=self.case, at=at, kind=kind)
        else:
            course.change_contact(
                actor=self.actor, case=self.case, contact=row, version=row.version, at=at,
                kind=kind, note=None,
            )
        self.model.say(row.pk, KINDS[kind], midnight_of(at.date()))
        return row

    def appointment(self, draw, row=None):
        at, outcome = noon(draw.draw(ago)), draw.draw(st.sampled_from(sorted(OUTCOMES)))
        values = {"starts_at": at, "kind": "office", "outcome": outcome}
        if row is None:
            row = course.plan_appointment(actor=self.actor, case=self.case, **values)
        else:
            course.change_appointment(
                actor=self.actor, case=self.case, appointment=row, version=row.version,
                note=None, **values,
            )
        self.model.say(row.pk, OUTCOMES[outcome], midnight_of(at.date()))
        return row

    def measure(self, draw, row=None):
        asked, began, ended = sorted((draw.draw(ago) for _n in range(3)), reverse=True)
        ending = draw.draw(st.sampled_from(sorted(ENDS)))
        values = {
            "title": "x", "asked_on": day(asked), "began_on": day(began) if ending else None,
            "ended_on": day(ended) if ending else None, "ending": ending,
            "provider": self.cast.neighbour,
        }
        if row is None:
            row = plan.add_measure(actor=self.actor, case=self.case, values=values)
        elif draw.draw(st.booleans()):
            plan.change_measure(
                actor=self.actor, case=self.case, measure=row, version=row.version, values=values
            )
        else:
            mark = not row.is_entrusted
            set_entrusted(
                actor=self.actor, case=self.case, row=row, kind="measure", is_entrusted=mark
            )
        self.expect_measure(row)
        return row

    def expect_measure(self, row):
        row.refresh_from_db(fields=["groups", "state", "asked_on", "began_on", "ended_on"])
        for name, what in (
            ("asked_on", "measure_requested"), ("began_on", "measure_begun"),
            ("ended_on", ENDS.get(row.state, "")),
        ):
            on = getattr(row, name)
            told = "" if on is None else what
            self.model.say(
                (row.pk, name), told, on and midnight_of(on), erases=row.is_entrusted
            )

    def barrier(self, draw, row=None):
        values = {
            "sentence": "Zwei Stellen verlangen denselben Nachweis", "from_office": "A-Amt",
            "to_office": "B-Amt", "since": day(draw.draw(ago)),
        }
        if row is None:
            row = record_barrier(actor=self.actor, case=self.case, values=values)
        elif draw.draw(st.booleans()):
            version = Barrier.objects.get(pk=row.pk).version
            remove_barrier(actor=self.actor, case=self.case, barrier=row, version=version)
            self.model.say(row.pk, "", None)
            return None
        else:
            version = Barrier.objects.get(pk=row.pk).version
            change_barrier(
                actor=self.actor, case=self.case, barrier=row, version=version, values=values
            )
        self.model.say(row.pk, "barrier_met", midnight_of(values["since"]))
        return row

    def paper(self, draw, row=None):
        issued, ended = sorted((draw.draw(ago), draw.draw(ago)), reverse=True)
        state = draw.draw(st.sampled_from(["issued", "returned"]))
        values = {
            "kind": "integration_course", "issued_on": day(issued), "state": state,
            "ended_on": day(ended) if state == "returned" else None,
        }
        if row is None:
            row = legal.add_entitlement(
                actor=self.actor, person=self.case.person, values=values
            )
        else:
            legal.change_entitlement(
                actor=self.actor, person=self.case.person, entitlement=row, version=row.version,
                values=values,
            )
        self.model.say((row.pk, "issued"), "entitlement_issued", midnight(issued))
        gone = "entitlement_withdrawn" if state == "returned" else ""
        self.model.say((row.pk, "ended"), gone, midnight(ended))
        return row

    def step(self, draw):
        kind = draw.draw(st.sampled_from(sorted(self.rows)))
        there = self.rows[kind]
        place = draw.draw(st.integers(-2, len(there) - 1))
        done = getattr(self, kind)(draw, there[place] if place >= 0 else None)
        if place < 0:
            there.append(done)
        elif done is None:
            there.pop(place)


ago = st.integers(1, 90)


def noon(days):
    return timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(
        days=days
    )


def midnight_of(on):
    return timezone.make_aware(datetime.combine(on, time.min))


def midnight(days):
    return midnight_of(day(days))


def check_links(rows, trace):
    """Each event names the one before it; the course says where it begins and ends."""
    for before, row in zip([None, *rows], rows, strict=False):
        wait = None if before is None else (row.at - before.at) // timedelta(microseconds=1)
        assert row.wait_us == wait
        assert row.before_activity == (before and before.activity_id)
        assert row.before_party == (before and before.party_id)
        assert row.is_last == (row is rows[-1])
    assert (trace.started_at, trace.ended_at) == (rows[0].at, rows[-1].at)
    assert (trace.events, trace.variant) == (
        len(rows), variant_of(row.activity_id for row in rows)
    )


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(draw=st.data())
def test_the_log_says_what_an_independent_model_expects(cast, draw):
    made = new_case(cast.manager.actor, cast.manager.user)
    with acting(cast.manager.actor):
        case = opened(made)
        life = Life(cast, case)
        for _step in range(draw.draw(st.integers(3, 12))):
            life.step(draw)
        rows = Event.objects.filter(trace_id=number(case), counts=True)
        found = [
            (row.activity.key, row.at)
            for row in rows.order_by("at", "position").select_related("activity")
        ]
        assert found == life.model.course()
        check_links(list(rows.order_by("at", "position")), Trace.objects.get(pk=number(case)))
        assert Event.objects.filter(trace_id=number(case)).count() == life.model.rows
        assert log_cases(
            actor=cast.manager.actor, organisation_id=case.organisation_id, case_ids=[case.pk]
        ) == 0, "the whole case says the same as its single steps"


# ── the way back ─────────────────────────────────────────────────────────────────────────────


def test_the_way_back_is_the_actors_own_visible_cases_and_is_recorded(cast, actor, case):
    wanted = [number(case), 4711]
    assert cases_of_traces(actor, wanted).cases == [case]
    read = AuditEvent.objects.filter(verb="listed", subjects__contains=[case.pk])
    assert read.filter(fields__contains=["course"]).exists()
    assert cases_of_traces(cast.lead.actor, wanted).cases == [case]
    assert cases_of_traces(cast.colleague.actor, wanted).cases == []
    assert cases_of_traces(cast.coordinator.actor, wanted).cases == []


def test_no_key_is_opened_before_it_stands_in_the_log_of_accesses(cast, actor, case, monkeypatch):
    """Fault injection: without the row no key; and no more keys than the cap, newest first."""
    opened_keys: list[Any] = []
    real = traces.cases_behind

    def watched(cases, wanted):
        searched = AuditEvent.objects.filter(verb="searched", fields__contains=["course"])
        assert all(searched.filter(subjects__contains=[one.pk]).exists() for one in cases)
        opened_keys.extend(cases)
        return real(cases, wanted)

    monkeypatch.setattr(traces, "cases_behind", watched)
    assert cases_of_traces(actor, [number(case), 4711]) == ([case], 0)
    assert opened_keys == [case]
    second = new_case(actor, cast.manager.user, family_name="Zweite")
    monkeypatch.setattr(traces, "MOST_OPENED", 1)
    with acting(actor):
        found = cases_of_traces(actor, [number(case), number(second), 4711])
    assert (len(found.cases), found.not_opened) == (1, 1), "the cap is said"
    opened_keys.clear()

    def refused(*_args, **_values):
        raise RuntimeError("the log is full")

    monkeypatch.setattr(traces, "record_list", refused)
    with acting(actor), pytest.raises(RuntimeError):
        cases_of_traces(actor, [number(case)])
    assert opened_keys == []
