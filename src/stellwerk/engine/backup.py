# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A backup that is whole or absent: database, files, a manifest; the keys in a folder of their own.

Whoever has the backup and the keys together can read everything, so they never lie in one folder.
The passwords of the database roles are in neither: a restore makes new ones.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .cluster import Running
from .locate import Home, conninfo, database, external_url, sync_folder, sync_tree
from .pages import verify_pages
from .tools import environment, last_line, run_tool
from .trouble import EngineError

FORMAT = 1
KEYS_SUFFIX = ".keys"


@dataclass(frozen=True)
class Backup:
    """What was written: the folder with data, the folder with keys, bytes of the data."""

    folder: Path
    keys: Path
    size: int


def make(running: Running, to: Path | None = None) -> Backup:
    """Back up a running installation below `to` (default: the data folder's `backups`)."""
    base = (to or running.place.backups).absolute()
    base.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%S.%fZ")
    draft, keys_draft = base / f".{name}.partial", base / f".{name}{KEYS_SUFFIX}.partial"
    try:
        for folder in (draft, keys_draft):
            folder.mkdir(mode=0o700)
        _save_database(running.place, draft)
        # after the database: a file that a row names is never missing, one too many does no harm
        _copy(running.place.files, draft / "files")
        key_names = _save_keys(running.place, keys_draft)
        _write_manifest(draft, running, key_names)
        sync_tree(draft)
        sync_tree(keys_draft)
        keys_draft.rename(base / f"{name}{KEYS_SUFFIX}")
        draft.rename(base / name)
        sync_folder(base)
    except BaseException:
        for folder in (draft, keys_draft):
            shutil.rmtree(folder, ignore_errors=True)
        raise
    size = sum(file.stat().st_size for file in _files(base / name))
    return Backup(base / name, base / f"{name}{KEYS_SUFFIX}", size)


def verify(folder: Path) -> dict[str, Any]:
    """The manifest of a backup whose every byte is as it was written; EngineError otherwise."""
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError):
        raise EngineError(f"{folder} is no backup: it has no readable manifest.json.") from None
    if manifest.get("format") != FORMAT:
        raise EngineError(f"{folder} was written by another version of Stellwerk.")
    for name, digest in manifest["sha256"].items():
        file = folder / name
        if not file.is_file() or _digest(file) != digest:
            raise EngineError(f"The backup is damaged: {file} is missing or changed.")
    if manifest["kind"] == "pg_basebackup":
        verify_pages(folder / "database")
    return manifest


def key_folder(folder: Path) -> Path:
    """Where `make` puts the keys of a backup."""
    return folder.with_name(folder.name + KEYS_SUFFIX)


# ── parts ────────────────────────────────────────────────────────────────────────────────────


def _save_database(place: Home, draft: Path) -> None:
    env = environment(conninfo("backup", place=place))
    embedded = external_url() is None
    if embedded:
        target = draft / "database"
        command = ["pg_basebackup", "-D", str(target), "-X", "stream", "-c", "fast", "--no-sync"]
        done = run_tool([*command, "--manifest-checksums=SHA256"], env)
    else:
        target = draft / "database.dump"
        done = run_tool(["pg_dump", "--format=custom", f"--file={target}"], env)
    if done.returncode == 0 and embedded:
        verify_pages(target)
    elif done.returncode == 0:
        done = run_tool(["pg_restore", "--list", str(target)], {})
    if done.returncode != 0:
        hint = ""
        if "server version" in done.stderr:
            host = urlsplit(external_url() or "").hostname
            hint = f" Use the pg_dump of the server on {host} instead."
        raise EngineError(f"The database could not be backed up: {last_line(done.stderr)}.{hint}")


def _save_keys(place: Home, target: Path) -> list[str]:
    """Copy every secret but the database passwords; returns the names."""
    names = []
    for file in sorted(_files(place.secrets)):
        name = str(file.relative_to(place.secrets))
        if name.startswith(("db-", ".")):
            continue
        copy = target / name
        copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(file.read_bytes())
        names.append(name)
    return names


def _write_manifest(draft: Path, running: Running, key_names: list[str]) -> None:
    embedded = external_url() is None
    manifest = {
        "format": FORMAT,
        "kind": "pg_basebackup" if embedded else "pg_dump",
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "database": database(),
        "cluster": running.identity,
        # every page of the data folder has its own sha256 in database/backup_manifest
        "sha256": {
            str(file.relative_to(draft)): _digest(file)
            for file in sorted(_files(draft))
            if file.parent == draft
            or file.name == "backup_manifest"
            or (draft / "files") in file.parents
        },
        "keys": key_names,
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    (draft / "manifest.json").write_text(text, encoding="utf-8")


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        target.mkdir(mode=0o700)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
