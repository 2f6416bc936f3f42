# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Agreed chains: what can be agreed on, from which day it holds, and that it never changes."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, connections, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from stellwerk.base.context import acting
from stellwerk.base.refusal import Refusal
from stellwerk.networks.actions.chains import (
    add_chain,
    agree_version,
    change_chain,
    new_version,
    next_draft,
    remove_chain,
    remove_draft,
)
from stellwerk.networks.choices import Standing, StationKind
from stellwerk.networks.models import Activity
from stellwerk.networks.queries.chains import chain_by_id, placed, plan_of, version_in_force
from stellwerk.networks.rules.chains import plan_blockers, standing
from stellwerk.networks.rules.plans import ChainPlan, LinkPlan, StationPlan

START, STEP, DECISION, END = StationKind.START, StationKind.STEP, StationKind.DECISION, "end"


def station(key, kind=STEP, **more):
    return StationPlan(key, more.pop("name", key.title()), StationKind(kind), **more)


def plan(*stations, links):
    ways = tuple(LinkPlan(a, b) for a, b in (way.split(">") for way in links.split()))
    return ChainPlan("Kette", stations, ways)


GOOD = plan(
    station("start", START), station("test", max_days=14), station("choice", DECISION),
    station("course"), station("end", END),
    links="start>test test>choice choice>course choice>end course>end",
)


def codes(of):
    return {blocker.code for blocker in plan_blockers(of)}


# ── rules ────────────────────────────────────────────────────────────────────────────────────


def test_a_whole_plan_can_be_agreed_on():
    assert not plan_blockers(GOOD)


def changed(key, **more):
    return replace(
        GOOD, stations=tuple(replace(s, **more) if s.key == key else s for s in GOOD.stations)
    )


@pytest.mark.parametrize(
    ("code", "of"),
    [
        ("start", changed("start", kind=STEP)),
        ("start", changed("test", kind=START)),
        ("end", changed("end", kind=STEP)),
        ("start_entered", replace(GOOD, links=(*GOOD.links, LinkPlan("course", "start")))),
        ("end_left", replace(GOOD, links=(*GOOD.links, LinkPlan("end", "course")))),
        ("decision", replace(GOOD, links=GOOD.links[:2] + GOOD.links[3:])),
        ("unreachable", replace(GOOD, stations=(*GOOD.stations, station("lost")))),
        ("dead_end", replace(GOOD, links=GOOD.links[:4])),
        ("key", replace(GOOD, stations=(*GOOD.stations, station("test")))),
        ("link", replace(GOOD, links=(*GOOD.links, LinkPlan("test", "nowhere")))),
        ("link_twice", replace(GOOD, links=(*GOOD.links, GOOD.links[0]))),
        ("days", changed("test", max_days=-1)),
        ("days", changed("test", max_days=3661)),
        ("name_missing", changed("test", name=" ")),
        ("mail", changed("test", standard="Anruf bei amt@stadt.example")),
        ("day", changed("test", trigger="seit dem 4.5.1990")),
        ("number", changed("test", fallback="unter 05971 123456")),
        ("too_many", ChainPlan("x", tuple(station(f"s{i}") for i in range(61)))),
    ],
)
def test_what_stands_in_the_way_is_named(code, of):
    assert code in codes(of)


def test_zero_days_are_a_value():
    assert not plan_blockers(changed("test", max_days=0))


def test_two_stations_with_one_activity_cannot_be_told_apart():
    twice = replace(
        GOOD,
        stations=tuple(
            replace(s, activity_key="same") if s.key in {"test", "course"} else s
            for s in GOOD.stations
        ),
    )
    assert codes(twice) == {"activity_twice"}


@settings(max_examples=60)
@given(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=14))
def test_ways_are_followed_as_by_hand(ways):
    """Unreachable and dead ends against closing the relation by brute force."""
    names = [f"s{i}" for i in range(6)]
    kinds = [START, STEP, STEP, STEP, STEP, "end"]
    of = ChainPlan(
        "x", tuple(station(n, k) for n, k in zip(names, kinds, strict=True)),
        tuple(LinkPlan(names[a], names[b]) for a, b in sorted(ways)),
    )
    closed = {(i, i) for i in range(6)} | set(ways)
    for _round in range(6):
        closed |= {(a, d) for a, b in closed for c, d in closed if b == c}
    lost = {names[i].title() for i in range(6) if (0, i) not in closed}
    dead = {names[i].title() for i in range(6) if (i, 5) not in closed}
    said = {(b.code, b.message) for b in plan_blockers(of)}
    for code, expected in (("unreachable", lost), ("dead_end", dead)):
        found = {text for c, text in said if c == code}
        assert len(found) == len(expected)
        assert all(any(f"„{name}“" in text for text in found) for name in expected)


def test_standing_follows_from_the_days():
    day, later, latest = date(2026, 1, 1), date(2026, 6, 1), date(2026, 9, 1)
    assert standing("draft", None, None, day) == Standing.DRAFT
    assert standing("agreed", later, None, day) == Standing.COMING
    assert standing("agreed", day, later, day) == Standing.IN_FORCE
    assert standing("agreed", day, later, later) == Standing.SUPERSEDED
    assert standing("agreed", later, latest, date(2026, 8, 31)) == Standing.IN_FORCE


