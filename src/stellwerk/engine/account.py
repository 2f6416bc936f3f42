# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The operating-system account the database server runs as: ourselves, or a system user for root.

PostgreSQL refuses to run as root, and rightly so.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .locate import SYSTEM_USER
from .trouble import EngineError


@dataclass(frozen=True)
class Account:
    """User and group the server runs as."""

    uid: int
    gid: int
    name: str

    @property
    def is_me(self) -> bool:
        return self.uid == os.geteuid()

    def process_options(self) -> dict[str, Any]:
        """Arguments for `subprocess` that start a program as this account, in a bare environment.

        LANG is left out on purpose: an uninstalled one breaks the server, and it needs none.
        """
        options: dict[str, Any] = {
            "cwd": "/",
            "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
        }
        if not self.is_me:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return options


def server_account(data: Path) -> Account:
    """Who runs the server: the owner of an existing cluster, else ourselves or the system user."""
    me = os.geteuid()
    if data.exists():
        owner = data.stat()
        if owner.st_uid not in (0, me) and me != 0:
            raise EngineError(
                f"The database in {data} belongs to the user »{_name(owner.st_uid)}«. "
                "Start Stellwerk as that user or as root."
            )
        if owner.st_uid != 0:
            return Account(owner.st_uid, owner.st_gid, _name(owner.st_uid))
    if me != 0:
        return Account(me, os.getegid(), _name(me))
    return _system_user()


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _system_user() -> Account:
    """The system user `stellwerk`, made when it is missing."""
    for attempt in (True, False):
        try:
            found = pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            if attempt:
                _add_system_user()
            continue
        if found.pw_uid == 0:
            raise EngineError(f"The system user »{SYSTEM_USER}« must not have the user id 0.")
        return Account(found.pw_uid, found.pw_gid, SYSTEM_USER)
    raise EngineError(
        "PostgreSQL does not run as root and the system user could not be made. Make it by hand: "
        f"useradd --system --no-create-home --shell /usr/sbin/nologin {SYSTEM_USER}"
    )


def _add_system_user() -> None:
    program = shutil.which("useradd") or shutil.which("useradd", path="/usr/sbin:/sbin")
    if program is None:
        return
    subprocess.run(
        [
            program,
            "--system",
            "--user-group",
            "--no-create-home",
            "--home-dir",
            "/nonexistent",
            "--shell",
            "/usr/sbin/nologin",
            SYSTEM_USER,
        ],
        capture_output=True,
        check=False,
    )
