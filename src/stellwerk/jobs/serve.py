# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""`serve`: the database, the web server, the job worker, the sealer of the log, the clock."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
import time

from stellwerk.access.walls import expected_policies
from stellwerk.engine import checks
from stellwerk.engine.cluster import Running
from stellwerk.engine.trouble import EngineError

from .runtime import collect_static, ready, role_environment
from .supervisor import Child, say, supervise

#: Threads per worker: each keeps one connection, and 60 connections are what the server gives.
THREADS = 4
MOST_WORKERS = 8


def parser() -> argparse.ArgumentParser:
    """Arguments of `serve`."""
    made = argparse.ArgumentParser(prog="stellwerk serve", description=__doc__)
    made.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
    made.add_argument("--host", default="127.0.0.1", help="address (default: 127.0.0.1)")
    return made


def main(arguments: list[str]) -> int:
    """Start everything and stay until told to stop."""
    options = parser().parse_args(arguments)
    refuse_taken_port(options.host, options.port)
    with ready() as running:
        serve(running, options.host, options.port)
    return 0


def serve(running: Running, host: str, port: int) -> None:
    """Open the doors of a running installation that is safe."""
    checks.refuse_if_unsafe(running.place, expected_policies())
    collect_static(running.place)
    children = [
        Child("web", web_command(host, port), role_environment("web"), signal.SIGKILL),
        Child("jobs", _django("db_worker", "--queue-name=*"), role_environment("jobs")),
        Child("sealer", _django("audit_seal", "--loop"), role_environment("sealer")),
        Child("nightly", _django("nightly", "stay"), role_environment("jobs")),
    ]
    supervise(children, lambda: _tell_when_open(children[0], host, port))


def web_command(host: str, port: int) -> list[str]:
    """The web server's command line (measured: granian carries 2.5 times gunicorn's load)."""
    workers = max(1, min(MOST_WORKERS, os.cpu_count() or 1))
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", host, "--port", str(port), "--http", "1", "--no-ws"),
        *("--workers", str(workers), "--blocking-threads", str(THREADS)),
        # a thread that goes takes its connection with it, and the connection its plans
        *("--blocking-threads-idle-timeout", "600"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "10", "--log-level", "warning"),
        "stellwerk.jobs.web_worker:application",
    ]


def _django(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "django", *arguments]


def refuse_taken_port(host: str, port: int) -> None:
    """Say at once that the port is taken, not after the database has started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise EngineError(
                f"Port {port} on {host} cannot be used ({problem.strerror}). "
                f"Choose another one: --port {port + 1}"
            ) from None


def _tell_when_open(web: Child, host: str, port: int) -> None:
    """Print the address as soon as somebody answers there."""
    shown = f"[{host}]" if ":" in host else host
    reach = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared only
    for _ in range(1200):
        try:
            socket.create_connection((reach, port), timeout=1).close()
        except OSError:
            if web.process is not None and web.process.poll() is not None:
                return
            time.sleep(0.1)
        else:
            say(f"open at http://{shown}:{port}/ (stop with Ctrl+C)")
            return
