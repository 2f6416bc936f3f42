# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""`bench imports`: how quickly a large workbook comes in, how much memory it takes, and how
quickly hostile files are refused.

Bounds: 2,000 rows a second with 20,000 cases and 200,000 appointments; under 500 MB, also with
the largest file allowed; a second import changes nothing; every refusal within 0.1 s.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from stellwerk.engine.locate import checkout

from ..runtime import django, ready, role_environment

ROWS_PER_SECOND, MEGABYTES, REFUSAL_MS = 2_000, 500, 100
LARGEST = (25_000, 250_000, 100_000)


def main(arguments: list[str]) -> int:
    made = argparse.ArgumentParser(prog="stellwerk bench imports", description=__doc__)
    made.add_argument("--cases", type=int, default=20_000, help="10 appointments, 3 goals each")
    made.add_argument("--repeat", type=int, default=5, help="times that each file is refused")
    made.add_argument("--skip-largest", action="store_true")
    options = made.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="stellwerk-bench-"))
    os.environ["STELLWERK_HOME"] = str(folder / "home")
    if os.geteuid() == 0:
        folder.chmod(0o711)
    missed: list[str] = []
    try:
        with ready():
            django("jobs", "load_sample")
            refusals(options, missed)
            import_speed(options, folder, missed)
            if not options.skip_largest:
                largest(folder, missed)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("bench imports: " + ("all bounds held" if not missed else "MISSED: " + "; ".join(missed)))
    return 1 if missed else 0


def part(*arguments: str) -> dict[str, Any]:
    """One deed in a process of its own, in the role of the worker."""
    done = subprocess.run(
        [sys.executable, "-m", "stellwerk.jobs.bench._importing", *arguments],
        env=role_environment("jobs"),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def refusals(options: argparse.Namespace, missed: list[str]) -> None:
    root = checkout()
    if root is None or not (root / "tests").is_dir():
        print("no checkout: the hostile files of the tests are not there to be refused")
        return
    times = part("refuse", str(root), str(options.repeat))
    slowest = max(times, key=lambda name: times[name])
    print(f"{len(times)} hostile files refused; slowest {slowest}: {times[slowest]:.0f} ms")
    missed += [
        f"{name} refused in {found:.0f} ms" for name, found in times.items() if found > REFUSAL_MS
    ]


def import_speed(options: argparse.Namespace, folder: Path, missed: list[str]) -> None:
    path = str(folder / "cases.xlsx")
    number = options.cases
    size = part("make", path, str(number), str(10 * number), str(3 * number))["bytes"]
    first = part("import", path)
    speed = first["rows"] / first["seconds"]
    print(
        f"{first['rows']:,} rows ({size / 2**20:.1f} MB) in {first['seconds']:.0f} s: "
        f"{speed:,.0f} rows/s, {first['processor']:.0f} s of processor time, {first['memory']} MB, "
        f"reading process {first['reader_memory']} MB"
    )
    again = part("import", path)
    print(f"the same file again: {again['result']} in {again['seconds']:.0f} s")
    if speed < ROWS_PER_SECOND:
        missed.append(f"{speed:,.0f} rows/s (bound {ROWS_PER_SECOND:,})")
    if again["changes"]:
        missed.append("the second import changed something")
    check_memory("import", first, missed)


def largest(folder: Path, missed: list[str]) -> None:
    path = str(folder / "largest.xlsx")
    size = part("make", path, *map(str, LARGEST))["bytes"]
    found = part("check", path)
    print(
        f"largest file ({found['rows']:,} rows, {size / 2**20:.1f} MB) checked in "
        f"{found['seconds']:.0f} s: {found['memory']} MB, reading process "
        f"{found['reader_memory']} MB"
    )
    if found["result"] != "checked":
        missed.append("the largest file was refused")
    check_memory("largest file", found, missed)


def check_memory(what: str, found: dict[str, Any], missed: list[str]) -> None:
    most = max(found["memory"], found["reader_memory"])
    if most >= MEGABYTES:
        missed.append(f"{what}: {most} MB (bound {MEGABYTES})")
