# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""`bench pages`: list, search, case page, new contact and report, beside a bare Django view.

Fills a throw-away installation with 100,000 and then 1,000,000 invented cases in 40
organisations, serves it with the product's own server and visits each page and the floor in turn
(medians, p95), then with eight clients at once (requests per second, processor time). Bounds are
ratios to the floor of the same run. ``--keep`` leaves the data folder for the next run.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import psutil

from ..runtime import collect_static, ready, role_environment
from ..serve import web_command
from ._clients import Answer, Client, Figures, Visit, interleave, together

BOUNDS = {"list": 2.0, "search": 2.0, "case": 2.5, "contact": 3.0}
GROWTH = 1.5
BERLIN = ZoneInfo("Europe/Berlin")
REPORT_SECONDS, FROZEN_SECONDS = 1.0, 0.05


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="stellwerk bench pages", description=__doc__)
    made.add_argument("--cases", default="100000,1000000", help="sizes, comma between")
    made.add_argument("--rounds", type=int, default=200)
    made.add_argument("--seconds", type=float, default=5.0, help="of load for each page")
    made.add_argument("--port", type=int, default=8099)
    made.add_argument("--home", default="", help="data folder to use and keep")
    made.add_argument("--server", choices=["granian", "gunicorn"], default="granian")
    return made


def main(arguments: list[str]) -> int:
    options = parser().parse_args(arguments)
    home = options.home or tempfile.mkdtemp(prefix="stellwerk-bench-")
    os.environ |= {"STELLWERK_HOME": home, "STELLWERK_SECOND_FACTOR": "0"}
    os.environ["STELLWERK_URLS"] = "stellwerk.jobs.bench._floor"
    missed: list[str] = []
    try:
        results: dict[int, dict[str, Figures]] = {}
        for size in [int(part) for part in options.cases.split(",")]:
            with ready() as running:
                run("owner", "stellwerk.jobs.bench._population", "--cases", str(size))
                collect_static(running.place)
                with served(options):
                    results[size] = measure(options, size, missed)
                report(size, missed)
        growth(results, missed)
    finally:
        if not options.home:
            shutil.rmtree(home, ignore_errors=True)
    print("bench pages: " + ("all bounds held" if not missed else "MISSED: " + "; ".join(missed)))
    return 1 if missed else 0


def run(role: str, module: str, *arguments: str) -> str:
    """Run a module in one role; its standard output."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=role_environment(role),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    if role == "owner":
        print(done.stdout.strip())
    return done.stdout


@contextmanager
def served(options: argparse.Namespace) -> Iterator[None]:
    """The product's server command with the floor beside the product."""
    command = [
        "stellwerk.jobs.bench._floor:application" if part.endswith(":application") else part
        for part in web_command("127.0.0.1", options.port)
    ]
    process = subprocess.Popen(command, env=role_environment("web"))
    try:
        for _ in range(200):
            try:
                Client(options.port, {}).request("GET", "/floor/")
                break
            except OSError:
                time.sleep(0.1)
        served.pid = process.pid
        yield
    finally:
        process.terminate()
        process.wait(20)


def processor_seconds() -> dict[int, float]:
    """Processor time so far of each process of the web server and the database, by its number."""
    found = {}
    for process in psutil.process_iter(["name", "cmdline"]):
        line = " ".join(process.info["cmdline"] or [])
        if "granian" in line or "postgres" in (process.info["name"] or ""):
            try:
                times = process.cpu_times()
            except psutil.Error:
                continue
            found[process.pid] = times.user + times.system
    return found


def measure(options: argparse.Namespace, size: int, missed: list[str]) -> dict[str, Figures]:
    cookies = json.loads(run("jobs", "stellwerk.jobs.bench._visits", "sessions"))
    clients = [Client(options.port, part) for part in cookies]
    visits = visits_for(clients[0])
    figures = interleave(visits, clients[0], options.rounds)
    for name, visit in visits.items():
        together(figures[name], visit, clients[1:], options.seconds, processor_seconds)
    floor = figures["floor"]
    print(f"\n{size:,} cases, 40 organisations, signed in as team lead ({size // 40:,} cases)")
    print(
        f"{'page':10}{'median':>9}{'p95':>9}{'x floor':>9}{'req/s':>8}{'p95 (8)':>9}"
        f"{'CPU ms':>8}{'queries':>9}  bound"
    )
    for name, found in figures.items():
        ratio, bound = found.median / floor.median, BOUNDS.get(name)
        queries = "/".join(str(n) for n in sorted(found.queries))
        print(
            f"{name:10}{found.median:>7.1f}ms{found.p95:>7.1f}ms{ratio:>9.2f}"
            f"{found.per_second:>8.0f}{found.loaded_p95:>7.0f}ms{found.cpu:>8.1f}"
            f"{queries:>9}  {'' if bound is None else f'<= {bound}'}"
        )
        if bound is not None and ratio > bound:
            missed.append(f"{name} {ratio:.2f} x floor at {size:,} (bound {bound})")
    if figures["frozen"].median > FROZEN_SECONDS * 1000:
        missed.append(f"frozen report {figures['frozen'].median:.0f} ms at {size:,}")
    return figures


