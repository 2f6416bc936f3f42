# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The register of issues: its steps, their reasons, and what lies behind an issue."""

import itertools
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.base.refusal import Conflict, Refusal
from stellwerk.networks.actions.issues import add_known_issue, take_step
from stellwerk.networks.actions.releasing import release_lines
from stellwerk.networks.choices import COURSE, SMALLEST_GROUP, STEPS, IssueState
from stellwerk.networks.models import (
    ChainVersion,
    IssueStep,
    KnownIssue,
    Lever,
    Observation,
    ServiceChain,
    Station,
    TypicalCase,
)
from stellwerk.networks.queries.evidence import evidence_of, proof_of
from stellwerk.networks.queries.issues import issue_counts, noted_as
from stellwerk.networks.queries.places import places, station_of
from stellwerk.networks.rules.issues import Evidence, Step, standing_blockers, step_blockers

DAY = date(2026, 10, 12)
SENTENCE = "Zwei Ämter verlangen denselben Nachweis"
ENOUGH = Evidence(observations=2, persons=2, levers=1)


def codes(state, to_state, evidence=ENOUGH, **more):
    step = Step(to_state, more.pop("on", DAY), **more)
    found = step_blockers(state, step, evidence, last_on=DAY, today=DAY + timedelta(days=1))
    return {blocker.code for blocker in found}


# ── rules ────────────────────────────────────────────────────────────────────────────────────


def test_every_state_is_reached_and_left():
    assert set(STEPS) == set(IssueState)
    reached = {to for targets in STEPS.values() for to in targets}
    assert reached == set(IssueState)
    assert all(after in STEPS[before] for before, after in itertools.pairwise(COURSE))


def test_what_the_table_does_not_allow_is_refused_by_name():
    assert codes("reported", "decided", words="x") == {"step"}
    assert codes("reported", "nonsense", words="x") == {"step"}


def test_a_bundle_is_of_two_observations_of_two_people():
    assert codes("reported", "bundled", Evidence()) == {"observations", "persons"}
    assert codes("reported", "bundled", Evidence(2, 1)) == {"persons"}
    assert not codes("reported", "bundled", ENOUGH)


def test_an_analysis_needs_a_lever_or_a_typical_case():
    assert codes("bundled", "analysed", Evidence(2, 2)) == {"analysis"}
    assert not codes("bundled", "analysed", Evidence(2, 2, typical_cases=1))
    # once more after a check: the analysis begins again
    assert codes("checked", "analysed", Evidence(2, 2)) == {"words_missing"}


@pytest.mark.parametrize(
    ("state", "to_state"),
    [
        ("proposed", "decided"), ("in_force", "checked"), ("reported", "accepted"),
        ("reported", "closed"), ("decided", "proposed"), ("closed", "reported"),
        ("accepted", "analysed"),
    ],
)
def test_decision_result_and_every_other_way_than_straight_on_have_words(state, to_state):
    assert codes(state, to_state) == {"words_missing"}
    assert not codes(state, to_state, words="Beschluss vom 12.10.2026, Vorlage 362/21")


def test_to_whom_it_is_passed_on_is_said():
    assert codes("reported", "escalated") == {"words_missing", "addressee_missing"}
    assert not codes("reported", "escalated", words="Bundesrecht", addressee="Ministerium")


def test_a_step_lies_neither_ahead_nor_before_the_last_one():
    assert codes("decided", "in_force", on=None) == {"day_missing"}
    assert codes("decided", "in_force", on=DAY + timedelta(days=2)) == {"day_ahead"}
    assert codes("decided", "in_force", on=DAY - timedelta(days=1)) == {"day_before"}
    assert not codes("decided", "in_force")


@pytest.mark.parametrize("words", ["Rückruf 05971 123456", "an x@y.example"])
def test_words_of_a_step_lead_to_nobody(words):
    assert codes("reported", "closed", words=words) & {"mail", "number"}


