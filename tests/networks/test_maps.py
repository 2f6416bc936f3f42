# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Maps from log and roll-up, against an independent model in plain Python."""

import random
from dataclasses import replace
from typing import Any

import pytest

from stellwerk.base.context import acting
from stellwerk.networks import models as n
from stellwerk.networks.actions import log as actions
from stellwerk.networks.queries import maps
from stellwerk.networks.rules.filters import MapFilter
from tests.cast import Cast
from tests.networks.model import START, differences, machine, map_by_hand, read_traces
from tests.networks.walk import Walk, questions


@pytest.fixture
def actor(cast: Cast) -> Any:
    with acting(machine(cast.home)) as actor:
        yield actor


def check(flt: MapFilter) -> None:
    """Log and roll-up against the model."""
    hand = map_by_hand(flt)
    assert not differences(maps.process_map(flt), hand), flt
    rolled = maps.process_map(flt, source="rollup")
    assert not differences(rolled, hand, within=0.01), flt
    assert rolled.is_estimated is not flt.is_of_courses


@pytest.mark.parametrize("seed", [1])
def test_log_and_rollup_say_what_the_model_says(actor: Any, seed: int) -> None:
    """For every filter that the roll-up answers: with all weeks marked, some and none."""
    walk = Walk(actor, seed)
    for _part in range(3):
        for _ in range(30):
            walk.step()
        for flt in questions(walk, walk.chance):
            check(flt)
    actions.fold_marks(walk.log.pk)
    assert not n.CellMark.objects.exists()
    for flt in questions(walk, walk.chance):
        check(flt)


def test_filters_of_whole_courses(actor: Any) -> None:
    walk = Walk(actor, 7)
    for _ in range(60):
        walk.step()
    log, words = walk.log.pk, walk.activities
    variant = n.Trace.objects.filter(log_id=log).exclude(variant=0).first()
    assert variant
    for flt in (
        MapFilter(log, contains=(words[0].pk, words[1].pk)),
        MapFilter(log, without=(words[2].pk,)),
        MapFilter(log, variant=variant.variant),
        MapFilter(log, by_start=True, since=START.date(), until=START.date()),
        MapFilter(log, contains=(words[0].pk,), party=walk.parties[1].pk),  # type: ignore[union-attr]
    ):
        check(flt)


def test_another_organisation_finds_nothing(cast: Cast, actor: Any) -> None:
    walk = Walk(actor, 3)
    for _ in range(10):
        walk.step()
    with acting(machine(cast.neighbour)):
        for source in ("log", "rollup"):
            found = maps.process_map(MapFilter(walk.log.pk), source=source)  # type: ignore[arg-type]
            assert (found.cases, found.edges) == (0, ())
        assert maps.variants(MapFilter(walk.log.pk)) == []


def loaded(cast: Cast, actor: Any, *courses: str) -> MapFilter:
    log = actions.load_log(
        actor=actor, organisation_id=cast.home.pk, name="Probe", file_format="xes", reading={},
        traces=read_traces(*courses),
    )
    return MapFilter(log.pk)


def test_a_loaded_log_is_rolled_up_at_once(cast: Cast, actor: Any) -> None:
    flt = loaded(cast, actor, "a@X b@Y !c@Y b", "a c@X", "", *["a@X b@X"] * 20)
    assert n.Cell.objects.filter(log_id=flt.log_id).exists()
    assert not n.CellMark.objects.exists()
    check(flt)
    assert maps.process_map(flt).cases == 22


def test_variants_with_their_shares(cast: Cast, actor: Any) -> None:
    flt = loaded(cast, actor, "a b", "a b", "a c", "a", "")
    found = maps.variants(flt)
    assert [(row.activities, row.count, row.share) for row in found[:1]] == [(("a", "b"), 2, 0.5)]
    assert {row.activities for row in found} == {("a", "b"), ("a", "c"), ("a",)}
    assert len(maps.variants(flt, most=1)) == 1
    assert maps.process_map(flt).variant_count == 3
    assert maps.process_map(replace(flt, variant=found[0].key)).cases == 2
    assert maps.course_count(flt) == 5


