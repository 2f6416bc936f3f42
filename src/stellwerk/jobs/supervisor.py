# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Keep a handful of processes alive: restart who dies, stop all together, die together."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

PR_SET_PDEATHSIG = 1
FIRST_PAUSE, LONGEST_PAUSE, STABLE_AFTER = 0.5, 30.0, 60.0
STOP_SECONDS = 20.0


def die_with_parent(number: int = signal.SIGTERM) -> None:
    """Ask the kernel to end this process when its parent dies, even by `kill -9`."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)


@dataclass
class Child:
    """One process to keep alive: its name, command and environment."""

    name: str
    command: list[str]
    environment: dict[str, str]
    #: What the kernel sends when we were killed: the web server would first wait for its workers.
    last_signal: int = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    due: float = field(default=0.0)

    def start(self) -> None:
        """Start it in a session of its own, so that its own children can be reached together."""
        parent = os.getpid()

        def before_exec() -> None:
            die_with_parent(self.last_signal)
            if os.getppid() != parent:  # the parent died before the kernel knew our wish
                os._exit(1)

        self.process = subprocess.Popen(
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=before_exec,  # noqa: PLW1509 - the supervisor has one thread
        )
        self.started = time.monotonic()

    def look_after(self) -> None:
        """Start it again when it died, waiting longer each time it dies young."""
        now = time.monotonic()
        if self.process is not None:
            status = self.process.poll()
            if status is None:
                return
            self.signal(signal.SIGKILL)  # what is left of its group
            self.pause = (
                FIRST_PAUSE if now - self.started > STABLE_AFTER else min(self.pause * 2, 30.0)
            )
            say(f"{self.name} ended with status {status}, again in {self.pause:.0f} s")
            self.process, self.due = None, now + self.pause
        elif now >= self.due:
            self.start()

    def signal(self, number: int) -> None:
        """Send a signal to the process and its children."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except (ProcessLookupError, PermissionError):
                pass


def say(text: str) -> None:
    """One line for the operator's log."""
    print(f"stellwerk: {text}", file=sys.stderr, flush=True)


def supervise(children: list[Child], on_start: Callable[[], None]) -> None:
    """Run the children until SIGTERM or SIGINT; returns when all have ended."""
    stopping = False

    def stop(number: int, frame: object) -> None:
        nonlocal stopping
        stopping = True

    previous = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        for child in children:
            child.start()
        on_start()
        while not stopping:
            for child in children:
                child.look_after()
            time.sleep(0.2)
    finally:
        stop_all(children)
        for number, handler in previous.items():
            signal.signal(number, handler)


def stop_all(children: list[Child]) -> None:
    """Ask first, then force."""
    for child in children:
        if child.process is not None and child.process.poll() is None:
            child.process.terminate()
    until = time.monotonic() + STOP_SECONDS
    for child in children:
        if child.process is None:
            continue
        try:
            child.process.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            pass
        child.signal(signal.SIGKILL)
        child.process.wait()
