# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""`demo`: the invented sample of Rheine, its printed table, sign-ins, and the pages."""

from __future__ import annotations

import argparse
import os

from stellwerk.engine.trouble import EngineError

from .runtime import django, ready
from .serve import refuse_taken_port, serve


def main(arguments: list[str]) -> int:
    """Load the sample (a second time changes nothing), print the table, then serve."""
    made = argparse.ArgumentParser(prog="stellwerk demo", description=__doc__)
    made.add_argument("--no-serve", action="store_true", help="load and print, then end")
    made.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
    options = made.parse_args(arguments)
    os.environ["STELLWERK_DEMO"] = "1"
    if not options.no_serve:
        refuse_taken_port("127.0.0.1", options.port)
    with ready() as running:
        steps = (
            ("jobs", "load_sample"),
            ("sealer", "audit_seal"),
            ("statistics", "print_pilot_table"),
        )
        for role, command in steps:
            if django(role, command) != 0:
                raise EngineError(f"The sample could not be shown: {command} failed (see above).")
        print(f"\nAddress: http://127.0.0.1:{options.port}/", flush=True)
        if not options.no_serve:
            serve(running, "127.0.0.1", options.port)
    return 0
