# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The part of `bench chain` about files: a permit process blown up to millions of events as XES.

Ours is the whole command (`chain analyse`, all statistics), pm4py's is its default reader alone,
each in a process of its own in the same run. Bounds: at least twice as fast at a million events,
under 300 MB whatever the size, cost no faster than n log n, every hostile file refused in 0.1 s.

``python -m stellwerk.jobs.bench._chain_files [EVENTS …]`` runs it alone.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from stellwerk.engine.locate import checkout

TIMES, MEGABYTES, REFUSAL_MS, GROWTH = 2.0, 300, 100, 1.25
READER = """
import sys, time, pm4py
began = time.perf_counter()
frame = pm4py.read_xes(sys.argv[1])
print(time.perf_counter() - began, len(frame))
"""
_TRACE = re.compile(r"<trace>.*?</trace>", re.DOTALL)
_CASE = re.compile(r'(<string key="concept:name" value=")([^"]*)')
_STEPS = ("Antrag", "Prüfung", "Nachforderung", "Stellungnahme", "Entwurf", "Bescheid", "Versand")


def measured(options: argparse.Namespace) -> list[str]:
    """Run it; what missed its bound."""
    missed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="stellwerk-files-") as name:
        found = [one_size(Path(name), count, missed) for count in options.events]
    for small, large in pairwise(found):
        n, m = small["events"], large["events"]
        grown = (large["seconds"] / small["seconds"]) / (m * math.log(m) / (n * math.log(n)))
        print(f"from {n:,} to {m:,} events the cost grows {grown:.2f} times as n log n")
        if grown > GROWTH:
            missed.append(f"reading grows {grown:.2f} times as n log n")
    refusals(missed)
    return missed


def one_size(folder: Path, count: int, missed: list[str]) -> dict[str, Any]:
    path = folder / f"{count}.xes"
    write_log(path, count)
    print(f"\nXES, {count:,} events, {path.stat().st_size / 2**20:,.0f} MB", flush=True)
    ours = command(
        [sys.executable, "-m", "stellwerk.jobs.cli", "chain", "analyse", str(path),
         "--format", "json"]
    )  # fmt: skip
    events = json.loads(ours["said"])["events"]
    if events != count:
        missed.append(f"{count:,} events: {events:,} were read")
    print(f"  analysed, all statistics: {ours['seconds']:.1f} s, {ours['memory']} MB")
    if ours["memory"] >= MEGABYTES:
        missed.append(f"{count:,} events: {ours['memory']} MB (bound {MEGABYTES})")
    python = os.environ.get("STELLWERK_ORACLE", "")
    # beyond a million events its table alone takes gigabytes
    if count <= 1_000_000 and python:
        theirs = command([python, "-c", READER, str(path)])
        seconds = float(theirs["said"].split()[0])
        times = seconds / ours["seconds"]
        print(f"  pm4py's default reader alone: {seconds:.1f} s, {theirs['memory']} MB", end="")
        print(f" ({times:.1f} times as long)", flush=True)
        if count == 1_000_000 and times < TIMES:
            missed.append(f"file analysis {times:.1f} x pm4py's reader (bound {TIMES:.0f})")
    elif not python:
        missed.append("NOT CHECKED against pm4py's reader (STELLWERK_ORACLE)")
    path.unlink()
    return {"events": count, "seconds": ours["seconds"]}


