# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Whoever dies is started again; when the supervisor dies, nobody stays behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from stellwerk.jobs import supervisor
from stellwerk.jobs.supervisor import Child, stop_all

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
SUPERVISOR = """
import sys
from stellwerk.jobs.supervisor import Child, supervise
child = Child("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"], {})
supervise([child], lambda: print(child.process.pid, flush=True))
print("stopped", flush=True)
"""


def lives(pid: int) -> bool:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return text.rpartition(")")[2].split()[0] != "Z"


def until_dead(pid: int, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while lives(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not lives(pid)


@pytest.fixture
def other():
    """A supervisor in a process of its own, and its child's number."""
    process = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(supervisor.__file__).parents[2])},
    )
    yield process, int(process.stdout.readline())
    process.kill()
    process.wait()


def test_children_die_with_a_killed_supervisor(other):
    process, child = other
    process.kill()
    process.wait()
    assert until_dead(child)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stop_is_orderly(other, number):
    process, child = other
    process.send_signal(number)
    assert process.wait(timeout=20) == 0
    assert "stopped" in process.stdout.read()
    assert not lives(child)


def test_dead_child_is_started_again_and_later_each_time(monkeypatch):
    monkeypatch.setattr(supervisor, "FIRST_PAUSE", 0.05)
    child = Child("sleeper", SLEEP, {}, pause=0.05)
    child.start()
    try:
        pauses = []
        for _ in range(3):
            first = child.process.pid
            child.process.kill()
            child.process.wait()
            child.look_after()
            assert child.process is None
            pauses.append(child.pause)
            time.sleep(child.pause + 0.05)
            child.look_after()
            assert child.process.pid != first
        assert pauses == sorted(set(pauses)), "each pause is longer than the one before"
    finally:
        stop_all([child])
    assert child.process.poll() is not None