# ── actions ──────────────────────────────────────────────────────────────────────────────────

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 1)


@pytest.fixture
def actor(cast):
    with acting(cast.lead.actor) as actor:
        yield actor


@pytest.fixture
def chain(actor):
    return add_chain(actor=actor, name="Zugang zum Kurs", purpose="Schnell in den Kurs")


def agreed(actor, chain, of=GOOD, valid_from=DAY):
    made = new_version(actor=actor, chain=chain, plan=of)
    return agree_version(actor=actor, chain_version=made, valid_from=valid_from, basis="Beschluss")


def test_a_plan_comes_back_as_it_was_written(actor, chain, cast):
    Activity.objects.create(key="placement_test", name_de="Einstufungstest")
    rich = changed(
        "test", organisation_key=cast.home.key, organisation=cast.home.name,
        activity_key="placement_test", trigger="Meldung", standard="mit Termin",
        handed_over="Ergebnis", feedback="an die Beratung", fallback="nächster Träger",
        legal_basis="§ 43 AufenthG", offers="Kurs A", legal_sphere="aufenthg",
    )
    rich = replace(
        rich, name=chain.name, links=(LinkPlan("start", "test", "wenn nötig"), *rich.links[1:])
    )
    version = new_version(actor=actor, chain=chain, plan=rich)
    assert plan_of(version) == rich


def test_unknown_keys_are_named_and_words_are_kept(actor, chain):
    words = changed("test", organisation_key="nobody", organisation="Amt für Sprache")
    version = new_version(actor=actor, chain=chain, plan=words)
    assert plan_of(version).stations[1].organisation == "Amt für Sprache"
    remove_draft(actor=actor, chain_version=version)
    bad = changed("test", organisation_key="nobody", activity_key="none", legal_sphere="nothing")
    with pytest.raises(Refusal) as refused:
        new_version(actor=actor, chain=chain, plan=bad)
    assert {b.code for b in refused.value.blockers} == {"organisation", "activity", "legal_sphere"}


def test_the_version_in_force_is_that_of_the_day(actor, chain):
    one, two = agreed(actor, chain), agreed(actor, chain, valid_from=date(2026, 7, 1))
    assert version_in_force(chain, date(2025, 12, 31)) is None
    assert version_in_force(chain, DAY) == one
    assert version_in_force(chain, date(2026, 6, 30)) == one
    assert version_in_force(chain, date(2026, 7, 1)) == two
    three = agreed(actor, chain, valid_from=date(2026, 7, 1))
    assert version_in_force(chain, date(2026, 7, 1)) == three, "the later agreement of a day"
    rows = placed(chain_by_id(chain.pk).versions.all(), date(2026, 7, 1))
    assert [row.standing for row in rows] == ["superseded", "superseded", "in_force"]


def test_no_version_holds_from_before_the_last_one(actor, chain):
    agreed(actor, chain)
    with pytest.raises(Refusal):
        agreed(actor, chain, valid_from=date(2025, 12, 31))


def test_only_a_whole_plan_is_agreed_on(actor, chain):
    draft = new_version(actor=actor, chain=chain, plan=replace(GOOD, links=GOOD.links[:4]))
    with pytest.raises(Refusal) as refused:
        agree_version(actor=actor, chain_version=draft, valid_from=None)
    assert {b.code for b in refused.value.blockers} == {"dead_end", "day_missing"}


def test_one_draft_at_a_time_begins_with_the_last_agreement(actor, chain):
    first = next_draft(actor=actor, chain=chain)
    assert not plan_blockers(plan_of(first))
    with pytest.raises(Refusal):
        next_draft(actor=actor, chain=chain)
    remove_draft(actor=actor, chain_version=first)
    version = agreed(actor, chain)
    assert plan_of(next_draft(actor=actor, chain=chain)) == plan_of(version)


def test_what_was_agreed_on_stays(actor, chain):
    version = agreed(actor, chain)
    for deed in (
        lambda: remove_draft(actor=actor, chain_version=version),
        lambda: agree_version(actor=actor, chain_version=version, valid_from=DAY),
        lambda: remove_chain(actor=actor, chain=chain),
    ):
        with pytest.raises(Refusal):
            deed()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE networks_station SET max_days = 99",
        "DELETE FROM networks_station",
        "DELETE FROM networks_station_link",
        "UPDATE networks_station_link SET condition = 'anders'",
        "INSERT INTO networks_station SELECT (jsonb_populate_record(s, jsonb_build_object("
        "'id', gen_random_uuid(), 'key', 'more'))).* FROM networks_station s LIMIT 1",
        "UPDATE networks_chain_version SET valid_from = '2020-01-01'",
        "DELETE FROM networks_chain_version",
    ],
)
def test_the_database_refuses_to_change_what_was_agreed_on(actor, chain, statement):
    agreed(actor, chain)
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connections["default"].cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_chain_without_agreement_goes_whole(actor, chain):
    next_draft(actor=actor, chain=chain)
    remove_chain(actor=actor, chain=chain)
    assert chain_by_id(chain.pk) is None


def test_two_who_change_the_frame_hear_of_each_other(actor, chain):
    change_chain(actor=actor, chain=chain, version=1, name="Neuer Name")
    with pytest.raises(Refusal, match="inzwischen"):
        change_chain(actor=actor, chain=chain, version=1, name="Anderer Name")
