# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Bundling: what is suggested, what never is, and that only a person bundles."""

from datetime import date
from itertools import combinations
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.base.refusal import Refusal
from stellwerk.networks.actions.bundling import bundle, unbundle
from stellwerk.networks.actions.issues import add_known_issue, take_step
from stellwerk.networks.actions.releasing import release_lines
from stellwerk.networks.models import KnownIssue, Observation
from stellwerk.networks.queries.bundling import unbundled
from stellwerk.networks.rules.bundling import Text, likeness, spoken, suggestions
from tests.networks.said import SAID

SPACE = UUID(int=7)
MONTH = date(2026, 10, 1)
WORDS = ["schein", "kurs", "platz", "warten", "pass", "original", "miete", "termin", "antrag"]

texts_of = st.lists(
    st.tuples(st.sampled_from(["a", "b"]), st.lists(st.sampled_from(WORDS), max_size=5)),
    max_size=14,
).map(
    lambda rows: [
        Text(uuid5(SPACE, str(n)), place, {word: word for word in words})
        for n, (place, words) in enumerate(rows)
    ]
)


# ── rules ────────────────────────────────────────────────────────────────────────────────────


@given(texts=texts_of, chance=st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_no_order_changes_what_is_suggested(texts, chance):
    mixed = list(texts)
    chance.shuffle(mixed)
    assert suggestions(texts) == suggestions(mixed)


@given(texts=texts_of)
@settings(max_examples=60, deadline=None)
def test_likeness_goes_both_ways_and_stays_within_a_place(texts):
    alike = likeness(texts)
    place = {text.id: text.place for text in texts}
    for (one, other), value in alike.items():
        assert value == alike[other, one]
        assert 0 <= value <= 1
        assert value == 0 or place[one] == place[other]


@given(texts=texts_of)
@settings(max_examples=60, deadline=None)
def test_groups_are_of_one_place_and_share_no_sentence(texts):
    place = {text.id: text.place for text in texts}
    found = suggestions(texts)
    taken = [one for group in found for one in group.ids]
    assert len(taken) == len(set(taken))
    for group in found:
        assert len(group.ids) > 1
        assert {place[one] for one in group.ids} == {group.place}
        assert 0 < group.score <= 1


def test_an_umlaut_may_be_written_out():
    assert set(spoken("Auslaenderbehoerde fuer Kurstraeger")) == set(
        spoken("AUSLÄNDERBEHÖRDE für Kursträger")
    )
    assert list(spoken("Neue Steuer, quer: B2 und 4")) == ["neue", "steuer", "quer", "b2", "und"]


def test_words_of_nothing_are_like_nothing():
    empty = [Text(uuid5(SPACE, str(n)), "a", {}) for n in range(3)]
    assert suggestions(empty) == []


# ── sentences written by hand ────────────────────────────────────────────────────────────────


def put(cast, *, places=SAID):
    """All sentences as unbundled observations of home: id -> (place, issue)."""
    truth = {}
    for place, issues in places.items():
        for issue, sentences in issues.items():
            for sentence in sentences:
                row = observed(cast.home, sentence, place)
                truth[row.pk] = (place, issue or sentence)
    return truth


def observed(organisation, sentence, place=("A-Amt", "B-Amt", "waiting"), token=1, **more):
    start, end, kind = place
    return Observation.objects.create(
        organisation=organisation, person_token=token, month=MONTH, sentence=sentence, kind=kind,
        **{"from_words": start, "to_words": end, **more},
    )


def pairs(groups):
    return {frozenset(pair) for group in groups for pair in combinations(group, 2)}


@pytest.mark.django_db
@pytest.mark.parametrize("alone", [False, True], ids=["all places", "each place alone"])
def test_nine_of_ten_pairs_are_found_and_hardly_one_that_is_wrong(cast, alone):
    """Precision and recall over pairs; alone, a place is all that an organisation has noted."""
    found, wanted = set(), set()
    with acting(cast.lead.actor):
        for places in [{key: value} for key, value in SAID.items()] if alone else [SAID]:
            truth = put(cast, places=places)
            by_issue = {}
            for pk, issue in truth.items():
                by_issue.setdefault(issue, []).append(pk)
            wanted |= pairs(by_issue.values())
            groups = unbundled(cast.home.pk).groups
            found |= pairs([row.pk for row in group.rows] for group in groups)
            Observation.objects.all().delete()
    right = len(found & wanted)
    precision, recall = right / len(found), right / len(wanted)
    assert precision >= 0.95, (precision, recall)
    assert recall >= 0.8, (precision, recall)


@pytest.mark.django_db
def test_shared_words_are_said_and_a_fitting_issue_is_named(cast):
    place = ("Ausländerbehörde", "Jobcenter", "duplicate")
    with acting(cast.lead.actor):
        put(cast, places={place: {"schein": SAID[place]["schein"]}})
        fitting = add_known_issue(
            actor=cast.lead.actor, title="Zwei Berechtigungsscheine",
            sentence="Zwei Behörden stellen je einen Berechtigungsschein aus.",
            kind="duplicate", from_words="ausländerbehörde", to_words="Jobcenter",
        )
        add_known_issue(  # the same words, another kind
            actor=cast.lead.actor, title="Zwei Berechtigungsscheine",
            sentence="Zwei Behörden stellen je einen Berechtigungsschein aus.", kind="waiting",
            from_words="Ausländerbehörde", to_words="Jobcenter",
        )
        (group,) = unbundled(cast.home.pk).groups
        assert "Berechtigungsschein" in group.shared
        assert "Jobcenter" not in group.shared, "the offices are the same for all"
        assert group.issues == (fitting,)


@pytest.mark.django_db
def test_of_other_organisations_only_a_number_from_five_people_on(cast):
    offices = {
        "from_words": "", "to_words": "", "from_organisation": cast.home,
        "to_organisation": cast.neighbour,
    }
    with acting(cast.lead.actor):
        for n in range(2):
            observed(cast.home, f"Kein Termin zu bekommen {n}", token=n, **offices)
    with acting(cast.foreign_lead.actor):
        for n in range(4):
            observed(cast.neighbour, "Geheimer Satz über Termin", token=n, **offices)
    release_lines(actor=system_actor("tests"))
    with acting(cast.lead.actor):
        (group,) = unbundled(cast.home.pk).groups
        assert group.elsewhere is None
    with acting(cast.foreign_lead.actor):
        observed(cast.neighbour, "Geheimer Satz über Termin", token=5, **offices)
    release_lines(actor=system_actor("tests"))
    with acting(cast.lead.actor):
        (group,) = unbundled(cast.home.pk).groups
        assert group.elsewhere == 5
        assert all("Geheim" not in row.sentence for row in group.rows)


# ── actions ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_bundling_into_a_new_issue_and_taking_it_back(cast):
    lead = cast.lead.actor
    with acting(lead):
        rows = [observed(cast.home, f"Kein Termin {n}", token=n) for n in range(3)]
        issue, taken = bundle(
            actor=lead, observation_ids=[rows[0].pk, rows[1].pk, "no id"],
            values={"title": "Termine", "sentence": "Es gibt keine Termine."},
        )
        assert set(taken) == {rows[0].pk, rows[1].pk}
        assert Observation.objects.filter(known_issue=issue).count() == 2
        assert Observation.objects.get(pk=rows[0].pk).bundled_on is not None
        with pytest.raises(Refusal):
            bundle(actor=lead, observation_ids=taken, issue=issue)
        assert unbundle(actor=lead, observation_ids=[rows[0].pk], issue=issue) == [rows[0].pk]
        row = Observation.objects.get(pk=rows[0].pk)
        assert (row.known_issue, row.bundled_on, row.version) == (None, None, 3)


@pytest.mark.django_db
def test_what_was_only_ticked_has_nowhere_to_go(cast):
    lead = cast.lead.actor
    with acting(lead):
        issue = add_known_issue(actor=lead, title="T", sentence="S")
        row = observed(cast.home, "", known_issue=issue)
        assert unbundle(actor=lead, observation_ids=[row.pk], issue=issue) == []


@pytest.mark.django_db
def test_nobody_bundles_what_belongs_to_others_or_into_what_is_done(cast):
    with acting(cast.foreign_lead.actor):
        foreign = observed(cast.neighbour, "Kein Termin")
    lead = cast.lead.actor
    with acting(lead):
        issue = add_known_issue(actor=lead, title="T", sentence="S")
        with pytest.raises(Refusal):
            bundle(actor=lead, observation_ids=[foreign.pk], issue=issue)
        own = observed(cast.home, "Kein Termin")
        take_step(
            actor=lead, issue=issue, version=1, to_state="closed",
            on=issue.steps.get().on, words="erledigt",
        )
        issue.refresh_from_db()
        with pytest.raises(Refusal):
            bundle(actor=lead, observation_ids=[own.pk], issue=issue)
        with pytest.raises(Refusal):
            bundle(actor=lead, observation_ids=[own.pk], values={"title": "", "sentence": ""})
        assert KnownIssue.objects.count() == 1
