# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The server as a process: make its data folder, start it, recognise it, stop it.

Everything here is called with the engine's lock held (see `cluster`).
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from . import tuning
from .account import Account
from .locate import PORT, SUPERUSER, Home, password, password_file, sync_folder, write_secret
from .tools import last_line
from .trouble import EngineError

LOG_LIMIT = 10 * 1024 * 1024
RECOVERY_LIMIT = 1800.0


# ── recognising processes ────────────────────────────────────────────────────────────────────


def _command(pid: int) -> list[str]:
    """The command line of a living process; empty for a dead one and for a zombie."""
    try:
        text = Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
    except OSError:
        return []
    return text.split("\0") if text else []


def recorded_pid(place: Home) -> int | None:
    """The process number in the server's pid file, whatever process that may be now."""
    try:
        first = (place.data / "postmaster.pid").read_text(errors="replace").split("\n", 1)[0]
        return int(first)
    except (OSError, ValueError):
        return None


def find(place: Home) -> int | None:
    """The process of the living server of this data folder, or None.

    The number in the pid file proves nothing (after a crash it may be any process), so the
    command line has to name our data folder.
    """
    pid = recorded_pid(place)
    if pid is None or pid <= 0:
        return None
    command = _command(pid)
    ours = bool(command) and command[0].endswith("postgres") and str(place.data) in command
    return pid if ours else None


def has_ended(place: Home, pid: int, seconds: float) -> bool:
    """True as soon as this server of the data folder is no more; waits at most so long."""
    return _wait(lambda: find(place) != pid, seconds)


def children_left(place: Home) -> Iterator[int]:
    """Server processes that outlived their server (their titles carry our cluster's name)."""
    title = f"postgres: {tuning.cluster_name(place)}"
    for entry in Path("/proc").iterdir():
        command = _command(int(entry.name)) if entry.name.isdigit() else []
        if command and command[0].startswith(title):
            yield int(entry.name)


def _wait(done: Callable[[], bool], seconds: float) -> bool:
    until = time.monotonic() + seconds
    pause = 0.005
    while not done():
        if time.monotonic() > until:
            return False
        time.sleep(pause)
        pause = min(pause * 1.5, 0.1)
    return True


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


# ── the data folder ──────────────────────────────────────────────────────────────────────────


def own_folder(folder: Path, account: Account, mode: int = 0o700) -> None:
    """A folder that belongs to the server's account; refuses one that somebody else put there."""
    try:
        folder.mkdir(mode=mode)
        if not account.is_me:
            os.chown(folder, account.uid, account.gid)
    except FileExistsError:
        pass
    found = folder.lstat()
    if folder.is_symlink() or not folder.is_dir() or found.st_uid != account.uid:
        raise EngineError(
            f"The folder {folder} is not a folder of the user »{account.name}«. "
            "Remove it and start again."
        )
    folder.chmod(mode)