def command(arguments: list[str]) -> dict[str, Any]:
    """Run a process; its time and its largest memory are its own."""
    began = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(arguments, stdout=out, stderr=subprocess.DEVNULL)
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - began
        if process.returncode:
            raise SystemExit(f"failed: {' '.join(arguments[:4])}")
        out.seek(0)
        said = out.read().decode()
    return {"seconds": seconds, "memory": usage.ru_maxrss // 1024, "said": said}


# ── the file ─────────────────────────────────────────────────────────────────────────────────


def write_log(path: Path, count: int) -> None:
    """Exactly so many events: the same cases again and again under new names."""
    with path.open("w", encoding="utf-8") as out:
        head, traces = pattern()
        out.write(head)
        left, number = count, 0
        while left:
            for whole in traces:
                number += 1
                inside = min(whole.count("<event>"), left)
                trace = whole if inside == whole.count("<event>") else _shortened(whole, left)
                out.write(_CASE.sub(rf"\g<1>\g<2>-{number}", trace, count=1) + "\n")
                left -= inside
                if not left:
                    break
        out.write("</log>\n")


def _shortened(trace: str, events: int) -> str:
    return "</event>".join(trace.split("</event>")[:events]) + "</event></trace>"


def pattern() -> tuple[str, list[str]]:
    """The permit process of the real logs where they are, otherwise one much like it."""
    real = Path(os.environ.get("STELLWERK_TEST_DATA", "")) / "receipt.xes"
    if os.environ.get("STELLWERK_TEST_DATA") and real.exists():
        text = real.read_text(encoding="utf-8")
        traces = _TRACE.findall(text)
        # the name of the case must be the first of its kind in the trace
        return text[: text.index("<trace>")], [_named_first(trace) for trace in traces]
    return "<log>\n", list(_alike())


def _named_first(trace: str) -> str:
    events = trace.index("<event>") if "<event>" in trace else len(trace)
    found = _CASE.search(trace, 0, events)
    name = found.group(0) + '"/>' if found else '<string key="concept:name" value="case"/>'
    return "<trace>" + name + trace[len("<trace>") :].replace(name, "", 1)


def _alike() -> Iterator[str]:
    for case in range(500):
        events = [
            "<event>"
            f'<string key="org:group" value="Group {(case + step) % 9}"/>'
            f'<string key="concept:instance" value="task-{case * 10 + step}"/>'
            f'<string key="org:resource" value="Resource{(case * step) % 40:02}"/>'
            f'<date key="time:timestamp" value="2011-{case % 12 + 1:02}-{step + 1:02}T'
            f'{case % 24:02}:{case % 60:02}:40.{case:03}+02:00"/>'
            '<string key="lifecycle:transition" value="complete"/>'
            f'<string key="concept:name" value="{_STEPS[(case * step + step) % 7]}"/>'
            "</event>\n"
            for step in range(case % 9 + 2)
        ]
        yield (
            f'<trace><string key="concept:name" value="case-{case}"/>'
            '<string key="channel" value="Internet"/>' + "".join(events) + "</trace>"
        )


# ── harm ─────────────────────────────────────────────────────────────────────────────────────


def refusals(missed: list[str]) -> None:
    """How long each hostile file of the tests is looked at."""
    root = checkout()
    if root is None or not (root / "tests").is_dir():
        print("no checkout: the hostile files of the tests are not there to be refused")
        return
    done = subprocess.run(
        [sys.executable, "-m", "stellwerk.jobs.bench._chain_files", "--refuse", str(root)],
        check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    times: dict[str, float] = json.loads(done.stdout)
    slowest = max(times, key=lambda name: times[name])
    print(f"{len(times)} hostile logs refused; slowest ({slowest}): {times[slowest]:.0f} ms")
    missed += [f"{n} refused in {ms:.0f} ms" for n, ms in times.items() if ms > REFUSAL_MS]


def refuse(root: str) -> dict[str, float]:
    """Milliseconds until each is refused, in a process that has loaded everything."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "stellwerk.config.offline"
    import django

    django.setup()
    sys.path.insert(0, root)
    from tests.networks.hostile import HOSTILE

    from stellwerk.base.refusal import Refusal
    from stellwerk.exchange.eventlogs.analysing import analyse

    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, (content, _code) in HOSTILE.items():
            path = Path(folder) / "log"
            path.write_bytes(content)
            rounds = []
            for _round in range(3):
                began = time.perf_counter()
                try:
                    analyse(path)
                    rounds.append(math.inf)
                except Refusal:
                    rounds.append((time.perf_counter() - began) * 1000)
            found[name] = sorted(rounds)[1]
    return found


def main() -> None:
    made = argparse.ArgumentParser(description=__doc__)
    made.add_argument("events", type=int, nargs="*", default=[1_000_000, 10_000_000])
    made.add_argument("--refuse", metavar="CHECKOUT")
    options = made.parse_args()
    if options.refuse:
        print(json.dumps(refuse(options.refuse)))
        return
    missed = measured(options)
    print("files: " + ("all bounds held" if not missed else "MISSED: " + "; ".join(missed)))
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
