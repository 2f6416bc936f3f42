# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the network learns of others' courses: groups of five and more, never the own, no sum."""

from datetime import timedelta
from typing import Any

import pytest

from stellwerk.base.context import acting
from stellwerk.networks import models as n
from stellwerk.networks.actions import log as actions
from stellwerk.networks.queries import maps
from tests.cast import Cast
from tests.networks.model import START, activity, machine


@pytest.fixture
def words(cast: Cast) -> list[n.Activity]:
    """Two activities of the catalogue."""
    return [n.Activity.objects.create(key=f"probe-{name}", name_de=name) for name in "ab"]


def courses(where: Any, words: list[n.Activity], parties: list[Any], count: int) -> None:
    with acting(machine(where)) as actor:
        acting_parties = [actions.party_of(party) for party in parties]
        for number in range(count):
            trace = actions.open_trace(actor=actor, organisation_id=where.pk)
            actions.record_events(
                actor=actor, trace_id=trace.pk,
                rows=[
                    {"activity": word, "at": START + timedelta(hours=number + 2 * place),
                     "party": party}
                    for place, (word, party) in enumerate(zip(words, acting_parties, strict=True))
                ],
            )


def asked(who: Any, year: int = 2026) -> tuple[dict[Any, int], dict[Any, int]]:
    with acting(machine(who)):
        found = maps.network_map(year)
    edges = {(edge.source, edge.target): edge.count for edge in found.edges}
    return edges, {(pair.source, pair.target): pair.count for pair in found.handovers}


def test_below_five_courses_nothing_is_told(cast: Cast, words: list[n.Activity]) -> None:
    both = [cast.neighbour, cast.home]
    courses(cast.neighbour, words, both, 4)
    assert asked(cast.home) == ({}, {})
    courses(cast.neighbour, words, both, 1)
    names = (cast.neighbour.name, cast.home.name)
    assert asked(cast.home) == ({("a", "b"): 5}, {names: 5})
    courses(cast.neighbour, words, both, 3)
    assert asked(cast.home)[0] == {("a", "b"): 5}, "rounded down: one more is not seen"


def test_the_own_courses_are_not_among_them(cast: Cast, words: list[n.Activity]) -> None:
    courses(cast.home, words, [cast.home, cast.home], 9)
    assert asked(cast.home) == ({}, {})
    assert asked(cast.neighbour)[0] == {("a", "b"): 5}
    assert asked(cast.neighbour, 2025) == ({}, {})


def test_own_words_and_imported_files_stay_in_the_house(cast: Cast) -> None:
    with acting(machine(cast.neighbour)):
        own = [activity(name, actions.recorded_log(cast.neighbour.pk)) for name in "ab"]
    courses(cast.neighbour, own, [cast.neighbour, cast.home], 6)
    assert asked(cast.home)[0] == {}


def test_without_an_organisation_nothing_is_told(cast: Cast, words: list[n.Activity]) -> None:
    courses(cast.neighbour, words, [cast.neighbour, cast.home], 6)
    found = maps.network_map(2026)
    assert (found.edges, found.handovers, found.start) == ((), (), {})


def test_nothing_beside_means_and_medians(cast: Cast, words: list[n.Activity]) -> None:
    courses(cast.neighbour, words, [cast.neighbour, cast.home], 6)
    with acting(machine(cast.home)):
        found = maps.network_map(2026)
    (edge,) = found.edges
    assert (edge.mean_s, edge.median_s) == (7200, 7200)
    assert (edge.min_s, edge.max_s, edge.p90_s) == (None, None, None)
    assert (found.start, found.end, found.activities) == ({"a": 5}, {"b": 5}, {"a": 5, "b": 5})


def test_what_belongs_to_health_is_told_of_no_side_of_a_step(
    cast: Cast, words: list[n.Activity]
) -> None:
    """Neither as a step nor as what came before or after one, nor in a hand-over."""
    a, b = words
    ill = n.Activity.objects.create(key="probe-ill", name_de="ill", group="health")
    offices = [cast.neighbour, cast.home]
    for steps in ([a, ill], [ill, a]):
        courses(cast.neighbour, steps, offices, 10)
    edges, pairs = asked(cast.home)
    assert pairs == {}, "a hand-over to or from health says who cares for the ill"
    assert not any("ill" in edge for edge in edges)
    courses(cast.neighbour, [a, ill, b], [cast.neighbour, cast.home, cast.neighbour], 10)
    edges, pairs = asked(cast.home)
    assert ("a", "b") not in edges, "no step is made up that leaves the middle out"
    assert pairs == {}
    with acting(machine(cast.home)):
        found = maps.network_map(2026)
    assert "ill" not in {**found.activities, **found.start, **found.end}
    courses(cast.neighbour, [a, b], offices, 5)
    assert asked(cast.home) == (
        {("a", "b"): 5}, {(cast.neighbour.name, cast.home.name): 5}
    ), "what is not of health is told"