def initialise(place: Home, bin_folder: Path, account: Account) -> None:
    """Make the data folder: checksums on, a password for every login, no word of the system's LANG.

    Made beside its place and renamed, so a start that was killed leaves nothing half done.
    """
    draft = place.path / "postgres.new"
    if draft.exists():
        shutil.rmtree(draft)
    if not password_file(SUPERUSER, place).exists():
        write_secret(password_file(SUPERUSER, place), secrets.token_urlsafe(32))
    own_folder(draft, account)
    handover = place.run / f".initial-{secrets.token_hex(8)}"
    descriptor = os.open(handover, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as out:
            out.write(password(SUPERUSER, place))
        os.chown(handover, account.uid, account.gid)
        done = subprocess.run(
            [
                str(bin_folder / "initdb"),
                f"--pgdata={draft}",
                f"--username={SUPERUSER}",
                f"--pwfile={handover}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums",
                "--no-instructions",
            ],
            capture_output=True,
            text=True,
            check=False,
            **account.process_options(),
        )
    finally:
        handover.unlink(missing_ok=True)
    if done.returncode != 0:
        shutil.rmtree(draft, ignore_errors=True)
        raise EngineError(
            f"The database could not be made in {place.data}: {last_line(done.stderr)}"
        )
    draft.rename(place.data)
    sync_folder(place.path)


def set_superuser_password(place: Home, bin_folder: Path, account: Account) -> None:
    """Give the bootstrap superuser a new password while the server is down (single-user mode).

    Needed after a restore, and where the password file was lost: there is no trusted login.
    """
    secret = secrets.token_urlsafe(32)
    done = subprocess.run(
        [
            *(str(bin_folder / "postgres"), "--single", "-D", str(place.data)),
            *(*tuning.arguments(place), "postgres"),
        ],
        input=f"ALTER ROLE {SUPERUSER} PASSWORD '{secret}'\n",
        capture_output=True,
        text=True,
        check=False,
        **account.process_options(),
    )
    if done.returncode != 0 or "ERROR" in done.stderr:
        raise EngineError(f"The superuser's password could not be set: {last_line(done.stderr)}")
    write_secret(password_file(SUPERUSER, place), secret)


# ── start and stop ───────────────────────────────────────────────────────────────────────────


def clear_remains(place: Home) -> None:
    """End what a killed server left behind, and remove pid files that name a foreign process."""
    left = list(children_left(place))
    for pid in left:
        _signal(pid, signal.SIGQUIT)
    if left and not _wait(lambda: not any(children_left(place)), 5):
        for pid in children_left(place):
            _signal(pid, signal.SIGKILL)
        if not _wait(lambda: not any(children_left(place)), 5):
            raise EngineError(f"Processes of a killed server still use {place.data}: {left}")
    for file in (place.data / "postmaster.pid", place.socket_folder / f".s.PGSQL.{PORT}.lock"):
        # a free number is cleared by PostgreSQL itself; a stranger, or a zombie that nobody
        # reaps (in a container without an init), would block the start
        try:
            pid = int(file.read_text(errors="replace").split("\n", 1)[0])
        except (OSError, ValueError):
            continue
        if Path(f"/proc/{pid}").exists() and find(place) is None:
            file.unlink(missing_ok=True)


def start(
    place: Home, bin_folder: Path, account: Account, *, durable: bool
) -> subprocess.Popen[bytes]:
    """Start the server as our direct child in a session of its own and wait until it answers."""
    log = place.log / "postgres.log"
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.rename(log.with_suffix(".log.1"))
    with open(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as out:
        process = subprocess.Popen(
            [
                *(str(bin_folder / "postgres"), "-D", str(place.data)),
                *tuning.arguments(place, durable=durable),
            ],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
            **account.process_options(),
        )
    await_ready(place, process.pid, process)
    return process


def await_ready(place: Home, pid: int, process: subprocess.Popen[bytes] | None) -> None:
    """Wait until the server says ready; a recovery after a crash may take its time."""
    began = time.monotonic()
    told = False
    while not _is_ready(place, pid):
        gone = process.poll() is not None if process else find(place) is None
        waited = time.monotonic() - began
        if gone or waited > RECOVERY_LIMIT:
            raise EngineError(f"The database did not start. {last_words(place)}")
        if waited > 5 and not told:
            told = True
            sys.stderr.write("The database recovers, please wait …\n")
        time.sleep(0.01)


def _is_ready(place: Home, pid: int) -> bool:
    try:
        lines = (place.data / "postmaster.pid").read_text(errors="replace").split("\n")
    except OSError:
        return False
    return len(lines) > 7 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"


def last_words(place: Home) -> str:
    """The last lines of the server's log that tell of trouble."""
    log = place.log / "postgres.log"
    try:
        lines = log.read_text(errors="replace").splitlines()[-40:]
    except OSError:
        return "It left no log."
    telling = [line for line in lines if "FATAL" in line or "PANIC" in line or "HINT" in line]
    return f"{' / '.join(telling[-2:] or lines[-1:])} (log: {log})"


def stop(place: Home, process: subprocess.Popen[bytes] | None = None) -> None:
    """Fast stop: sessions end, everything is written; harder only when that does not work."""
    pid = find(place)
    if pid is not None:
        for number, seconds in ((signal.SIGINT, 60), (signal.SIGQUIT, 10), (signal.SIGKILL, 5)):
            _signal(pid, number)
            if _wait(lambda: _is_gone(pid, process), seconds):
                break
    if process is not None:
        process.poll()


def _is_gone(pid: int, process: subprocess.Popen[bytes] | None) -> bool:
    if process is not None and process.pid == pid:
        return process.poll() is not None
    return not _command(pid)  # empty for a zombie too, whose parent may never look
