# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""How far an import is: told from the reading on, never backwards, true in the end."""

from itertools import pairwise

import pytest

from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.cases.actions import import_runs
from stellwerk.cases.actions.import_runs import APPLY, CHECK, READ, TAKE, ProgressNotes
from stellwerk.cases.models import ImportRun
from stellwerk.exchange import checking
from stellwerk.exchange.importing import check_uploads, import_uploads
from stellwerk.exchange.runs import OpenedRun
from tests.cast import build_cast
from tests.exchange.support import case, csv_files, goal, ods, tables, uploads, xlsx

CASES, GOALS = 40, 200


def book():
    cases = [case(f"F-{n}", client_key=f"P-{n}") for n in range(CASES)]
    goals = [goal(f"F-{n % CASES}", text=f"Ziel {n}") for n in range(GOALS)]
    return tables(cases=cases, goals=goals)


class Listener:
    """Writes down what it is told."""

    def __init__(self):
        self.read, self.total, self.taken = [], 0, []

    def reading(self, done, expected):
        self.read.append((done, expected))

    def started(self, total):
        self.total = total

    def __call__(self, done):
        self.taken.append(done)


@pytest.fixture
def often(monkeypatch):
    monkeypatch.setattr(checking, "TOLD_EVERY", 10)


@pytest.mark.django_db
@pytest.mark.parametrize("form", [xlsx, ods, csv_files])
def test_reading_is_told_from_the_start_and_the_estimate_is_near(cast, often, form):
    listener = Listener()
    actor = system_actor("import", cast.home.pk)
    with acting(actor):
        preview = check_uploads(
            uploads(form(book())), organisation=cast.home, actor=actor, meter=listener
        )
    assert not preview.is_refused, preview.checked.findings.faults
    assert listener.read[0][0] == 0
    whole = CASES + GOALS
    done, expected = listener.read[-1]
    assert whole - 10 < done <= whole + 2
    assert whole * 0.8 <= expected <= whole * 1.3
    shares = [done / max(expected, 1) for done, expected in listener.read]
    assert all(later >= earlier - 0.25 for earlier, later in pairwise(shares))
    assert listener.total == whole
    assert listener.taken[-1] == whole


def test_the_page_sees_it_while_the_import_has_not_committed(own_database, often):
    cast = build_cast()
    actor = system_actor("import", cast.home.pk)
    with acting(actor):
        run = import_runs.start_run(actor=actor, organisation_id=cast.home.pk, file_name="x.xlsx")
        import_runs.set_running(run=run, step=APPLY)
    notes, seen = ProgressNotes(run), []

    class Watched(Listener):
        def reading(self, done, expected):
            notes.reading(done, expected)
            self.look()

        def started(self, total):
            notes.started(total)
            self.look()

        def __call__(self, done):
            notes(done)
            self.look()

        def look(self):
            shown = OpenedRun(ImportRun.objects.get(pk=run.pk), "", {})
            seen.append((shown.run.counts["part"], shown.percent))

    with acting(actor):
        import_uploads(
            uploads(xlsx(book())), organisation=cast.home, actor=actor, meter=Watched()
        )
    notes.close()
    assert [part for part, _ in seen if part == READ]
    assert [part for part, _ in seen if part == TAKE]
    percents = [percent for _, percent in seen]
    assert percents == sorted(percents)
    assert percents[0] == 0
    assert percents[-1] == 100
    assert len(set(percents)) > 10


@pytest.mark.parametrize("step", [CHECK, APPLY])
def test_the_bar_never_runs_back_between_its_parts(step):
    def percent(part, done, total):
        counts = {"step": step, "part": part}
        return OpenedRun(ImportRun(rows_done=done, rows_total=total, counts=counts), "", {}).percent

    way = [percent(READ, n, 100) for n in range(101)] + [percent(TAKE, n, 90) for n in range(91)]
    assert way == sorted(way)
    assert (way[0], way[-1]) == (0, 100)
