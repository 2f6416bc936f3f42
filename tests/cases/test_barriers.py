# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A barrier has two halves: the note stays in the case, the other half knows no person."""

from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone
from tests.cases.casts import new_case

from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.base.refusal import Conflict, Refusal
from stellwerk.cases.actions.around import add_involved
from stellwerk.cases.actions.barriers import change_barrier, record_barrier, remove_barrier
from stellwerk.cases.models import Barrier
from stellwerk.cases.queries.barriers import barriers_of
from stellwerk.cases.rules.barriers import name_words, spelled, words_among
from stellwerk.networks.actions.issues import add_known_issue, change_known_issue
from stellwerk.networks.actions.releasing import release_lines
from stellwerk.networks.models import Observation
from stellwerk.networks.queries.issues import Counted, issue_counts
from stellwerk.networks.rules.observing import observation_blockers, personal_blockers

SENTENCE = "Zwei Ämter verlangen denselben Nachweis"


def values(**more):
    return {
        "sentence": SENTENCE, "from_office": "Jobcenter", "to_office": "Wohnungsamt",
        "since": timezone.localdate(), "note": "Frau Yıldız war dreimal dort", **more,
    }


def noted(cast, case, **more):
    return record_barrier(actor=cast.manager.actor, case=case, values=values(**more))


@pytest.fixture
def case(cast):
    return new_case(cast.manager.actor, cast.manager.user)


# ── rules ────────────────────────────────────────────────────────────────────────────────────


def test_mandatory_are_only_words_and_interface():
    found = {b.code for b in observation_blockers({})}
    assert found == {"words_missing", "from_missing", "to_missing"}
    bare = {"sentence": SENTENCE, "from_words": "A", "to_words": "B"}
    assert not observation_blockers(bare)
    assert not observation_blockers({**bare, "delay_days": 0}), "0 is a value"
    assert observation_blockers({**bare, "delay_days": -1})


@pytest.mark.parametrize(
    "text",
    ["Anruf bei amt@stadt.example", "unter 05971 123456", "geboren am 4.5.1990", "Az. 12-345678"],
)
def test_what_leads_to_a_person_is_refused(text):
    assert personal_blockers(text, "sentence")


@pytest.mark.parametrize("text", ["12 Wochen Wartezeit", "§ 18a SGB II", "2026", "1.200 Euro"])
def test_numbers_of_the_trade_are_not(text):
    assert not personal_blockers(text, "sentence")


def test_a_genitive_is_the_same_name_and_an_office_is_none():
    names = name_words(["Yıldız, Amal (Jobcenter)"], ["Jobcenter Rheine"])
    assert words_among("Yildiz' Antrag lag im Jobcenter", names) == ["Yildiz"]
    assert words_among("Amals Antrag", names) == ["Amals"]
    assert not words_among("Das Jobcenter wartet auf das Wohnungsamt", names)
    assert "von" not in spelled("von")


# ── both halves ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_the_lower_half_knows_no_person_and_no_day(cast, case):
    with acting(cast.manager.actor):
        barrier = noted(cast, case, delay_days=0, kind="duplicate")
        half = Observation.objects.get()
        assert half.month.day == 1
        assert (half.sentence, half.delay_days, half.to_words) == (SENTENCE, 0, "Wohnungsamt")
        (row,) = barriers_of(case)
        assert row.barrier.note == "Frau Yıldız war dreimal dort"
        assert row.observation.pk == barrier.observation_id
        names = {f.name for f in Observation._meta.concrete_fields}
        assert not names & {"case", "person", "note", "since", "by"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "text", "word"),
    [
        ("sentence", "Yildiz wurde weggeschickt", "Yildiz"),
        ("sentence", "Mohameds Antrag ging verloren", "Mohameds"),
        ("sentence", "Vormund Schneidewind war nicht geladen", "Schneidewind"),
        ("to_office", "Büro Yıldız", "Yıldız"),
    ],
)
def test_a_name_stands_in_the_way_and_is_said(cast, case, field, text, word):
    with acting(cast.manager.actor):
        add_involved(actor=cast.manager.actor, case=case, values={"name": "Inge Schneidewind"})
        with pytest.raises(Refusal) as found:
            noted(cast, case, **{field: text})
        (blocker,) = found.value.blockers
        assert (blocker.code, blocker.field) == ("names_somebody", field)
        assert word in str(blocker.message)
        assert not Observation.objects.exists()


