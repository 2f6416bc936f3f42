# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""`bench durability`: `kill -9` of everything during writes; nothing acknowledged may be lost.

Each round starts a whole installation (`serve`: database, pages, jobs, sealer) on a throw-away
data folder and several writers in the web role. A writer notes an id on disk only after its commit
was acknowledged. At a random moment every process is killed, the database's own included. After
the restart every id noted so far has to be there.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from stellwerk.engine import cluster, server
from stellwerk.engine.locate import Home
from stellwerk.engine.trouble import EngineError

from ..runtime import bring_up_to_date, role_environment
from ._deeds import DEEDS, Deed

START_LIMIT = 300.0


@dataclass
class Tally:
    """What the rounds brought."""

    rounds: int = 0
    acknowledged: int = 0
    lost: int = 0
    killed: int = 0
    recovery: list[float] = field(default_factory=list)


def parser() -> argparse.ArgumentParser:
    """Arguments of the bench."""
    made = argparse.ArgumentParser(prog="stellwerk bench durability", description=__doc__)
    made.add_argument("--rounds", type=int, default=20)
    made.add_argument("--writers", type=int, default=4)
    made.add_argument("--deed", choices=sorted(DEEDS), default=next(reversed(DEEDS)))
    made.add_argument("--seed", type=int, default=None, help="repeat the same random moments")
    made.add_argument("--keep", action="store_true", help="keep the throw-away data folder")
    made.add_argument(
        "--weaken",
        action="store_true",
        help="writers commit without waiting for the disk: the bench must then find losses",
    )
    return made


def main(arguments: list[str]) -> int:
    """Run the rounds; 1 when anything acknowledged was lost."""
    options = parser().parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="stellwerk-bench-"))
    place = Home((folder / "home").resolve())
    os.environ["STELLWERK_HOME"] = str(place.path)
    os.environ.pop("STELLWERK_DATABASE_URL", None)
    if os.geteuid() == 0:
        folder.chmod(0o711)
    chance = random.Random(options.seed)
    deed = DEEDS[options.deed]()
    tally = Tally()
    try:
        with cluster.ensure_running(place) as running:
            bring_up_to_date(running)
            deed.prepare(place)
        for number in range(1, options.rounds + 1):
            one_round(place, folder, deed, chance, options, tally)
            print(
                f"round {number}: {tally.acknowledged} acknowledged, {tally.lost} lost, "
                f"recovered in {tally.recovery[-1]:.2f} s",
                file=sys.stderr,
                flush=True,
            )
    finally:
        if options.keep:
            print(f"kept: {folder}", file=sys.stderr)
        else:
            cluster.stop(place)
            shutil.rmtree(folder, ignore_errors=True)
    print(summary(options, tally))
    return 1 if tally.lost or not tally.acknowledged else 0


def summary(options: argparse.Namespace, tally: Tally) -> str:
    """The one line that counts."""
    verdict = "FAILED" if tally.lost or not tally.acknowledged else "ok"
    return (
        f"durability: {verdict}, {tally.rounds} rounds of kill -9, {options.writers} writers "
        f"({options.deed}), {tally.acknowledged} writes acknowledged, {tally.lost} lost, "
        f"{tally.killed} processes killed, recovery median "
        f"{statistics.median(tally.recovery):.2f} s, max {max(tally.recovery):.2f} s"
    )


def one_round(
    place: Home,
    folder: Path,
    deed: Deed,
    chance: random.Random,
    options: argparse.Namespace,
    tally: Tally,
) -> None:
    """Start, write, kill, start again, compare."""
    installation = start_serving(folder)
    mode = "weaken" if options.weaken else "safe"
    writers = [
        start_writer(options.deed, folder / f"{slot}.acknowledged", mode)
        for slot in range(options.writers)
    ]
    wait_for_growth(folder, writers)
    time.sleep(chance.uniform(0.05, 1.5))
    tally.killed += kill_everything([installation, *writers], chance)
    if server.find(place) is not None:
        raise EngineError("A server survived the kill: the bench would prove nothing.")
    began = time.monotonic()
    with cluster.ensure_running(place):
        tally.recovery.append(time.monotonic() - began)
        noted = acknowledged(folder)
        tally.lost += len(noted - deed.present(place))
    tally.acknowledged = len(noted)
    tally.rounds += 1


def acknowledged(folder: Path) -> set[str]:
    """Every id that a writer noted completely (a torn last line was not acknowledged)."""
    noted: set[str] = set()
    for file in folder.glob("*.acknowledged"):
        lines = file.read_text(encoding="ascii").split("\n")
        noted.update(lines[:-1])
    return noted


# ── processes ────────────────────────────────────────────────────────────────────────────────


def start_serving(folder: Path) -> subprocess.Popen[bytes]:
    """`serve` on a free port, waited for until its pages answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (folder / "serve.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "stellwerk.jobs.cli", "serve", "--port", str(port)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    until = time.monotonic() + START_LIMIT
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return process
    process.kill()
    raise EngineError(f"The installation did not open: {_tail(folder / 'serve.log')}")


def start_writer(deed: str, file: Path, mode: str) -> subprocess.Popen[bytes]:
    """One writer in the web role."""
    with file.with_suffix(".log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "stellwerk.jobs.bench._writer", deed, str(file), mode],
            stdin=subprocess.DEVNULL,
            stderr=log,
            env=role_environment("web"),
        )


def wait_for_growth(folder: Path, writers: list[subprocess.Popen[bytes]]) -> None:
    """Until writes of this round have been acknowledged."""
    before = _noted_bytes(folder)
    until = time.monotonic() + START_LIMIT
    while _noted_bytes(folder) <= before:
        if time.monotonic() > until or all(writer.poll() is not None for writer in writers):
            raise EngineError(f"The writers did not write: {_tail(folder / '0.log')}")
        time.sleep(0.02)


def _noted_bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("*.acknowledged"))


def _tail(file: Path) -> str:
    return " / ".join(file.read_text(errors="replace").splitlines()[-5:])


def kill_everything(started: list[subprocess.Popen[bytes]], chance: random.Random) -> int:
    """`kill -9` for all of them and all they started, in random order; returns how many."""
    doomed = [process.pid for process in started]
    for pid in doomed:  # the list grows while we walk
        doomed.extend(_children(pid))
    chance.shuffle(doomed)
    for pid in doomed:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    for process in started:
        process.wait()
    until = time.monotonic() + 10
    while any(_lives(pid) for pid in doomed) and time.monotonic() < until:
        time.sleep(0.01)
    return len(doomed)


def _children(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and _parent(int(entry.name)) == pid:
            found.append(int(entry.name))
    return found


def _status(pid: int) -> list[str]:
    """State and parent of a process (after its name, which may hold anything)."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except OSError:
        return []
    return text.rpartition(")")[2].split()


def _parent(pid: int) -> int:
    status = _status(pid)
    return int(status[1]) if status else -1


def _lives(pid: int) -> bool:
    return _status(pid)[:1] not in ([], ["Z"])
