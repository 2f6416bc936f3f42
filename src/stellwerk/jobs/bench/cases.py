# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""`bench cases`: what grows with years of work, beside the floor of `bench pages` in the same run.

Fills a throw-away installation with 100,000 invented cases in 40 organisations and three million
entries (contacts, appointments, goals, measures, phases), serves it with the product's own server
and visits each page and the floor in turn: a case with 500 entries, all of them shown, and as it
opens; the board of a team with 40 members; a case manager's month. Medians, p95 and query counts;
each page within five times the floor. A short run: ``--cases 2000 --entries 60000``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
from collections.abc import Callable

from ..runtime import collect_static, ready
from ._clients import Client, Figures, Visit, interleave
from ._timeline import BIG_CASE, LEAD, MANAGER
from .pages import expect, run, served

#: A page may take so many times the floor.
BOUND = 5.0
#: What is measured: name -> address, made from what `_timeline` says. A new page is one line.
PAGES: dict[str, Callable[[dict[str, str]], str]] = {
    f"case with {BIG_CASE}": lambda made: f"/faelle/{made['case']}/?entries={BIG_CASE}",
    "its first page": lambda made: f"/faelle/{made['case']}/",
    "hand-overs": lambda made: f"/faelle/{made['case']}/uebergaben/",
    "board of 40": lambda _made: "/team/",
    "overdue cases": lambda _made: "/team/faelle/?was=overdue",
    "month": lambda _made: "/kalender/",
}
#: Whose pages they are, where it is not the team lead.
VISITORS = {"month": MANAGER}


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="stellwerk bench cases", description=__doc__)
    made.add_argument("--cases", type=int, default=100_000)
    made.add_argument("--entries", type=int, default=3_000_000)
    made.add_argument("--rounds", type=int, default=100)
    made.add_argument("--port", type=int, default=8097)
    made.add_argument("--home", default="", help="data folder to use and keep")
    made.add_argument("--server", choices=["granian", "gunicorn"], default="granian")
    return made


def main(arguments: list[str]) -> int:
    """1 when a page takes more than five times the floor."""
    options = parser().parse_args(arguments)
    home = options.home or tempfile.mkdtemp(prefix="stellwerk-bench-")
    os.environ |= {"STELLWERK_HOME": home, "STELLWERK_SECOND_FACTOR": "0"}
    os.environ["STELLWERK_URLS"] = "stellwerk.jobs.bench._floor"
    os.environ.pop("STELLWERK_DATABASE_URL", None)
    try:
        with ready() as running:
            run("owner", "stellwerk.jobs.bench._population", "--cases", str(options.cases))
            made = fill(options.entries)
            collect_static(running.place)
            with served(options):
                figures = measure(options, made)
    finally:
        if not options.home:
            shutil.rmtree(home, ignore_errors=True)
    missed = judge(figures)
    print(
        f"cases: {options.cases:,} cases, {int(made['entries']):,} entries: "
        + ("all bounds held" if not missed else "MISSED: " + "; ".join(missed))
    )
    return 1 if missed else 0


def fill(entries: int) -> dict[str, str]:
    """Add the entries; where the visits lead."""
    said = run("jobs", "stellwerk.jobs.bench._timeline", "--entries", str(entries))
    made: dict[str, str] = json.loads(said.strip().splitlines()[-1])
    return made


def measure(options: argparse.Namespace, made: dict[str, str]) -> dict[str, Figures]:
    """Visit all pages in turn, each as the one whose page it is."""
    lead = signed_in(options.port, LEAD)
    found = {"floor": get("/floor/")}
    for name, address in PAGES.items():
        who = signed_in(options.port, VISITORS[name]) if name in VISITORS else None
        found[name] = get(address(made), who)
    return interleave(found, lead, options.rounds)


def signed_in(port: int, email: str) -> Client:
    visits = "stellwerk.jobs.bench._visits"
    cookies = run("jobs", visits, "sessions", "--email", email, "--count", "1")
    return Client(port, json.loads(cookies)[0])


def get(address: str, visitor: Client | None = None) -> Visit:
    return lambda who: expect((visitor or who).request("GET", address), 200)


def judge(figures: dict[str, Figures]) -> list[str]:
    """Print every page beside the floor; the pages that took too long."""
    floor, missed = figures["floor"].median, []
    print(f"\n{'page':16}{'median':>10}{'p95':>10}{'x floor':>9}{'queries':>9}  bound")
    for name, found in figures.items():
        ratio = found.median / floor
        queries = "/".join(str(number) for number in sorted(found.queries))
        bound = "" if name == "floor" else f"<= {BOUND}"
        print(
            f"{name:16}{found.median:>8.1f}ms{found.p95:>8.1f}ms{ratio:>9.2f}{queries:>9}  {bound}"
        )
        if name != "floor" and ratio > BOUND:
            missed.append(f"{name} {ratio:.2f} x floor (bound {BOUND})")
    return missed
