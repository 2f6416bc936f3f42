# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Promise 6: one connection, many organisations, and nobody's context stays behind.

A sample of what ``./stellwerk bench context`` does 100,000 times.
"""

import random
from collections.abc import Callable

from django.db import DatabaseError, connections, transaction

from stellwerk.base.actor import Actor
from stellwerk.base.context import acting, set_context
from tests.access.world import Builder
from tests.cast import Cast

SWITCHES = 1_500


class Accident(Exception):  # noqa: N818 - it is raised on purpose
    """Something that goes wrong in the middle of a request."""


def visible() -> set[str]:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT case_key FROM cases_case")
        return {key for (key,) in cursor.fetchall()}


def one_switch(chance: random.Random, actors: dict[str, Actor]) -> int:
    """One unit of work of a random organisation with a random end; returns leaks seen."""
    key = chance.choice([*actors, ""])
    expected = {key} - {""}
    leaks = 0
    try:
        if not key:
            with transaction.atomic():
                set_context(None)
                leaks += visible() != expected
            return leaks
        with acting(actors[key]):
            leaks += visible() != expected
            ending = chance.randrange(4)
            if ending == 0:
                raise Accident
            if ending == 1:
                with connections["default"].cursor() as cursor:
                    cursor.execute("SELECT 1 / 0")
            if ending == 2:
                with acting(actors[chance.choice(list(actors))]):
                    leaks += len(visible()) != 1
    except (Accident, DatabaseError):
        pass
    return leaks + (visible() != set())


def test_no_context_survives_its_unit_of_work(
    own_database: str, make_cast: Callable[[], Cast]
) -> None:
    cast = make_cast()
    Builder(cast.home, None, "eins").build()
    Builder(cast.neighbour, None, "zwei").build()
    actors = {
        "F-eins": Actor("a", organisation_id=cast.home.pk),
        "F-zwei": Actor("b", organisation_id=cast.neighbour.pk),
    }
    chance = random.Random(7)
    assert visible() == set(), "unset context: no rows"
    assert sum(one_switch(chance, actors) for _ in range(SWITCHES)) == 0


def test_a_nested_context_does_not_stay_for_the_outer_one(
    own_database: str, make_cast: Callable[[], Cast]
) -> None:
    cast = make_cast()
    Builder(cast.home, None, "eins").build()
    with acting(Actor("a", organisation_id=cast.neighbour.pk)):
        with acting(Actor("b", organisation_id=cast.home.pk)):
            assert visible() == {"F-eins"}
        assert visible() == set()
