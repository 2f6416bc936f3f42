# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Load the events into the log and ask for the map, as the pages do: role web, behind the walls.

`python -m … FILE ROUNDS`; prints one line of JSON.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import django
import numpy as np

django.setup()

from django.db import connection  # noqa: E402

from stellwerk.base.actor import system_actor  # noqa: E402
from stellwerk.base.context import acting  # noqa: E402
from stellwerk.directory.queries import all_organisations  # noqa: E402
from stellwerk.networks.actions.log import delete_log, load_log  # noqa: E402
from stellwerk.networks.queries.maps import process_map  # noqa: E402
from stellwerk.networks.rules.courses import ReadEvent, ReadTrace  # noqa: E402
from stellwerk.networks.rules.filters import MapFilter  # noqa: E402
from stellwerk.networks.rules.maps import ProcessMap  # noqa: E402


def main() -> None:
    path, rounds = sys.argv[1], int(sys.argv[2])
    found = np.load(path)
    organisation = next(iter(all_organisations())).pk
    actor = system_actor("bench", organisation)
    began = time.perf_counter()
    with acting(actor):
        log = load_log(
            actor=actor, organisation_id=organisation, name="bench", file_format="xes",
            reading={}, traces=courses(found), content=[],
        )
    loaded = time.perf_counter() - began
    answers: dict[str, Any] = {"load": loaded, "events": len(found["at"])}
    flt = MapFilter(log.pk)
    questions: dict[str, Callable[[], ProcessMap]] = {
        "log": lambda: ask(flt, "log", False), "log_percentiles": lambda: ask(flt, "log", True),
        "rollup": lambda: ask(flt, "rollup", False),
        "rollup_percentiles": lambda: ask(flt, "rollup", True),
    }
    for name, question in questions.items():
        with acting(actor):
            answers[name] = timed(question, rounds if name != "log_percentiles" else 1)
    with acting(actor):
        answers["map"] = told(questions["log_percentiles"]())
        answers["rolled"] = told(questions["rollup_percentiles"]())
    answers["floor"] = floor(found, rounds)
    began = time.perf_counter()
    with acting(actor):
        delete_log(actor=actor, log=log)
    answers["delete"] = time.perf_counter() - began
    print(json.dumps(answers))


def ask(flt: MapFilter, source: Any, percentiles: bool) -> ProcessMap:
    return process_map(flt, source=source, percentiles=percentiles, with_variants=False)


def timed(question: Callable[[], Any], rounds: int) -> float:
    """Median of several rounds after a first that warms."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', '0', true)")
    question()
    times = []
    for _round in range(rounds):
        began = time.perf_counter()
        question()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def told(found: ProcessMap) -> dict[str, Any]:
    return {
        "edges": [
            [e.source, e.target, e.count, e.mean_s, e.min_s, e.max_s, e.median_s]
            for e in found.edges
        ],
        "start": found.start, "end": found.end,
    }


def courses(found: Any) -> Iterator[ReadTrace]:
    """The arrays as the reader of a file would hand them over."""
    activities, offices = found["activities"].tolist(), found["offices"].tolist()
    ends = np.flatnonzero(np.diff(found["trace"], append=-1)) + 1
    at, what, who = (found[name] for name in ("at", "activity", "office"))
    begin = 0
    for number, end in enumerate(ends.tolist()):
        rows = zip(
            what[begin:end].tolist(), at[begin:end].tolist(), who[begin:end].tolist(),
            range(begin, end), strict=True,
        )
        events = [ReadEvent(activities[a], t, offices[o], n) for a, t, o, n in rows]
        yield ReadTrace(str(number), number, events)
        begin = end


def floor(found: Any, rounds: int) -> float:
    """NumPy over loaded arrays: count, sum, least and most per edge."""
    trace, at, code = found["trace"], found["at"], found["activity"]
    size = int(code.max()) + 1

    def raw() -> None:
        same = trace[1:] == trace[:-1]
        edge = (code[:-1].astype(np.int64) * size + code[1:])[same]
        wait = (at[1:] - at[:-1])[same]
        np.bincount(edge, minlength=size * size)
        np.bincount(edge, weights=wait, minlength=size * size)

    return timed(raw, rounds)


if __name__ == "__main__":
    main()
