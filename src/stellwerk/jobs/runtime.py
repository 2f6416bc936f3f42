# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Bring an installation up: server, roles, tables, walls; then run one process in one role."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from stellwerk.engine import cluster, locate, schema
from stellwerk.engine.cluster import Running
from stellwerk.engine.trouble import EngineError

PACKAGE = Path(__file__).resolve().parent.parent


@contextmanager
def ready() -> Iterator[Running]:
    """The server runs and the database fits the code as long as the block lasts."""
    with cluster.ensure_running() as running:
        bring_up_to_date(running)
        yield running


def bring_up_to_date(running: Running) -> None:
    """Migrate and rebuild the walls when the code changed since the last time."""
    if schema.is_current(running):
        return
    with cluster.locked(running.place.locks / "migrate.lock"):
        if schema.is_current(running):
            return
        done = django("owner", "migrate", "--noinput", "--verbosity=0")
        if done == 0:
            done = django("owner", "walls_apply")
        if done == 0:
            done = django("jobs", "load_vocabulary")
        if done != 0:
            raise EngineError("The database could not be brought up to date (see above).")
        schema.mark_current(running)


def role_environment(role: str) -> dict[str, str]:
    """The environment of a process in one role: it learns no administrative password."""
    environment = {**os.environ, "STELLWERK_PROCESS": role}
    environment.setdefault("DJANGO_SETTINGS_MODULE", "stellwerk.config.settings")
    url = locate.external_url()
    if url is not None:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        environment["STELLWERK_DATABASE_URL"] = urlunsplit(parts._replace(netloc=host))
    return environment


def django(role: str, *arguments: str) -> int:
    """Run one Django command in a process of its own; returns its exit status."""
    command = [sys.executable, "-m", "django", *arguments]
    return subprocess.run(command, env=role_environment(role), check=False).returncode


def managed(arguments: list[str]) -> int:
    """`[role, command, …]` in this process, with the database up and up to date."""
    if {"-h", "--help"} & set(arguments[2:3]):
        return bare(arguments)
    with ready():
        return _here(arguments)


def bare(arguments: list[str]) -> int:
    """`[role, command, …]` in this process; the server runs, the tables may be missing."""
    with cluster.ensure_running():
        return _here(arguments)


def _here(arguments: list[str]) -> int:
    role, *command = arguments
    environment = role_environment(role)
    os.environ.clear()
    os.environ.update(environment)
    # the settings read the role, so Django may be loaded only now
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["stellwerk", *command])
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def collect_static(place: locate.Home) -> None:
    """Copy scripts, styles and fonts where the web server finds them, when they changed."""
    digest = hashlib.sha256()
    for file in sorted(PACKAGE.glob("web/**/static/**/*")):
        if file.is_file():
            state = file.stat()
            digest.update(f"{file} {state.st_size} {state.st_mtime_ns}\n".encode())
    marker = place.state / "static"
    text = digest.hexdigest() + "\n"
    if marker.exists() and marker.read_text(encoding="ascii") == text:
        return
    if django("web", "collectstatic", "--noinput", "--clear", "--verbosity=0") != 0:
        raise EngineError("The styles and scripts could not be put in place (see above).")
    locate.write_secret(marker, text)
