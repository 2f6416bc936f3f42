# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""`bench guesses`: 10,000 wrong passwords from one and from 1,000 addresses (promise 24)."""

from __future__ import annotations

import argparse

from ._suite import run_at_length

TEST = (
    "tests/access/test_guesses.py::test_guesses_at_one_account_are_few_and_its_passkey_stays_open"
)
BOUND, PER_ADDRESS = 10, 30


def main(arguments: list[str]) -> int:
    """1 when more guesses were compared than promised or the owner's passkey was locked out."""
    made = argparse.ArgumentParser(prog="stellwerk bench guesses", description=__doc__)
    made.add_argument("--guesses", type=int, default=10_000)
    options = made.parse_args(arguments)
    found = run_at_length(TEST, options.guesses)
    print(
        f"guesses: {found['from 1']} compared per account and hour from one address, "
        f"{found['from 1000']} from 1,000 (bound {BOUND}) of {found['guesses']} each; "
        f"{found['sprayed']} accounts tried per address and minute (bound {PER_ADDRESS}); "
        f"passkey {'opens' if found['passkey_opens'] else 'LOCKED OUT'}"
    )
    return 0 if found["passed"] else 1
