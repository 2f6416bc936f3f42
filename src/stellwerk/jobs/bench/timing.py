# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""`bench timing`: does a foreign case take another time than one that is not there (promise 3)?

In the database: the statement of the lookup, foreign and missing ids in turn. Over HTTP: the case
page of the served product, in random order, compared by Mann-Whitney's U.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from uuid import UUID

from ..runtime import collect_static, ready, role_environment
from ._clients import Client
from ._ranks import Comparison, mann_whitney
from .pages import expect, run, served

MICROSECONDS, PROBABILITY = 3.0, 0.01
LOOKUPS = 3_000


def main(arguments: list[str]) -> int:
    """1 when the lookups differ by 3 microseconds or the pages measurably."""
    made = argparse.ArgumentParser(prog="stellwerk bench timing", description=__doc__)
    made.add_argument("--requests", type=int, default=5_000, help="of each kind, over HTTP")
    made.add_argument("--cases", type=int, default=20_000)
    made.add_argument("--port", type=int, default=8098)
    options = made.parse_args(arguments)
    home = tempfile.mkdtemp(prefix="stellwerk-bench-")
    os.environ |= {"STELLWERK_HOME": home, "STELLWERK_SECOND_FACTOR": "0"}
    os.environ["STELLWERK_LOG_LEVEL"] = "ERROR"  # each 404 is a warning
    os.environ.pop("STELLWERK_DATABASE_URL", None)
    if os.geteuid() == 0:
        Path(home).chmod(0o711)  # the database's user has to reach its folder
    try:
        with ready() as running:
            run("owner", "stellwerk.jobs.bench._population", "--cases", str(options.cases))
            collect_static(running.place)
            foreign = json.loads(run("jobs", LOOKUP, "foreign", str(options.requests)))
            pairs = [(case_id, str(made_up(case_id))) for case_id in foreign]
            apart = in_database(pairs[:LOOKUPS])
            with served(options):
                medians, found = over_http(options.port, pairs)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    print(
        f"timing: lookups {apart:+.2f} us apart (bound {MICROSECONDS}, "
        f"{min(LOOKUPS, len(pairs))} pairs); "
        f"pages {medians[0]:.2f} and {medians[1]:.2f} ms, p = {found.p:.3f} "
        f"(bound {PROBABILITY}, {len(pairs)} pairs), foreign slower in {found.superiority:.1%}"
    )
    return 0 if abs(apart) < MICROSECONDS and found.p >= PROBABILITY else 1


LOOKUP = "stellwerk.jobs.bench._lookups"


def made_up(case_id: str) -> UUID:
    """An id of the same kind and time that nobody has: other random bits."""
    return UUID(int=UUID(case_id).int ^ random.getrandbits(62))


def in_database(pairs: list[tuple[str, str]]) -> float:
    """Microseconds that the median lookup of a foreign case takes longer than a missing one's."""
    done = subprocess.run(
        [sys.executable, "-m", LOOKUP, "lookups"],
        env=role_environment("web"),
        input=json.dumps(pairs),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found = json.loads(done.stdout)
    return statistics.median(found["foreign"]) - statistics.median(found["missing"])


def over_http(port: int, pairs: list[tuple[str, str]]) -> tuple[tuple[float, float], Comparison]:
    """Medians in milliseconds and the comparison, foreign first."""
    cookies = json.loads(run("jobs", "stellwerk.jobs.bench._visits", "sessions"))
    client = Client(port, cookies[0])
    expect(client.request("GET", "/faelle/"), 200)
    for case_id in (case_id for pair in pairs[:50] for case_id in pair):
        expect(client.request("GET", f"/faelle/{case_id}/"), 404)
    chance = random.Random(7)
    times: tuple[list[float], list[float]] = ([], [])
    for pair in pairs:
        for which in chance.sample((0, 1), 2):
            answer = expect(client.request("GET", f"/faelle/{pair[which]}/"), 404)
            times[which].append(answer.seconds)
    medians = statistics.median(times[0]) * 1000, statistics.median(times[1]) * 1000
    return medians, mann_whitney(*times)
