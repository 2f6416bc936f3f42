# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""`bench lives`: random lives out, erased and in again; figures and biographies are the same."""

from __future__ import annotations

import argparse

from ._suite import run_at_length

TEST = "tests/exchange/test_biographies_travel.py::test_random_lives_come_back_as_they_were"


def main(arguments: list[str]) -> int:
    """1 when anything came back otherwise than it left."""
    made = argparse.ArgumentParser(prog="stellwerk bench lives", description=__doc__)
    made.add_argument("--books", type=int, default=200, help="how many workbooks of two or three")
    made.add_argument("--seed", type=int, default=1, help="another seed draws other lives")
    options = made.parse_args(arguments)
    found = run_at_length(TEST, options.books, options.seed)
    kinds = ", ".join(f"{number} x {kind}" for kind, number in found["entries"].items())
    print(f"lives: {found['differing']} of {found['books']} workbooks differ, bound 0 ({kinds})")
    return 0 if found["passed"] else 1
