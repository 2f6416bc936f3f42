# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Promise: log, links and roll-up agree. A sample of `./stellwerk bench chain`."""

import os
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections, transaction

from stellwerk.base.context import acting
from stellwerk.networks import models as n
from stellwerk.networks.actions import log as actions
from stellwerk.networks.queries import maps
from stellwerk.networks.queries.proving import differences
from stellwerk.networks.rules.filters import MapFilter
from tests.access.long_run import report, wanted
from tests.cast import Cast
from tests.networks.model import (
    differences as differing,
)
from tests.networks.model import edges_by_hand, machine, map_by_hand, state_by_hand, state_of
from tests.networks.walk import Walk, questions

SAMPLE = 120


@pytest.fixture
def actor(cast: Cast) -> Any:
    with acting(machine(cast.home)) as actor:
        yield actor


def test_a_random_walk_leaves_what_a_rebuild_gives(actor: Any) -> None:
    """Insertions and corrections out of order, withdrawals, regroupings, erasures, foldings."""
    count = wanted(SAMPLE)
    seed = int(os.environ.get("STELLWERK_BENCH_SEED", "11"))
    together = (1, 1, 1, 3) if count <= SAMPLE else (1, 3, 40, 40)
    walk = Walk(actor, seed, traces=max(8, count // 40), words=6, together=together)
    looks = wrong = 0
    while walk.changes < count:
        walk.step()
        if walk.changes >= (looks + 1) * max(60, count // 20):
            looks += 1
            wrong += differences(walk.log.pk).total
            assert state_of(walk.log.pk) == state_by_hand(walk.log.pk)
    flt = MapFilter(walk.log.pk)
    assert {
        (edge.source, edge.target): edge.count for edge in maps.process_map(flt).edges
    } == {
        (_name(one), _name(other)): times
        for (one, other), times in edges_by_hand(walk.log.pk).items()
    }
    for asked in questions(walk, walk.chance)[:5]:
        rolled = maps.process_map(asked, source="rollup")
        wrong += len(differing(rolled, map_by_hand(asked), within=0.01))
    actions.fold_marks(walk.log.pk)
    found = differences(walk.log.pk)
    wrong += found.total
    report(
        changes=walk.changes, steps=walk.done, events=found.events, compared=looks + 1,
        differences=wrong,
    )
    assert wrong == 0


def _name(code: int) -> str:
    return n.Activity.objects.get(pk=code).name_de


def rebuild(*options: str) -> tuple[int, str]:
    """The command as the owner runs it: exit status and what it says."""
    out, web = StringIO(), dict(connections["default"].settings_dict)
    connections["default"].close()
    for key in ("USER", "PASSWORD"):
        connections["default"].settings_dict[key] = connections["owner"].settings_dict[key]
    try:
        call_command("chain_rebuild", *options, stdout=out)
        status = 0
    except SystemExit as end:
        status = int(end.code or 0)
    finally:
        connections["default"].close()
        connections["default"].settings_dict.update(web)
    return status, out.getvalue()


def test_the_command_finds_every_kind_of_difference_and_mends_it(
    own_database: str, make_cast: Any
) -> None:
    cast = make_cast()
    with acting(machine(cast.home)) as actor:
        walk = Walk(actor, 5)
        for _ in range(40):
            walk.step()
        actions.fold_marks(walk.log.pk)
    status, said = rebuild()
    assert status == 0, said
    with connections["owner"].cursor() as cursor, transaction.atomic(using="owner"):
        for sql in (
            "UPDATE networks_event SET wait_us = wait_us + 1 WHERE id = "
            "(SELECT max(id) FROM networks_event WHERE wait_us IS NOT NULL)",
            "UPDATE networks_event SET counts = NOT counts WHERE id = "
            "(SELECT min(id) FROM networks_event)",
            "UPDATE networks_trace SET variant = variant + 1 WHERE id = "
            "(SELECT max(id) FROM networks_trace)",
            "UPDATE networks_cell SET count = count + 1 WHERE id = "
            "(SELECT id FROM networks_cell WHERE level = 1 ORDER BY id LIMIT 1)",
            "DELETE FROM networks_cell WHERE level = 4",
        ):
            cursor.execute(sql)
            assert cursor.rowcount > 0, sql
    assert rebuild()[0] == 1
    status, said = rebuild("--repair")
    assert status == 1, said
    status, said = rebuild()
    assert status == 0, said
    with acting(machine(cast.home)):
        assert state_of(walk.log.pk) == state_by_hand(walk.log.pk)
        flt = MapFilter(walk.log.pk)
        rolled = maps.process_map(flt, source="rollup")
        assert not differing(rolled, map_by_hand(flt), within=0.01)
