# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""`bench chain`: the map of millions of events, beside pm4py and NumPy in the same run.

A permit-like process is blown up, loaded into a throw-away installation and asked as pages ask:
role web, behind the walls, warm, medians of several rounds. Bounds against pm4py's directly-follows
graph plus its performance graph (loading and formatting not counted): from the log 10 times its
speed at a million events and 15 times at ten million (percentiles timed apart), from the roll-up
1,000 times at ten million; cost grows no faster than n log n. All counts and times are compared.
Then 100,000 random insertions and corrections against a rebuild, and 8 writers at once.

STELLWERK_ORACLE names the Python with pm4py (requirements/oracle.txt). A short run:
`--events 1000000 --changes 2000`; insertions, corrections and writers alone: `--only-changes`.
"""

from __future__ import annotations

import argparse
import importlib
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from time import monotonic
from typing import Any

from stellwerk.engine.locate import checkout

from ..runtime import django, ready
from ._suite import run_at_length
from .pages import run

#: Events -> how many times pm4py's speed from the log, and from the roll-up.
FROM_LOG = {1_000_000: 10.0, 10_000_000: 15.0}
FROM_ROLLUP = {10_000_000: 1000.0}
#: Estimated percentiles; exact ones and all other times agree to a millisecond.
ESTIMATE, SLACK = 0.01, 0.001
TESTS = {
    "insertions": "tests/networks/test_rebuild.py::test_a_random_walk_leaves_what_a_rebuild_gives",
    "writers": "tests/networks/test_writers.py::test_eight_writers_at_once_lose_nothing",
}


def main(arguments: list[str]) -> int:
    """1 when a bound is missed or a figure differs."""
    made = argparse.ArgumentParser(prog="stellwerk bench chain", description=__doc__)
    made.add_argument("--events", type=int, nargs="+", default=[1_000_000, 10_000_000])
    made.add_argument("--rounds", type=int, default=5)
    made.add_argument("--changes", type=int, default=100_000, help="insertions; 0 = none")
    made.add_argument("--writes", type=int, default=200, help="of each of 8 writers; 0 = none")
    made.add_argument("--no-files", action="store_true", help="leave the reading of files out")
    made.add_argument("--only-changes", action="store_true", help="neither maps nor files")
    options = made.parse_args(arguments)
    missed: list[str] = []
    if not options.only_changes:
        maps(options, missed)
    tests(options, missed)
    if not options.only_changes:
        files(options, missed)
    print("bench chain: " + ("all bounds held" if not missed else "MISSED: " + "; ".join(missed)))
    return 1 if missed else 0


def maps(options: argparse.Namespace, missed: list[str]) -> None:
    """Every size in a throw-away installation, and how the cost grows."""
    folder = Path(tempfile.mkdtemp(prefix="stellwerk-bench-"))
    if os.geteuid() == 0:
        folder.chmod(0o711)
    try:
        os.environ["STELLWERK_HOME"] = str(folder / "home")
        with ready():
            django("jobs", "load_sample")
            measured = [measure(folder, count, options, missed) for count in options.events]
        growth(measured, missed)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.environ.pop("STELLWERK_HOME", None)


def measure(
    folder: Path, count: int, options: argparse.Namespace, missed: list[str]
) -> dict[str, Any]:
    """One size: ours, the oracle's and the floor's times; all figures compared."""
    file = folder / f"{count}.npz"
    run("web", "stellwerk.jobs.bench._chain_events", "--events", str(count), "--to", str(file))
    said = run("web", "stellwerk.jobs.bench._chain_log", str(file), str(options.rounds))
    ours: dict[str, Any] = json.loads(said.strip().splitlines()[-1])
    theirs = oracle(file, min(options.rounds, 3))
    file.unlink()
    show(ours, theirs)
    if theirs is None:
        missed.append("NOT CHECKED against pm4py (STELLWERK_ORACLE)")
        return ours
    missed += compared(ours, theirs)
    pm4py = theirs["dfg"] + theirs["performance"]
    for name, bounds in (("log", FROM_LOG), ("rollup", FROM_ROLLUP), ("rollup_percentiles", {})):
        times, bound = pm4py / ours[name], bounds.get(count)
        if bound and times < bound:
            missed.append(f"{count:,} events: {name} {times:.1f} x pm4py (bound {bound:.0f})")
    return ours


def oracle(file: Path, rounds: int) -> dict[str, Any] | None:
    """What pm4py says and how long it took; None where it is not there."""
    python = os.environ.get("STELLWERK_ORACLE", "")
    root = checkout()
    if not python and root is not None and (root / ".venv-oracle/bin/python").exists():
        python = str(root / ".venv-oracle/bin/python")
    if not python:
        return None
    script = Path(__file__).with_name("_chain_oracle.py")
    done = subprocess.run(
        [python, str(script), str(file), str(rounds)], check=True, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def show(ours: dict[str, Any], theirs: dict[str, Any] | None) -> None:
    print(
        f"\n{ours['events']:,} events: loaded in {ours['load']:.0f} s, "
        f"deleted in {ours['delete']:.0f} s"
    )
    rows = [
        ("pm4py, directly-follows graph", theirs and theirs["dfg"]),
        ("pm4py, performance graph", theirs and theirs["performance"]),
        ("NumPy, raw sums over loaded arrays", ours["floor"]),
        ("log: counts, mean, least, most", ours["log"]),
        ("log: the same with exact percentiles", ours["log_percentiles"]),
        ("roll-up: counts, mean, least, most", ours["rollup"]),
        ("roll-up: the same with estimated percentiles", ours["rollup_percentiles"]),
    ]
    pm4py = theirs["dfg"] + theirs["performance"] if theirs else None
    for name, seconds in rows:
        if seconds is not None:
            times = f"{pm4py / seconds:>10,.1f} x pm4py" if pm4py else ""
            print(f"  {name:46}{seconds * 1000:>12,.1f} ms{times}")


def compared(ours: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
    """Every count and every time of every edge; the roll-up's median within a per cent."""
    wrong = [
        f"{name} differs from pm4py" for name in ("start", "end")
        if ours["map"][name] != theirs[name] or ours["rolled"][name] != theirs[name]
    ]
    truth = {(a, b): figures for a, b, *figures in theirs["edges"]}
    for name, share in (("map", 0.0), ("rolled", ESTIMATE)):
        edges = {(a, b): figures for a, b, *figures in ours[name]["edges"]}
        differing = len(edges.keys() ^ truth.keys())
        for edge in edges.keys() & truth.keys():
            one, other = edges[edge], truth[edge]
            slacks = [0, SLACK, SLACK, SLACK, SLACK + share * abs(other[4])]
            differing += any(
                abs(a - b) > slack for a, b, slack in zip(one, other, slacks, strict=True)
            )
        if differing:
            wrong.append(f"{differing} edges of the {name} differ from pm4py's")
    print(f"  {len(truth)} edges compared with pm4py: {len(wrong)} findings")
    return wrong