@pytest.mark.django_db
def test_an_office_of_the_directory_is_recognised_by_its_name(cast, case):
    with acting(cast.manager.actor):
        noted(cast, case, from_office=cast.home.name.upper(), to_office=cast.neighbour.name)
        half = Observation.objects.get()
        assert (half.from_organisation_id, half.to_organisation_id) == (
            cast.home.pk, cast.neighbour.pk,
        )
        assert (half.from_words, half.to_words) == ("", "")


@pytest.mark.django_db
def test_correcting_and_erasing_reach_both_halves(cast, case):
    actor = cast.manager.actor
    with acting(actor):
        barrier = noted(cast, case)
        changed = change_barrier(
            actor=actor, case=case, barrier=barrier, version=1,
            values=values(sentence="Ein Amt weiß nichts vom anderen", kind="information"),
        )
        assert set(changed) == {"sentence", "kind"}
        assert Observation.objects.get().kind == "information"
        with pytest.raises(Conflict):
            remove_barrier(actor=actor, case=case, barrier=barrier, version=1)
        remove_barrier(actor=actor, case=case, barrier=barrier, version=2)
        assert not Barrier.objects.exists()
        assert not Observation.objects.exists()


@pytest.mark.django_db
def test_a_barrier_lies_not_ahead(cast, case):
    ahead = timezone.localdate() + timedelta(days=1)
    with acting(cast.manager.actor), pytest.raises(Refusal):
        noted(cast, case, since=ahead)


# ── counting ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_people_are_counted_not_mentions_and_small_groups_stay_at_home(cast):
    actor = cast.manager.actor
    with acting(cast.lead.actor):
        issue = add_known_issue(
            actor=cast.lead.actor, title="Zwei Berechtigungsscheine", sentence=SENTENCE
        )
    for number in range(4):
        person = new_case(actor, cast.manager.user, family_name=f"Zählung{number}")
        with acting(actor):
            for _again in range(2):
                noted(cast, person, sentence="", known_issue=issue)
    own = _counts(cast.manager.actor, issue)
    assert (own.persons, own.mentions, own.other_persons) == (4, 8, None)
    release_lines(actor=system_actor("tests"))
    foreign = _counts(cast.foreign_lead.actor, issue)
    assert (foreign.persons, foreign.other_persons) == (0, None), "four people are too few"
    person = new_case(actor, cast.manager.user, family_name="Fünfte")
    with acting(actor):
        noted(cast, person, sentence="", known_issue=issue)
    release_lines(actor=system_actor("tests"))
    foreign = _counts(cast.foreign_lead.actor, issue)
    assert (foreign.other_persons, foreign.other_mentions) == (5, 9)


def _counts(actor, issue):
    with acting(actor):
        found = issue_counts(actor.organisation_id, with_own=True)
        return found.get(issue.pk, Counted())


@pytest.mark.django_db
def test_without_an_organisation_nothing_is_counted(cast):
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM known_issue_counts()")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_known_issues_are_numbered_through_and_two_editors_see_each_other(cast):
    lead = cast.lead.actor
    with acting(lead):
        first = add_known_issue(actor=lead, title="Eins", sentence=SENTENCE)
        second = add_known_issue(actor=lead, title="Zwei", sentence=SENTENCE)
        assert second.number == first.number + 1
        with pytest.raises(Refusal):
            add_known_issue(actor=lead, title="", sentence="")
        change_known_issue(
            actor=lead, issue=first, version=1, title="Eins", sentence=f"{SENTENCE}."
        )
        with pytest.raises(Conflict):
            change_known_issue(
                actor=lead, issue=first, version=1, title="X", sentence=SENTENCE
            )
