# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Events of a permit-like process, as many as wanted: `python -m … --events N --to FILE`.

Real courses (receipt.xes in STELLWERK_TEST_DATA) are drawn with replacement, begin anywhere in
three years and wait up to half as long or twice as long; without the file, courses are drawn from
a process of the same size. Written as arrays, so that every engine reads the same bytes.
"""

from __future__ import annotations

import argparse
import os
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import numpy as np

YEARS_US = 3 * 365 * 86_400_000_000
START_US = 1_609_459_200_000_000
#: The longest invented wait: 400 days.
LONGEST_US = 400 * 86_400_000_000
#: Courses: activities, organisations and microseconds since the beginning, event by event.
Course = tuple[list[str], list[str], list[int]]


def main() -> None:
    made = argparse.ArgumentParser()
    made.add_argument("--events", type=int, required=True)
    made.add_argument("--to", required=True)
    options = made.parse_args()
    folder = os.environ.get("STELLWERK_TEST_DATA", "")
    file = Path(folder) / "receipt.xes"
    courses = read(file) if folder and file.is_file() else invented()
    np.savez(options.to, **blown_up(courses, options.events))


def read(file: Path) -> list[Course]:
    """The courses of a small XES file in their order."""
    found = []
    names = {"concept:name": "a", "org:group": "g", "time:timestamp": "t"}
    for trace in ElementTree.parse(file).getroot().iter():  # noqa: S314 - a file of ours
        if not trace.tag.endswith("trace"):
            continue
        rows = []
        for event in trace:
            if event.tag.endswith("event"):
                said = {names[e.get("key")]: e.get("value") for e in event if e.get("key") in names}
                moment = datetime.fromisoformat(said["t"])
                rows.append((round(moment.timestamp() * 1e6), said["a"], said.get("g", "-")))
        rows.sort(key=lambda row: row[0])
        if rows:
            first = rows[0][0]
            found.append(([r[1] for r in rows], [r[2] for r in rows], [r[0] - first for r in rows]))
    return found


def invented() -> list[Course]:
    """1,434 courses over 27 steps of 10 offices, mostly forwards."""
    chance = np.random.default_rng(7)
    courses: list[Course] = []
    for _ in range(1434):
        steps, at, waits = [0], 0, [0]
        while steps[-1] < 26 and len(steps) < 25:
            steps.append(int(np.clip(steps[-1] + chance.choice([-3, 1, 1, 2, 5, 9]), 0, 26)))
            at += int(min(chance.lognormal(24, 3), LONGEST_US))
            waits.append(at)
        courses.append(
            ([f"step {s:02}" for s in steps], [f"office {s % 10}" for s in steps], waits)
        )
    return courses


def blown_up(courses: list[Course], wanted: int) -> dict[str, np.ndarray]:
    """Arrays of at least ``wanted`` events: trace, moment, codes; and the words of the codes."""
    chance = np.random.default_rng(1)
    activities = sorted({name for course in courses for name in course[0]})
    offices = sorted({name for course in courses for name in course[1]})
    flat_a = np.concatenate([[activities.index(n) for n in c[0]] for c in courses]).astype(np.int32)
    flat_o = np.concatenate([[offices.index(n) for n in c[1]] for c in courses]).astype(np.int32)
    flat_t = np.concatenate([np.array(c[2], dtype=np.int64) for c in courses])
    lengths = np.array([len(c[0]) for c in courses])
    begins = np.cumsum(lengths) - lengths
    drawn = chance.integers(0, len(courses), int(wanted / lengths.mean() * 1.1) + 10)
    drawn = drawn[: int(np.searchsorted(np.cumsum(lengths[drawn]), wanted)) + 1]
    sizes = lengths[drawn]
    trace = np.repeat(np.arange(len(drawn)), sizes)
    place = np.arange(len(trace)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    rows = np.repeat(begins[drawn], sizes) + place
    pace = np.repeat(chance.uniform(0.5, 2.0, len(drawn)), sizes)
    start = np.repeat(START_US + chance.integers(0, YEARS_US, len(drawn)), sizes)
    at = start + (flat_t[rows] * pace).astype(np.int64)
    return {
        "trace": trace.astype(np.int64), "at": at, "activity": flat_a[rows],
        "office": flat_o[rows], "activities": np.array(activities), "offices": np.array(offices),
    }


if __name__ == "__main__":
    main()