@given(state=st.sampled_from(IssueState.values), to_state=st.sampled_from(IssueState.values))
@settings(max_examples=60, deadline=None)
def test_what_stands_already_stands_in_the_step_as_well(state, to_state):
    standing = {one.code for one in standing_blockers(state, to_state, Evidence())}
    assert standing <= codes(state, to_state, Evidence())
    assert ("step" in standing) == (to_state not in STEPS[IssueState(state)])


# ── steps on the database ────────────────────────────────────────────────────────────────────


def issue_of(cast, **more):
    values = {"title": "Zwei Scheine", "sentence": SENTENCE, **more}
    return add_known_issue(actor=cast.lead.actor, reported_on=DAY, **values)




def go(cast, issue, to_state, on=DAY, **more):
    issue.refresh_from_db()
    return take_step(
        actor=cast.lead.actor, issue=issue, version=issue.version, to_state=to_state, on=on, **more
    )


@pytest.mark.django_db
def test_the_whole_way_with_its_history(cast):
    lead = cast.lead.actor
    with acting(lead):
        issue = issue_of(cast)
        with pytest.raises(Refusal):
            go(cast, issue, "bundled")
        for token in (1, 2):
            Observation.objects.create(
                organisation=cast.home, known_issue=issue, person_token=token,
                month=DAY.replace(day=1), from_words="A", to_words="B",
            )
        go(cast, issue, "bundled")
        with pytest.raises(Refusal):
            go(cast, issue, "analysed")
        Lever.objects.create(organisation=cast.home, issue=issue, title="Ein Schein")
        go(cast, issue, "analysed")
        go(cast, issue, "proposed")
        go(cast, issue, "decided", words="Nur ein Schein gilt.")
        go(cast, issue, "in_force", on=DAY + timedelta(days=20))
        with pytest.raises(Refusal):
            go(cast, issue, "checked", on=DAY)
        go(cast, issue, "checked", on=DAY + timedelta(days=30), words="Wartezeit halbiert.")
        issue.refresh_from_db()
        assert (issue.decided_on, issue.decision) == (DAY, "Nur ein Schein gilt.")
        assert issue.in_force_on == DAY + timedelta(days=20)
        assert issue.result == "Wartezeit halbiert."
        history = IssueStep.objects.filter(issue=issue).order_by("created_at")
        assert [step.to_state for step in history] == list(COURSE[:7])
        assert {step.by for step in history} == {lead.label.split(" <")[0]}
        assert "@" not in history[0].by, "the register is open to all: no address"
        go(cast, issue, "analysed", on=DAY + timedelta(days=31), words="Hat nicht gereicht.")
        issue.refresh_from_db()
        assert (issue.decided_on, issue.decision, issue.result) == (None, "", "")


@pytest.mark.django_db
def test_who_comes_second_sees_the_first(cast):
    with acting(cast.lead.actor):
        issue = issue_of(cast)
        go(cast, issue, "accepted", words="Bundesrecht")
        with pytest.raises(Conflict):
            take_step(
                actor=cast.lead.actor, issue=issue, version=1, to_state="closed", on=DAY,
                words="x",
            )


@pytest.mark.django_db
def test_only_a_done_issue_is_no_longer_offered_in_the_dialog(cast):
    with acting(cast.lead.actor):
        issue, other = issue_of(cast), issue_of(cast)
        go(cast, issue, "accepted", words="Bundesrecht")
        assert set(noted_as()) == {issue, other}, "what is accepted is still counted"
        go(cast, issue, "closed", words="erledigt")
        assert set(noted_as()) == {other}
        assert set(noted_as(issue.pk)) == {issue, other}, "an own earlier choice stays"


@pytest.mark.django_db
def test_no_decision_without_day_and_words_even_past_the_rules(cast):
    with acting(cast.lead.actor):
        issue = issue_of(cast)
        with pytest.raises(IntegrityError), transaction.atomic():
            KnownIssue.objects.filter(pk=issue.pk).update(state="decided")


