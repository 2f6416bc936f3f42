# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Eight writers at once lose nothing: those of one course wait for each other."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from stellwerk.base.context import acting
from stellwerk.networks import models as n
from stellwerk.networks.actions import log as actions
from stellwerk.networks.actions.log import folding
from stellwerk.networks.queries.proving import differences
from tests.access.long_run import report, wanted
from tests.networks.model import START, activity, machine, state_by_hand, state_of

WRITERS, SAMPLE = 8, 6


def test_eight_writers_at_once_lose_nothing(own_database: str, make_cast: Any) -> None:
    cast, each = make_cast(), wanted(SAMPLE)
    with acting(machine(cast.home)) as actor:
        log = actions.recorded_log(cast.home.pk)
        words = [activity(name, log) for name in "abc"]
        traces = [actions.open_trace(actor=actor, organisation_id=cast.home.pk) for _ in range(2)]
    problems: list[BaseException] = []

    def write(number: int) -> None:
        chance = random.Random(number)
        try:
            for turn in range(each):
                with acting(machine(cast.home)) as actor:
                    event = actions.record_event(
                        actor=actor, trace_id=chance.choice(traces).pk,
                        activity=chance.choice(words), precision=2, source=2,
                        at=START + timedelta(hours=chance.randrange(2000)),
                    )
                    if turn % 3 == 0:
                        later = START + timedelta(hours=chance.randrange(2000))
                        actions.correct_event(actor=actor, event=event, at=later)
                if number == 0 and turn % 2:
                    with acting(machine(cast.home)):
                        actions.fold_marks(log.pk)
        except BaseException as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    with acting(machine(cast.home)):
        counting = n.Event.objects.filter(log=log, counts=True).count()
        lost = WRITERS * each - counting
        positions = list(n.Event.objects.filter(counts=True).values_list("trace_id", "position"))
        assert state_of(log.pk) == state_by_hand(log.pk)
        actions.fold_marks(log.pk)
        wrong = differences(log.pk).total
    report(writers=WRITERS, written=counting, lost=lost, differences=wrong)
    assert (lost, wrong) == (0, 0)
    assert len(set(positions)) == len(positions)


def test_a_count_that_runs_beside_an_erasure_does_not_bring_sums_back(
    own_database: str, make_cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = make_cast()
    with acting(machine(cast.home)) as actor:
        trace = actions.open_trace(actor=actor, organisation_id=cast.home.pk)
        for day in range(3):
            actions.record_event(
                actor=actor, trace_id=trace.pk, activity=activity("a", trace.log), precision=2,
                source=2, at=START + timedelta(days=day),
            )
    counted, erased = threading.Event(), threading.Event()
    count = folding._insert_from_events

    def slowly(*asked: Any) -> None:
        count(*asked)
        counted.set()
        erased.wait(1)  # nobody may be able to erase meanwhile

    def fold() -> None:
        with acting(machine(cast.home)):
            actions.fold_marks(trace.log_id)
        connections.close_all()

    monkeypatch.setattr(folding, "_insert_from_events", slowly)
    with ThreadPoolExecutor(1) as pool:
        folded = pool.submit(fold)
        assert counted.wait(20)
        with acting(machine(cast.home)) as actor:
            actions.erase_trace(actor=actor, trace_id=trace.pk)
        erased.set()
        folded.result(20)
    with acting(machine(cast.home)):
        assert n.CellMark.objects.filter(log=trace.log_id).exists(), "to be counted again"
        assert not n.Cell.objects.filter(log=trace.log_id).exists()
