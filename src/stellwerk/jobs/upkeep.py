# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""`check`, `backup` and `restore`: what an operator does, each with a plain answer."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import cast

from stellwerk.access.walls import expected_policies
from stellwerk.engine import backup, checks, cluster, locate, restore, schema
from stellwerk.engine.checks import Finding, State
from stellwerk.engine.cluster import Running

from .runtime import ready, role_environment
from .suite import LIBRARIES, is_loadable

SIGNS = {"green": "ok     ", "yellow": "note   ", "red": "WRONG  "}


# ── check ────────────────────────────────────────────────────────────────────────────────────


def check(arguments: list[str]) -> int:
    """Judge configuration, roles, walls, durability, keys and backups; 1 when anything is red."""
    made = argparse.ArgumentParser(prog="stellwerk check", description=check.__doc__)
    made.add_argument("--format", choices=("text", "json"), default="text")
    options = made.parse_args(arguments)
    with cluster.ensure_running() as running:
        findings = all_findings(running)
    is_fine = not any(finding.state == "red" for finding in findings)
    if options.format == "json":
        body = {"ok": is_fine, "findings": [asdict(finding) for finding in findings]}
        print(json.dumps(body, indent=2, ensure_ascii=False))
    else:
        for finding in findings:
            print(f"{SIGNS[finding.state]} {finding.area:<14} {finding.name}: {finding.detail}")
    return 0 if is_fine else 1


def all_findings(running: Running) -> list[Finding]:
    """Every answer there is about this installation."""
    found = [*configuration(), _schema(running)]
    found += checks.everything(running.place, expected_policies())
    return [*found, *nightly()]


def nightly() -> list[Finding]:
    """How the recurring work stands, asked in a process of the role that does it."""
    command = [sys.executable, "-m", "django", "nightly", "--format=json"]
    done = subprocess.run(
        command, env=role_environment("jobs"), capture_output=True, text=True, check=False
    )
    try:
        lines = json.loads(done.stdout)["duties"]
    except ValueError:
        return [Finding("nightly", "all", "yellow", "not known yet: start ./stellwerk serve once")]
    return [Finding("nightly", line["key"], _tone(line), line["text"]) for line in lines]


def _tone(line: dict[str, str]) -> State:
    """The nightly look at keys, walls and backups is only noted: `check` has just looked itself."""
    state: State = cast("State", line["state"])
    return "yellow" if state == "red" and line["key"] == "self-check" else state


def configuration() -> list[Finding]:
    """What the environment says."""
    area = "configuration"
    version = ".".join(map(str, sys.version_info[:3]))
    found = [Finding(area, "data folder", "green", str(locate.home().path))]
    found.append(Finding(area, "Python", "green", version))
    debug = os.environ.get("STELLWERK_DEBUG", "0").lower() in {"1", "true", "yes", "on"}
    found.append(
        Finding(area, "debug", "red" if debug else "green", "on: unset STELLWERK_DEBUG")
        if debug
        else Finding(area, "debug", "green", "off")
    )
    base = os.environ.get("STELLWERK_BASE_URL", "")
    if base.startswith("https://"):
        found.append(Finding(area, "address", "green", base))
    else:
        text = "no https address (STELLWERK_BASE_URL): for trying out on this machine only"
        found.append(Finding(area, "address", "yellow", text))
    pango = is_loadable(LIBRARIES["libpango-1.0-0"])
    found.append(
        Finding(area, "PDF", "green", "Pango is there")
        if pango
        else Finding(area, "PDF", "yellow", "no PDF reports: install libpango-1.0-0")
    )
    return found


def _schema(running: Running) -> Finding:
    if schema.is_current(running):
        return Finding("walls", "tables", "green", "the database fits this version")
    text = "the database does not fit this version yet: ./stellwerk serve brings it up to date"
    return Finding("walls", "tables", "yellow", text)


# ── backup and restore ───────────────────────────────────────────────────────────────────────


def make_backup(arguments: list[str]) -> int:
    """Write a complete backup while everything runs."""
    made = argparse.ArgumentParser(prog="stellwerk backup", description=make_backup.__doc__)
    made.add_argument("--to", type=Path, help="folder for backups (default: the data folder's)")
    options = made.parse_args(arguments)
    with cluster.ensure_running() as running:
        done = backup.make(running, options.to)
    print(f"Backup of {done.size / 1_000_000:.0f} MB, checked: {done.folder}")
    print(f"Its keys: {done.keys}")
    print("Keep the keys in another place: whoever has both can read everything.")
    if os.environ.get("STELLWERK_MASTER_KEY_FILE") or os.environ.get("CREDENTIALS_DIRECTORY"):
        print("The master key comes from outside and is in neither: keep it as well.")
    return 0


def put_back(arguments: list[str]) -> int:
    """Put a backup into an empty data folder (or move the present data aside with --force)."""
    made = argparse.ArgumentParser(prog="stellwerk restore", description=put_back.__doc__)
    made.add_argument("folder", type=Path, metavar="DIR", help="the folder of one backup")
    made.add_argument("--keys", type=Path, help="the folder with its keys (default: DIR.keys)")
    made.add_argument("--force", action="store_true", help="move the present data aside")
    options = made.parse_args(arguments)
    place = locate.home()
    done = restore.restore(place, options.folder, keys=options.keys, force=options.force)
    print(f"Backup of {done.made_at}: every file is as it was written.")
    if done.moved_to is not None:
        print(f"The former data are in {done.moved_to}; remove them when all is well.")
    print(f"Database and files put back into {place.path}, {done.keys} key files too.")
    with ready() as running:
        findings = checks.everything(place, expected_policies())
        faults = [finding for finding in findings if finding.state == "red"]
        for finding in faults:
            print(f"{SIGNS['red']} {finding.name}: {finding.detail}")
        print(f"The database started and answers ({_size(running)}); its roles got new passwords.")
    return 1 if faults else 0


def _size(running: Running) -> str:
    with checks.connect(running.place) as connection:
        row = connection.execute(
            "SELECT count(*), pg_size_pretty(pg_database_size(current_database()))"
            " FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        ).fetchone()
    return f"{row[0]} tables, {row[1]}" if row else "empty"
