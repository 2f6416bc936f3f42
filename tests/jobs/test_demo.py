# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""`demo` on an empty data folder, twice: the second run writes nothing at all."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from stellwerk.engine import cluster
from stellwerk.engine.locate import Home, conninfo
from stellwerk.engine.tools import environment, run_tool

ROOT = Path(__file__).resolve().parents[2]
#: A random word that pg_dump writes around its text.
RESTRICT = re.compile(r"^\\(un)?restrict .*$", re.MULTILINE)
#: The report says when it was made.
CLOCK = re.compile(r"\d\d:\d\d")


def demo(place: Home) -> str:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("STELLWERK_")}
    done = subprocess.run(
        [sys.executable, "-m", "stellwerk.jobs.cli", "demo", "--no-serve"],
        env={**clean, "PYTHONPATH": str(ROOT / "src"), "STELLWERK_HOME": str(place.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def dump(place: Home) -> str:
    with cluster.ensure_running(place):
        done = run_tool(["pg_dump"], environment(conninfo("backup", "stellwerk", place)))
    assert done.returncode == 0, done.stderr
    return RESTRICT.sub("", done.stdout)


def test_second_run_changes_nothing():
    place = Home(Path(tempfile.mkdtemp(prefix="sw-demo-")).resolve())
    try:
        first = demo(place)
        before = dump(place)
        assert CLOCK.sub("", demo(place)) == CLOCK.sub("", first)
        assert dump(place).splitlines() == before.splitlines()
    finally:
        cluster.stop(place)
        shutil.rmtree(place.path)