# ── evidence ─────────────────────────────────────────────────────────────────────────────────


def put(issue, organisation, rows):
    """Observations (person, month number, delay) written in one go."""
    Observation.objects.bulk_create(
        Observation(
            organisation=organisation, known_issue=issue, person_token=token,
            month=date(2026, month, 1), delay_days=days, from_words="A", to_words="B",
        )
        for token, month, days in rows
    )


@pytest.mark.django_db
def test_own_figures_are_exact_and_zero_is_a_value(cast):
    with acting(cast.lead.actor):
        issue = issue_of(cast)
        put(issue, cast.home, [(1, 1, 0), (1, 2, None), (2, 2, 10), (3, 3, 30)])
        proof = proof_of(cast.home.pk, issue.pk, with_own=True)
        assert proof.own_persons == 3
        assert (proof.own.mentions, proof.own.known, proof.own.total) == (4, 3, 40)
        assert proof.own.middle == 10
        assert [(s.persons, s.mentions) for s in proof.own_spans] == [(1, 1), (1, 2), (1, 1)]
        assert proof.other_persons is None
        hidden = proof_of(cast.home.pk, issue.pk, with_own=False)
        assert (hidden.own, hidden.own_persons, hidden.own_spans) == (None, None, ())


@pytest.mark.django_db
@given(
    rows=st.lists(
        st.tuples(st.integers(1, 14), st.integers(1, 9), st.none() | st.integers(0, 90)),
        max_size=40,
    )
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_of_others_only_groups_of_five_leave_the_database(cast, rows):
    with transaction.atomic():
        with acting(cast.lead.actor):
            issue = issue_of(cast)
            put(issue, cast.home, rows)
        release_lines(actor=system_actor("tests"))
        with acting(cast.foreign_lead.actor):
            proof = proof_of(cast.neighbour.pk, issue.pk, with_own=True)
        transaction.set_rollback(True)
    spans, people = proof.other_spans, {token for token, _month, _days in rows}
    if len(people) < SMALLEST_GROUP:
        assert not spans
        assert proof.other_delay is None
        return
    assert all(span.persons >= SMALLEST_GROUP for span in spans), spans
    assert proof.other_persons == len(people), "the groups add up: nothing is left to subtract"
    assert proof.other_mentions == len(rows)
    months = Counter(month for _token, month, _days in rows)
    for span in spans:
        assert span.mentions == sum(
            times for month, times in months.items()
            if span.since <= date(2026, month, 1) <= span.until
        )
    assert all(a.until < b.since for a, b in itertools.pairwise(spans))


@pytest.mark.django_db
def test_without_an_organisation_nothing_is_told(cast):
    with acting(cast.lead.actor):
        issue = issue_of(cast)
        put(issue, cast.home, [(n, 1, 3) for n in range(9)])
    release_lines(actor=system_actor("tests"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM known_issue_spans(%s)", [issue.pk])
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT known_issue_delay(%s)", [issue.pk])
        assert cursor.fetchone() == (None,)
        cursor.execute("SELECT count(*) FROM unbundled_elsewhere()")
        assert cursor.fetchone() == (0,)


def told_elsewhere(cast, issue):
    """Spans, counts of the list and delay, as the neighbour sees them after a night."""
    release_lines(actor=system_actor("tests"))
    with acting(cast.foreign_lead.actor):
        proof = proof_of(cast.neighbour.pk, issue.pk, with_own=False)
        counted = issue_counts(cast.neighbour.pk, with_own=False).get(issue.pk)
    return proof.other_spans, proof.other_delay, counted


@pytest.mark.django_db
def test_who_looks_twice_learns_of_no_single_newcomer(cast):
    """Month by month: nothing moves before five people of a group have come or gone."""
    with acting(cast.lead.actor):
        issue = issue_of(cast)
        put(issue, cast.home, [(n, 1 + n % 3, 10) for n in range(12)])
    before = told_elsewhere(cast, issue)
    assert sum(span.persons for span in before[0]) == before[2].other_persons == 12
    assert before[1] is None, "twelve mentions are too few for a median"
    for k, month in enumerate((1, 2, 3, 4)):
        with acting(cast.lead.actor):
            put(issue, cast.home, [(100 + k, month, 90)])
        assert told_elsewhere(cast, issue) == before, f"{k + 1} newcomers"
    with acting(cast.lead.actor):
        put(issue, cast.home, [(200 + k, 5, 90) for k in range(3)])
    assert told_elsewhere(cast, issue) == before, "four behind the last group wait for a fifth"
    with acting(cast.lead.actor):
        put(issue, cast.home, [(300, 6, 90)])
    spans, _delay, counted = told_elsewhere(cast, issue)
    assert spans[: len(before[0])] == before[0]
    assert [(s.since.month, s.until.month, s.persons) for s in spans[len(before[0]) :]] == [
        (4, 6, 5)
    ]
    assert counted.other_persons == 17, "the list says the sum of what is shown, and no more"


@pytest.mark.django_db
def test_a_group_is_told_anew_when_five_have_left_it(cast):
    with acting(cast.lead.actor):
        issue = issue_of(cast)
        put(issue, cast.home, [(n, 1, None) for n in range(11)])
    before = told_elsewhere(cast, issue)
    for gone in range(4):
        with acting(cast.lead.actor):
            Observation.objects.filter(person_token=gone).delete()
        assert told_elsewhere(cast, issue) == before
    with acting(cast.lead.actor):
        Observation.objects.filter(person_token=4).delete()
    assert told_elsewhere(cast, issue)[2].other_persons == 6
    with acting(cast.lead.actor):
        Observation.objects.filter(person_token__gt=4).delete()
    assert told_elsewhere(cast, issue) == ((), None, None)


def test_today_is_the_day_of_an_issue_that_is_entered_without_one():
    assert IssueStep._meta.get_field("on").default is timezone.localdate


# ── places ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_a_typical_case_stands_with_an_issue_only_while_it_is_released(cast):
    lead = cast.lead.actor
    with acting(lead):
        told = TypicalCase.objects.create(organisation=cast.home, number=1, title="Herr A.")
        with pytest.raises(Refusal):
            issue_of(cast, typical_cases=[told])
        TypicalCase.objects.update(state="released", released_at=timezone.now())
        told.refresh_from_db()
        issue = issue_of(cast, typical_cases=[told])
        assert evidence_of(cast.home.pk, issue).typical_cases == 1
    with acting(cast.foreign_lead.actor):
        assert list(issue.typical_cases.all()) == [told]
    with acting(lead):
        TypicalCase.objects.update(state="draft", released_at=None)
        assert evidence_of(cast.home.pk, issue).typical_cases == 0
    with acting(cast.foreign_lead.actor):
        assert not list(issue.typical_cases.all()), "the wall hides it again"


@pytest.mark.django_db
def test_an_issue_names_a_station_by_its_key_through_the_versions_of_a_chain(cast):
    with acting(cast.lead.actor):
        chain = ServiceChain.objects.create(number=1, name="Zugang")
        for number, words in ((1, "Schein ausstellen"), (2, "Schein abgleichen")):
            version = ChainVersion.objects.create(chain=chain, number=number)
            Station.objects.create(chain_version=version, key="schein", name=words)
            version.state, version.agreed_at = "agreed", timezone.now()
            version.valid_from = DAY + timedelta(days=number)
            version.save()
        ChainVersion.objects.create(chain=chain, number=3)
        issue = issue_of(cast, chain=chain, station_key="schein")
        assert station_of(issue).name == "Schein abgleichen"
        assert places() == [(f"{chain.pk}:schein", f"{chain}: Schein abgleichen")]
