# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""`bench edits`: four processes make 10,000 edits of one record; none is lost (promise 19)."""

from __future__ import annotations

import argparse

from ._suite import run_at_length

TEST = "tests/access/test_edits.py::test_no_edit_of_four_processes_is_lost"


def main(arguments: list[str]) -> int:
    """1 when any edit is lost."""
    made = argparse.ArgumentParser(prog="stellwerk bench edits", description=__doc__)
    made.add_argument("--edits", type=int, default=10_000)
    options = made.parse_args(arguments)
    found = run_at_length(TEST, options.edits)
    print(
        f"edits: {found['lost']} lost of {found['edits']} by 4 processes "
        f"({found['conflicts']} conflicts met and read again), bound 0"
    )
    return 0 if found["passed"] else 1
