# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Promise 19: four processes edit one record. A sample of `./stellwerk bench edits`."""

import multiprocessing
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import connections, transaction

from stellwerk.base.actor import Actor
from stellwerk.base.context import set_context
from stellwerk.base.keys import attach_key, load_keys
from stellwerk.base.refusal import Conflict
from stellwerk.cases.actions import plan
from stellwerk.cases.models import Case, Goal
from tests.access.long_run import report, wanted
from tests.cases.casts import day, new_case, term
from tests.cast import Cast

SAMPLE, WRITERS = 80, 4


def test_no_edit_of_four_processes_is_lost(
    own_database: str, make_cast: Callable[[], Cast]
) -> None:
    """Each edit counts one up from what it has read, as a form does; a conflict reads again."""
    cast = make_cast()
    actor = cast.manager.actor
    case = new_case(actor, cast.manager.user)
    values = {"text": "0", "life_area": term("life_area", "work"), "agreed_on": day(1)}
    values["due_on"] = None
    with transaction.atomic():
        set_context(actor)
        goal = plan.add_goal(actor=actor, case=case, values=values)
    edits = wanted(SAMPLE) // WRITERS
    connections.close_all()
    context = multiprocessing.get_context("fork")
    told = context.Queue()
    writers = [
        context.Process(target=write, args=(actor, case, goal.pk, values, edits, told))
        for _ in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    conflicts = sum(told.get(timeout=3_600) for _ in writers)
    for writer in writers:
        writer.join()
    row = read(actor, case, goal.pk)
    made = edits * WRITERS
    report(edits=made, lost=made - int(row.text), conflicts=conflicts, version=row.version)
    assert int(row.text) == made
    assert row.version == 1 + made
    assert conflicts > 0, "the writers never met: nothing was shown"


def read(actor: Actor, case: Case, goal_id: UUID) -> Goal:
    with transaction.atomic():
        set_context(actor)
        row = Goal.objects.get(pk=goal_id)
        attach_key([row, case], load_keys([case.pk])[case.pk])
        assert row.text is not None  # opened here, as long as the key is at hand
    return row


def write(
    actor: Actor, case: Case, goal_id: UUID, values: dict[str, Any], edits: int, told: Any
) -> None:
    """One process: read, then save with the version that was read; tells its conflicts."""
    done = conflicts = 0
    while done < edits:
        seen = read(actor, case, goal_id)
        wanted_text = str(int(seen.text) + 1)
        try:
            with transaction.atomic():
                set_context(actor)
                row = Goal.objects.get(pk=goal_id)
                attach_key([row, case], load_keys([case.pk])[case.pk])
                plan.change_goal(
                    actor=actor,
                    case=case,
                    goal=row,
                    version=seen.version,
                    values={**values, "text": wanted_text},
                )
            done += 1
        except Conflict:
            conflicts += 1
    connections.close_all()
    told.put(conflicts)