def growth(measured: list[dict[str, Any]], missed: list[str]) -> None:
    """No faster than n log n, with a quarter of slack for a busy machine."""
    for small, large in pairwise(measured):
        ratio = large["events"] / small["events"]
        most = ratio * math.log(large["events"]) / math.log(small["events"]) * 1.25
        for name in ("log", "rollup", "load"):
            grown = large[name] / small[name]
            print(f"  {name}: {ratio:.0f} times the events cost {grown:.1f} times as much")
            if grown > most:
                missed.append(f"{name} grows {grown:.1f} times over {ratio:.0f} times the events")


def tests(options: argparse.Namespace, missed: list[str]) -> None:
    """The tests of the suite at length."""
    for name, count in (("insertions", options.changes), ("writers", options.writes)):
        if count:
            begun = monotonic()
            found = run_at_length(TESTS[name], count)
            is_equal = bool(found["passed"] and not found["differences"])
            print(
                f"{name}: " + ", ".join(f"{key} {value:,}" for key, value in found.items())
                + f"; {monotonic() - begun:.0f} s; equal to a rebuild: "
                + ("yes" if is_equal else "NO"),
                flush=True,
            )
            if not is_equal:
                missed.append(f"{name} did not pass")


def files(options: argparse.Namespace, missed: list[str]) -> None:
    """The reading of files has a bench of its own, where it is there."""
    part = Path(__file__).with_name("_chain_files.py")
    if options.no_files or not part.exists():
        return
    sys.stdout.flush()
    missed += importlib.import_module("stellwerk.jobs.bench._chain_files").measured(options)
