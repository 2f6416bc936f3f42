# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the network learns of others' courses: groups of five people, never the own, and held."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from stellwerk.access.wall_network import _MOVED
from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.cases.models import Case, Person
from stellwerk.directory.models import Organisation
from stellwerk.networks import models as n
from stellwerk.networks.actions import log as actions
from stellwerk.networks.actions.releasing import release_lines
from stellwerk.networks.queries import maps
from tests.cast import Cast, member, organisation
from tests.networks.model import START, activity, machine

#: In the quarter behind the one of ``START``.
SPRING = date(2026, 4, 1)


@pytest.fixture
def words(cast: Cast) -> list[n.Activity]:
    """Two activities of the catalogue."""
    return [n.Activity.objects.create(key=f"probe-{name}", name_de=name) for name in "ab"]


@pytest.fixture
def third(cast: Cast) -> Organisation:
    """A third organisation, so that the others are not one alone."""
    found = organisation("third", cast.home.municipality)
    member("third-lead", found, None)
    return found


def courses(
    where: Any, words: list[n.Activity], parties: list[Any], count: int, *, hours: int = 2,
    begin: Any = START,
) -> list[int]:
    made = []
    with acting(machine(where)) as actor:
        acting_parties = [actions.party_of(party) for party in parties]
        for number in range(count):
            trace = actions.open_trace(actor=actor, organisation_id=where.pk)
            made.append(trace.pk)
            actions.record_events(
                actor=actor, trace_id=trace.pk,
                rows=[
                    {"activity": word, "at": begin + timedelta(hours=number + hours * place),
                     "party": party}
                    for place, (word, party) in enumerate(zip(words, acting_parties, strict=True))
                ],
            )
    return made


def released(today: date = SPRING) -> int:
    return release_lines(actor=system_actor("tests"), today=today)


def asked(who: Any, year: int = 2026) -> tuple[dict[Any, int], dict[Any, int]]:
    with acting(machine(who)):
        found = maps.network_map(year)
    edges = {(edge.source, edge.target): edge.count for edge in found.edges}
    return edges, {(pair.source, pair.target): pair.count for pair in found.handovers}


def look(who: Any) -> Any:
    """Everything that one organisation is shown."""
    with acting(machine(who)):
        return maps.network_map(2026)


def test_five_people_of_one_and_two_others_at_least(cast, words, third) -> None:
    both = [cast.neighbour, cast.home]
    courses(cast.neighbour, words, both, 9)
    released()
    assert asked(cast.home) == ({}, {}), "one other alone: it would be its own figure"
    courses(third, words, both, 2)
    released()
    assert asked(cast.home) == ({}, {}), "and nine of eleven are nearly that"
    courses(third, words, both, 3)
    released()
    names = (cast.neighbour.name, cast.home.name)
    assert asked(cast.home) == ({("a", "b"): 10}, {names: 10}), "fourteen, rounded down"


def test_four_of_each_are_five_people_of_nobody(cast, words, third) -> None:
    for where in (cast.neighbour, third):
        courses(where, words, [where, where], 4)
    released()
    assert asked(cast.home) == ({}, {}), "one person may be known to both"


def test_courses_of_one_person_are_one_person(cast, words, third) -> None:
    """Four people have seven of the cases: eight courses are needed for a fifth."""
    with acting(machine(cast.neighbour)):
        for key, cases in enumerate((4, 1, 1, 1, 1)):
            person = Person.objects.create(organisation=cast.neighbour, client_key=f"P-{key}")
            for turn in range(cases):
                Case.objects.create(
                    organisation=cast.neighbour, person=person, case_key=f"F-{key}-{turn}",
                    phase_since=SPRING, opened_on=SPRING,
                )
    courses(third, words, [third, third], 4)
    courses(cast.neighbour, words, [third, third], 7)
    released()
    assert asked(cast.home)[0] == {}
    courses(cast.neighbour, words, [third, third], 1)
    released()
    assert asked(cast.home)[0] == {("a", "b"): 10}


def test_the_own_courses_are_not_among_them(cast, words, third) -> None:
    courses(cast.home, words, [cast.home, cast.home], 9)
    courses(third, words, [third, third], 5)
    released()
    assert asked(cast.home) == ({}, {})
    assert asked(cast.neighbour)[0] == {("a", "b"): 10}
    assert asked(cast.neighbour, 2025) == ({}, {})


def test_a_quarter_is_told_when_it_is_over(cast, words, third) -> None:
    for where in (cast.neighbour, third):
        courses(where, words, [where, where], 6)
    released(SPRING - timedelta(days=1))
    assert asked(cast.home)[0] == {}
    released(SPRING)
    assert asked(cast.home)[0] == {("a", "b"): 10}


def test_own_words_and_imported_files_stay_in_the_house(cast, third) -> None:
    for where in (cast.neighbour, third):
        with acting(machine(where)):
            own = [activity(name, actions.recorded_log(where.pk)) for name in "ab"]
        courses(where, own, [where, cast.home], 6)
    released()
    assert asked(cast.home)[0] == {}


def test_without_an_organisation_nothing_is_told(cast, words, third) -> None:
    for where in (cast.neighbour, third):
        courses(where, words, [where, cast.home], 6)
    released()
    found = maps.network_map(2026)
    assert (found.edges, found.handovers, found.start) == ((), (), {})


