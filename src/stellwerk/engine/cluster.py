# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""One server for many processes: who comes first starts it, who leaves last stops it.

Two locks of the operating system, so a killed process never leaves one behind: `engine.lock` is
held alone while somebody decides (start, adopt, stop); `users.lock` is shared by everybody who
needs the server.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import binaries, roles, server, tuning
from .account import Account, server_account
from .locate import SUPERUSER, Home, external_url, home, password_file
from .trouble import EngineError

#: Seconds in which a server that turned us away has to have ended, if it was dying.
DYING = 5.0


@dataclass(frozen=True)
class Running:
    """A server that answers. `identity` names the cluster; it changes with a new one."""

    place: Home
    identity: str
    started_here: bool
    pid: int | None


@contextmanager
def ensure_running(place: Home | None = None, *, durable: bool = True) -> Iterator[Running]:
    """Start or find the server and keep it as long as the block lasts.

    With STELLWERK_DATABASE_URL nothing is started: the roles and the database are prepared there.
    Raises EngineError with one sentence for the operator.
    """
    place = place or home()
    prepare_folders(place)
    if external_url() is not None:
        with locked(place.locks / "engine.lock"):
            prepared = Running(place, roles.prepare_external(place), False, None)
        yield prepared
        return
    users = os.open(place.locks / "users.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    process: subprocess.Popen[bytes] | None = None
    try:
        with locked(place.locks / "engine.lock"):
            fcntl.flock(users, fcntl.LOCK_SH)
            account = _server_folders(place)
            process, running = _answering(place, account, durable=durable)
        yield running
    finally:
        with locked(place.locks / "engine.lock"):
            if _alone(users):
                server.stop(place, process)
            os.close(users)


def is_running(place: Home) -> bool:
    """True while a server of this data folder lives."""
    return server.find(place) is not None


def stop(place: Home) -> None:
    """Stop the server whoever uses it; does nothing when none runs."""
    prepare_folders(place)
    with locked(place.locks / "engine.lock"):
        server.stop(place)


@contextmanager
def alone(place: Home) -> Iterator[Account]:
    """Nobody uses the server and nobody starts it while the block lasts (for a restore)."""
    prepare_folders(place)
    users = os.open(place.locks / "users.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        with locked(place.locks / "engine.lock"):
            if not _alone(users):
                raise EngineError(
                    "Stellwerk is running on this data folder. Stop it first (Ctrl+C in its "
                    "terminal, or stop the service), then try again."
                )
            server.stop(place)
            yield server_account(place.data)
    finally:
        os.close(users)


# ── locks ────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold one lock file alone; waits for whoever has it."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _alone(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


# ── folders ──────────────────────────────────────────────────────────────────────────────────


def prepare_folders(place: Home) -> None:
    """Make the data folder and our own folders in it."""
    try:
        place.path.mkdir(mode=0o711, parents=True, exist_ok=True)
        for folder in (place.locks, place.secrets, place.log, place.files, place.state):
            folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as problem:
        raise EngineError(
            f"The data folder {place.path} cannot be written ({problem.strerror}). Choose another "
            "one with STELLWERK_HOME, or start as the user it belongs to."
        ) from None


def _server_folders(place: Home) -> Account:
    """Everything the server's account needs, reachable for it; says which folder is in the way."""
    account = server_account(place.data)
    if not account.is_me:
        if place.path.stat().st_uid == os.geteuid():
            place.path.chmod(0o711)
        blocked = binaries.blocked_folder(place.path, account)
        if blocked is not None:
            raise EngineError(
                f"The database server runs as the user »{account.name}« and may not enter "
                f"{blocked}. Put the data folder elsewhere (STELLWERK_HOME=/var/lib/stellwerk) "
                f"or open the way: chmod o+x {blocked}"
            )
    server.own_folder(place.run, account)
    if place.socket_folder != place.run:
        server.own_folder(place.socket_folder, account)
    return account


# ── start ────────────────────────────────────────────────────────────────────────────────────


def _answering(
    place: Home, account: Account, *, durable: bool
) -> tuple[subprocess.Popen[bytes] | None, Running]:
    """A server that answers, with our process when it is a new one.

    A server that was killed keeps its command line until the kernel has cleared it away; who meets
    it in that moment is turned away, waits for its end and starts anew.
    """
    for _ in range(3):
        met = server.find(place)
        try:
            process = _start_or_adopt(place, account, met, durable=durable)
            return process, _provisioned(place, process, durable=durable)
        except EngineError:
            if met is None or not server.has_ended(place, met, DYING):
                raise
    raise EngineError(f"The database ends again and again. {server.last_words(place)}")


def _start_or_adopt(
    place: Home, account: Account, pid: int | None, *, durable: bool
) -> subprocess.Popen[bytes] | None:
    """Our new server, or None when a living one, `pid`, was found."""
    if pid is not None:
        server.await_ready(place, pid, None)
        return None
    bin_folder = binaries.programs(place, account)
    tuning.write_configuration(place)
    if not place.data.exists():
        server.initialise(place, bin_folder, account)
    server.clear_remains(place)
    if not password_file(SUPERUSER, place).exists():
        server.set_superuser_password(place, bin_folder, account)
    return server.start(place, bin_folder, account, durable=durable)


def _provisioned(place: Home, process: subprocess.Popen[bytes] | None, *, durable: bool) -> Running:
    """Roles and database made, settings asserted; a server that is unsafe is not handed out."""
    try:
        identity = roles.prepare(place, fresh_start=process is not None, durable=durable)
    except BaseException:
        if process is not None:
            server.stop(place, process)
        raise
    return Running(place, identity, process is not None, server.find(place))
