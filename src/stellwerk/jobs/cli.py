# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The command line: which command runs where, in which role of the database."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from stellwerk.engine import locate
from stellwerk.engine.trouble import EngineError

#: Commands of Django that change the tables and so run as their owner.
OWNER_COMMANDS = {
    *("migrate", "makemigrations", "showmigrations", "sqlmigrate", "walls_apply"),
    *("squashmigrations", "inspectdb", "flush", "keys_rotate", "keys_replace_master"),
}
#: Commands of Django that need no tables.
OFFLINE_COMMANDS = {"makemessages", "compilemessages", "collectstatic", "findstatic"}

USAGE = """\
Stellwerk - municipal integration management

  ./stellwerk demo [--no-serve] [--port N]   try it: database, invented sample, table, pages
  ./stellwerk serve [--port N] [--host H]    run it: database, pages, jobs, seal of the log
  ./stellwerk import cases FILE ...          read a workbook with case records
  ./stellwerk report NAME ...                figures, e.g. case-management --format json
  ./stellwerk vocabulary [LIST] ...          the maintained lists and their keys
  ./stellwerk chain analyse FILE ...         what an event log shows (XES, OCEL 2.0, CSV)
  ./stellwerk chain rebuild                  links and roll-up of the log, made anew
  ./stellwerk user add ...                   a new person who signs in
  ./stellwerk audit verify ...               has anybody changed the log?
  ./stellwerk audit head [--export FILE]     the log's last seal, to be kept elsewhere
  ./stellwerk nightly [run KEY]              the recurring work and its last results
  ./stellwerk keys rotate | replace-master   new keys, while everything runs
  ./stellwerk check [--format json]          configuration, roles, walls, keys, backups
  ./stellwerk backup [--to DIR]              write a complete, checked backup
  ./stellwerk restore DIR [--force]          put a backup back
  ./stellwerk test [pytest arguments]        every check of the project
  ./stellwerk bench NAME                     durability, pages, ...: measure a promise
  ./stellwerk manage COMMAND ...             any other command of Django

Each command explains itself with --help. The data lie in STELLWERK_HOME (now: {home}).
"""

Command = Callable[[list[str]], int]


def main() -> int:
    """Run one command; every trouble of the engine ends in one sentence."""
    signal.signal(signal.SIGTERM, _end)
    arguments = sys.argv[1:]
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(USAGE.format(home=locate.home().path))
        return 0
    name, rest = arguments[0], arguments[1:]
    command = COMMANDS.get(name)
    if command is None:
        print(USAGE.format(home=locate.home().path))
        print(f"stellwerk: there is no command »{name}«.", file=sys.stderr)
        return 2
    try:
        return command(rest)
    except EngineError as trouble:
        print(f"stellwerk: {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _end(number: int, frame: object) -> NoReturn:
    """SIGTERM as an orderly end, so that the last user still stops the server."""
    sys.exit(128 + number)


# ── commands that stand elsewhere ────────────────────────────────────────────────────────────


def _module(path: str, function: str = "main") -> Command:
    """A command whose code is loaded only when it is asked for (`--help` is to be quick)."""

    def run(arguments: list[str]) -> int:
        return int(getattr(importlib.import_module(f"stellwerk.jobs.{path}"), function)(arguments))

    return run


def _django(role: str, name: str) -> Command:
    """A Django command in one role, with the database up and up to date."""

    def run(arguments: list[str]) -> int:
        return _module("runtime", "managed")([role, name, *arguments])

    return run


def _family(role: str, word: str, kinds: dict[str, str]) -> Command:
    """A command of two words, e.g. `audit verify`."""

    def run(arguments: list[str]) -> int:
        if not arguments or arguments[0] not in kinds:
            known = " | ".join(f"{word} {kind}" for kind in kinds)
            print(f"stellwerk: say one of: {known}", file=sys.stderr)
            return 2
        return _django(role, kinds[arguments[0]])(arguments[1:])

    return run


def chain(arguments: list[str]) -> int:
    """`chain analyse FILE` (no database) and `chain rebuild`."""
    if arguments[:1] == ["analyse"]:
        return _module("chain")(arguments[1:])
    return _family("owner", "chain", {"analyse": "", "rebuild": "chain_rebuild"})(arguments)


def manage(arguments: list[str]) -> int:
    """Any command of Django, as `jobs` or, where tables change, as owner (or STELLWERK_PROCESS)."""
    name = arguments[0] if arguments else "help"
    role = os.environ.get("STELLWERK_PROCESS") or ("owner" if name in OWNER_COMMANDS else "jobs")
    how = "bare" if name in OFFLINE_COMMANDS | OWNER_COMMANDS else "managed"
    return _module("runtime", how)([role, name, *arguments[1:]])


def bench(arguments: list[str]) -> int:
    """Measure one promise: `bench NAME`; other than 0 when a stated bound is missed."""
    folder = Path(__file__).parent / "bench"
    known = sorted(file.stem for file in folder.glob("*.py") if not file.name.startswith("_"))
    if not arguments or arguments[0] not in known:
        print(f"stellwerk: bench knows: {', '.join(known)}", file=sys.stderr)
        return 0 if arguments[:1] in (["-h"], ["--help"]) else 2
    return _module(f"bench.{arguments[0]}")(arguments[1:])


COMMANDS: dict[str, Command] = {
    "demo": _module("demo"),
    "serve": _module("serve"),
    "import": _family("jobs", "import", {"cases": "import_cases"}),
    "report": _django("statistics", "case_report"),
    "vocabulary": _django("jobs", "vocabulary_list"),
    "user": _family("jobs", "user", {"add": "user_add"}),
    "chain": chain,
    "audit": _family("sealer", "audit", {"verify": "audit_verify", "head": "audit_head"}),
    "nightly": _django("jobs", "nightly"),
    "keys": _family(
        "owner", "keys", {"rotate": "keys_rotate", "replace-master": "keys_replace_master"}
    ),
    "check": _module("upkeep", "check"),
    "backup": _module("upkeep", "make_backup"),
    "restore": _module("upkeep", "put_back"),
    "test": _module("suite"),
    "bench": bench,
    "manage": manage,
}


if __name__ == "__main__":
    sys.exit(main())