def visits_for(client: Client) -> dict[str, Visit]:
    """The pages, each checked once to be what it should be."""
    listing = expect(client.request("GET", "/faelle/"), 200)
    cases = re.findall(rb'href="(/faelle/[0-9a-f-]{36}/)"', listing.body)
    if not cases:
        raise SystemExit("the list shows no case")
    case = cases[0].decode()
    contact = client_form(client, case)
    query = urlencode({"q": "Oleks Shev", "phase": "monitoring"})
    frozen = frozen_address(client)

    def get(address: str) -> Visit:
        return lambda who: expect(who.request("GET", address), 200)

    def note(who: Client) -> Answer:
        token = who.cookies.get("csrftoken") or token_of(who, contact)
        when = datetime.now(BERLIN).strftime("%Y-%m-%dT%H:%M")
        fields = {"csrfmiddlewaretoken": token, "kind": "phone", "at": when, "note": "Bench"}
        body = urlencode(fields)
        return expect(who.request("POST", contact, body), 302)

    return {
        "floor": get("/floor/"),
        "list": get("/faelle/"),
        "search": get(f"/faelle/?{query}"),
        "case": get(case),
        "contact": note,
        "frozen": get(frozen),
    }


def client_form(client: Client, case: str) -> str:
    page = expect(client.request("GET", case), 200).body.decode()
    found = re.search(r'href="(/faelle/[0-9a-f-]{36}/kontakt[^"]*)"', page)
    if found is None:
        raise SystemExit("the case page offers no contact")
    return found.group(1)


def token_of(client: Client, address: str) -> str:
    page = expect(client.request("GET", address), 200).body.decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if found is None:
        raise SystemExit(f"no form at {address}")
    return client.cookies.get("csrftoken", found.group(1))


def frozen_address(client: Client) -> str:
    """Freeze the report once through its page and return the frozen one's address."""
    start = "/berichte/fallmanagement/"
    page = expect(client.request("GET", start), 200).body.decode()
    action = re.search(r'action="([^"]*(?:einfrieren|freeze)[^"]*)"', page)
    if action is None:
        raise SystemExit("the report offers no freezing")
    body = urlencode({"csrfmiddlewaretoken": token_of(client, start), "title": "Bench"})
    return expect(client.request("POST", action.group(1), body), 302).location


def expect(answer: Answer, status: int) -> Answer:
    if answer.status != status:
        raise SystemExit(f"unexpected answer {answer.status}: {answer.body[:300]!r}")
    return answer


def report(size: int, missed: list[str]) -> None:
    times = json.loads(run("statistics", "stellwerk.jobs.bench._visits", "report"))
    middle = statistics.median(times)
    print(
        f"report over all {size:,} cases: median {middle * 1000:.0f} ms of {len(times)} runs, "
        f"slowest {max(times) * 1000:.0f} ms (bound {REPORT_SECONDS * 1000:.0f} ms)"
    )
    if middle > REPORT_SECONDS:
        missed.append(f"report {middle:.2f} s at {size:,}")
    cross = statistics.median(
        json.loads(run("statistics", "stellwerk.jobs.bench._visits", "cross"))
    )
    print(f"its cross tables (a page of their own): median {cross * 1000:.0f} ms")


def growth(results: dict[int, dict[str, Figures]], missed: list[str]) -> None:
    """What ten times the cases cost, page by page (floor taken out by the ratio)."""
    if len(results) < 2:
        return
    small, large = min(results), max(results)
    print(f"\n{large:,} against {small:,} cases (bound {GROWTH})")
    for name in BOUNDS:
        before, after = results[small][name].median, results[large][name].median
        print(f"{name:10}{before:>7.1f}ms -> {after:>7.1f}ms  {after / before:.2f}")
        if after / before > GROWTH:
            missed.append(f"{name} grows {after / before:.2f}")
