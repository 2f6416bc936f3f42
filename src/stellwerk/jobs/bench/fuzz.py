# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""`bench fuzz`: strange input for every form and parameter; no answer is a 500 (promise 31)."""

from __future__ import annotations

import argparse

from ._suite import run_at_length

TEST = "tests/access/test_fuzz.py::test_no_form_and_no_query_breaks_a_page"


def main(arguments: list[str]) -> int:
    """1 when any request ended in an unhandled error."""
    made = argparse.ArgumentParser(prog="stellwerk bench fuzz", description=__doc__)
    made.add_argument("--requests", type=int, default=20_000)
    made.add_argument("--seed", type=int, default=1, help="another seed sends other input")
    options = made.parse_args(arguments)
    found = run_at_length(TEST, options.requests, options.seed)
    for text in found["examples"]:
        print(text)
    statuses = ", ".join(f"{n} x {status}" for status, n in found["statuses"].items())
    print(f"fuzz: {found['broken']} unhandled in {found['asked']} requests ({statuses}), bound 0")
    return 0 if found["passed"] else 1