def test_handovers_with_waiting_time_and_what_was_declined(cast: Cast, actor: Any) -> None:
    flt = loaded(cast, actor, "send@X take@Y", "send@X no@Y send@X take@Y", "send@X see@Y no@Y")
    n.Activity.objects.filter(name_de="no").update(
        same_as=n.Activity.objects.create(key="probe_declined", name_de="abgelehnt")
    )
    found = {(row.source, row.target): row for row in maps.handover_matrix(flt)}
    assert {pair: row.count for pair, row in found.items()} == {("X", "Y"): 4, ("Y", "X"): 1}
    assert found["X", "Y"].declined == {"no": 2}
    assert found["X", "Y"].declined_count == 2
    assert found["Y", "X"].declined == {}
    assert found["Y", "X"].mean_s == 7200


def test_circles_of_steps_and_of_organisations(cast: Cast, actor: Any) -> None:
    flt = loaded(cast, actor, "a@X b@Y a@X b@Y", "a@X c@X a@X", "a@X b@Y d@Z e@X")
    found = maps.loops(flt)
    again = {row.activity: (row.courses, row.repetitions) for row in found.repeated}
    assert again == {"a": (2, 2), "b": (1, 1)}
    steps = {(row.first, row.second): (row.count, row.courses) for row in found.back_and_forth}
    assert steps == {("a", "b"): (1, 1), ("b", "a"): (1, 1), ("a", "c"): (1, 1)}
    parties = {(row.first, row.second): row.count for row in found.between_parties}
    assert parties == {("X", "Y"): 1, ("Y", "X"): 1}
    assert {row.party: (row.courses, row.returns) for row in found.returns} == {
        "X": (2, 2), "Y": (1, 1)
    }


def test_the_same_paper_asked_for_twice(cast: Cast, actor: Any) -> None:
    """The two entitlement certificates: by Jobcenter and by the aliens' office."""
    flt = loaded(cast, actor, "need@JC give@BAMF want@ABH give@BAMF", "need@JC need@JC", "want@ABH")
    n.Activity.objects.filter(name_de__in=["need", "want"]).update(paper="entitlement")
    (found,) = maps.repeated_demands(flt)
    assert (found.paper, found.courses, found.demands, found.by_several) == (
        "entitlement", 2, 4, 1
    )
    assert (found.activities, found.parties) == (("need", "want"), ("ABH", "JC"))


def test_dwell_times_per_step_and_organisation(cast: Cast, actor: Any) -> None:
    flt = loaded(cast, actor, "a@X b@Y c@Y", "a@X b", "a@Z b@Y")
    found = {(row.activity, row.party): row for row in maps.dwell_times(flt)}
    assert found["a", "X"].count == 2
    assert found["a", "X"].mean_s == 3600
    assert found["b", "Y"].median_s == 7200
    assert ("c", "Y") not in found
    parties = {row.words: row.pk for row in maps.parties_of(flt.log_id)}
    stays = [maps.dwell_times(replace(flt, party=pk)) for pk in parties.values()]
    assert sorted(one.party for rows in stays for one in rows) == ["X", "Y", "Z"]
    assert sum(one.count for rows in stays for one in rows) == 4, "each stay is of one alone"


def test_where_courses_break_off(cast: Cast, actor: Any) -> None:
    flt = loaded(cast, actor, "a@X b@Y", "a@X b@Y end@X", "a@X")
    n.Activity.objects.filter(name_de="end").update(is_final=True)
    later = START.date().replace(month=6)
    found = {(row.activity, row.party): row for row in maps.break_offs(flt, later)}
    assert {key: (row.count, row.of) for key, row in found.items()} == {
        ("a", "X"): (1, 1), ("b", "Y"): (1, 1)
    }
    assert 140 < found["b", "Y"].median_silent_days < 160
    assert maps.break_offs(flt, START.date()) == []


def test_the_number_of_questions_does_not_grow(
    cast: Cast, actor: Any, django_assert_max_num_queries: Any
) -> None:
    small = loaded(cast, actor, "a@X b@Y")
    chance = random.Random(1)
    courses = [" ".join(f"{chance.choice('abcdef')}@{chance.choice('XYZ')}" for _ in range(9))]
    large = loaded(cast, actor, *courses * 30)
    for flt in (small, large):
        for most, ask in (
            (9, maps.process_map), (4, lambda flt: maps.process_map(flt, source="rollup")),
            (14, maps.loops), (3, maps.variants), (6, maps.handover_matrix),
            (5, maps.repeated_demands), (5, maps.dwell_times),
        ):
            with django_assert_max_num_queries(most):
                ask(flt)
