# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""`bench twins`: 10,000 generated requests to two worlds apart in foreign cases (promise 2)."""

from __future__ import annotations

import argparse

from ._suite import run_at_length

TEST = "tests/access/test_twins.py::test_worlds_that_differ_in_foreign_cases_answer_the_same"


def main(arguments: list[str]) -> int:
    """1 when any answer of the two worlds differs."""
    made = argparse.ArgumentParser(prog="stellwerk bench twins", description=__doc__)
    made.add_argument("--requests", type=int, default=10_000)
    made.add_argument("--seed", type=int, default=1, help="another seed asks other questions")
    options = made.parse_args(arguments)
    found = run_at_length(TEST, options.requests, options.seed)
    for text in found["differing"]:
        print(text)
    statuses = ", ".join(f"{n} x {status}" for status, n in sorted(found["statuses"].items()))
    print(
        f"twins: {found['differences']} differences in {found['asked']} requests to each world "
        f"({found['distinct']} distinct, {found['routes']} routes; {statuses}), bound 0"
    )
    return 0 if found["passed"] and found["asked"] >= options.requests else 1
