# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Asking the oracle: many files in one process of its own environment."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
JUDGE = Path(__file__).with_name("judge.py")
#: The environment that the launcher makes for `test` and `bench`.
HOME = (ROOT / ".venv").resolve().parent / ".venv-oracle" / "bin" / "python"
#: Statistics agree to a millisecond, counts exactly.
CLOSE_S = 0.001
STATISTICS = ("mean_s", "median_s", "p90_s", "min_s", "max_s")


def oracle() -> Path:
    """The Python of the oracle's environment; another one by STELLWERK_ORACLE."""
    python = Path(os.environ.get("STELLWERK_ORACLE") or HOME)
    if not python.exists():
        raise RuntimeError(
            "The oracle is missing: ./stellwerk test makes its environment (.venv-oracle)."
        )
    return python


def ask(jobs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What pm4py says of each file."""
    asked = "".join(json.dumps(job) + "\n" for job in jobs)
    done = subprocess.run(
        [str(oracle()), str(JUDGE)], input=asked, capture_output=True, text=True, check=True
    )
    answers = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert len(answers) == len(jobs), done.stderr[-2000:]
    return answers


def differences(ours: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
    """Where an analysis differs from the oracle's; empty when it does not."""
    if "trouble" in theirs:
        return [theirs["trouble"]]
    found = [
        f"{key}: {ours[key]} != {theirs[key]}"
        for key in (
            "cases", "events", "activities", "start", "end", "variants", "work",
            "unknown_handovers",
        )
        if ours[key] != theirs[key]
    ]  # fmt: skip
    mine, other = by_pair(ours["edges"]), by_pair(theirs["edges"])
    if mine.keys() != other.keys():
        found.append(f"edges: {sorted(mine.keys() ^ other.keys())}")
    for pair in mine.keys() & other.keys():
        one, two = mine[pair], other[pair]
        far = [name for name in STATISTICS if abs(one[name] - two[name]) > CLOSE_S]
        if far or one["count"] != two["count"]:
            found.append(f"{pair}: {one} != {two}")
    handed = [
        {pair: row["count"] for pair, row in by_pair(said["handovers"]).items()}
        for said in (ours, theirs)
    ]
    if handed[0] != handed[1]:
        found.append(f"handovers: {handed[0]} != {handed[1]}")
    counts = [one["count"] for one in ours["variant_list"]]
    if counts != theirs["variant_counts"][: len(counts)]:
        found.append(f"variants: {counts} != {theirs['variant_counts']}")
    return found


def by_pair(rows: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["from"], row["to"]): row for row in rows}