def test_times_from_thirty_courses_on_in_whole_days_and_weeks(cast, words, third) -> None:
    for where in (cast.neighbour, third):
        courses(where, words, [where, where], 14, hours=50)
    released()
    (edge,) = look(cast.home).edges
    assert (edge.count, edge.mean_s, edge.median_s) == (25, None, None)
    for where in (cast.neighbour, third):
        courses(where, words, [where, where], 5, hours=50)
    released()
    found = look(cast.home)
    (edge,) = found.edges
    assert (edge.count, edge.mean_s, edge.median_s) == (35, 2 * 86400, 2 * 86400)
    assert (edge.min_s, edge.max_s, edge.p90_s) == (None, None, None)
    assert (found.start, found.end, found.activities) == ({"a": 35}, {"b": 35}, {"a": 35, "b": 35})


# ── who looks twice ──────────────────────────────────────────────────────────────────────────


def grown(cast: Cast, words: Any, third: Any) -> list[list[int]]:
    """Sixteen courses of each of two others, released."""
    there = [courses(one, words, [one, cast.home], 16) for one in (cast.neighbour, third)]
    released()
    return there


def attacked(
    cast: Cast, words: Any, third: Any, before: list[list[int]], deeds: list[tuple[int, int]]
) -> list[str]:
    """Courses come and go one by one; what a reader can tell from two looks, in words."""
    where, there = [cast.neighbour, third], [list(one) for one in before]
    seen, known = look(cast.home), [16, 16]
    told = []
    for side, wait in deeds:
        if wait:
            there[side] += courses(
                where[side], words, [where[side], cast.home], 1, hours=wait
            )
        else:
            with acting(machine(where[side])) as actor:
                actions.erase_trace(actor=actor, trace_id=there[side].pop())
        released()
        now = look(cast.home)
        moved = max(abs(len(there[k]) - known[k]) for k in (0, 1))
        if now != seen and moved < 5:
            told.append(f"a line changed after {moved}")
        if now != seen:
            seen, known = now, [len(one) for one in there]
        elif moved >= 5:
            # Released anew, and it looked the same.
            known = [len(one) for one in there]
    return told


DEEDS = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from([0, 1, 24 * 10, 24 * 60])), min_size=3, max_size=9
)


def test_one_course_more_or_less_never_changes_a_line(cast, words, third) -> None:
    before = grown(cast, words, third)

    @given(deeds=DEEDS)
    @settings(max_examples=12)
    def one_after_the_other(deeds: list[tuple[int, int]]) -> None:
        with transaction.atomic():
            assert attacked(cast, words, third, before, deeds) == []
            transaction.set_rollback(True)

    one_after_the_other()


def test_without_the_hold_the_attacker_wins(own_database, make_cast) -> None:
    cast = make_cast()
    words = [n.Activity.objects.create(key=f"probe-{name}", name_de=name) for name in "ab"]
    third = organisation("third", cast.home.municipality)
    with connections["owner"].cursor() as cursor:
        body = _MOVED[: _MOVED.index("AS $$")] + "AS $$ SELECT true $$"
        cursor.execute(body)
    member("third-lead", third, None)
    deeds = [(0, 24 * 60)] * 4
    before = grown(cast, words, third)
    assert attacked(cast, words, third, before, deeds), "every newcomer moves mean or count at once"


def test_nobody_reads_what_a_line_was_released_from(cast, words, third) -> None:
    for where in (cast.neighbour, third):
        courses(where, words, [where, where], 6)
    released()
    with acting(machine(cast.home)):
        assert n.ReleasedLine.objects.values_list("shown").exists()
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            list(n.ReleasedLine.objects.values_list("counted"))


def test_what_belongs_to_health_is_told_of_no_side_of_a_step(cast, words, third) -> None:
    """Neither as a step nor as what came before or after one, nor in a hand-over."""
    a, b = words
    ill = n.Activity.objects.create(key="probe-ill", name_de="ill", group="health")
    for where in (cast.neighbour, third):
        courses(where, [a, ill], [cast.neighbour, cast.home], 10)
        courses(where, [ill, a], [cast.neighbour, cast.home], 10)
    released()
    edges, pairs = asked(cast.home)
    assert pairs == {}, "a hand-over to or from health says who cares for the ill"
    assert not any("ill" in edge for edge in edges)
    for where in (cast.neighbour, third):
        courses(where, [a, ill, b], [cast.neighbour, cast.home, cast.neighbour], 10)
    released()
    edges, pairs = asked(cast.home)
    assert ("a", "b") not in edges, "no step is made up that leaves the middle out"
    assert pairs == {}
    found = look(cast.home)
    assert "ill" not in {**found.activities, **found.start, **found.end}
    for where in (cast.neighbour, third):
        courses(where, [a, b], [cast.neighbour, cast.home], 5)
    released()
    names = (cast.neighbour.name, cast.home.name)
    edges, pairs = asked(cast.home)
    assert (edges[("a", "b")], pairs[names]) == (10, 10), "what is not of health is told"


@pytest.mark.parametrize(
    "call",
    [
        "network_few_people()", "issue_months(gen_random_uuid(), gen_random_uuid())",
        "issue_groups(gen_random_uuid(), gen_random_uuid(), '[]')",
        "refresh_issues_of(gen_random_uuid(), '2026-01-01')",
        "refresh_interfaces_of(gen_random_uuid(), '2026-01-01')",
    ],
)
def test_what_counts_exactly_is_called_by_the_release_alone(cast, call) -> None:
    with (
        acting(machine(cast.home)), connection.cursor() as cursor,
        pytest.raises(Exception, match="permission denied"), transaction.atomic(),
    ):
        cursor.execute(f"SELECT * FROM {call}")
