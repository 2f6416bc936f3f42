# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Put a backup back: verified first, into an empty data folder, with new database passwords."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from . import backup, cluster, roles, schema
from .account import Account
from .locate import (
    ROLES,
    SUPERUSER,
    Home,
    database,
    external_url,
    password_file,
    sync_folder,
    sync_tree,
    write_secret,
)
from .tools import environment, last_line, run_tool
from .trouble import EngineError


@dataclass(frozen=True)
class Restored:
    """What was done: when the backup was made, where the former data went (if any)."""

    made_at: str
    moved_to: Path | None
    keys: int


def restore(
    place: Home, folder: Path, *, keys: Path | None = None, force: bool = False
) -> Restored:
    """Restore the backup in `folder`; the database is started and judged by the caller.

    Refuses a damaged backup, missing keys, a running installation, and a data folder that holds
    something already (with `force` the former data are moved aside, never deleted).
    """
    folder = folder.absolute()
    manifest = backup.verify(folder)
    key_folder = keys or backup.key_folder(folder)
    missing = [name for name in manifest["keys"] if not (key_folder / name).is_file()]
    if missing:
        raise EngineError(
            f"The keys of this backup are not in {key_folder} ({', '.join(missing)}). Without "
            "them names and notes stay unreadable. Name their folder: --keys FOLDER"
        )
    external = external_url() is not None
    if external != (manifest["kind"] == "pg_dump"):
        raise EngineError(
            "This backup was made from "
            + ("the embedded database" if external else "a database server of your own")
            + " and goes back to that kind only: "
            + ("unset" if external else "set")
            + " STELLWERK_DATABASE_URL."
        )
    with cluster.alone(place) as account:
        moved_to = _make_room(place, force=force)
        # the database last: what was interrupted before is no installation yet
        _restore_files(place, folder, key_folder, manifest)
        if external:
            _restore_external(place, folder, force=force)
        else:
            _restore_cluster(place, folder, account)
        schema.forget(place.state)
    return Restored(manifest["made_at"], moved_to, len(manifest["keys"]))


def _occupied(place: Home) -> list[Path]:
    """What stands in the data folder already, but for passwords and settings we write ourselves."""
    found = [place.data] if place.data.exists() else []
    if place.secrets.is_dir():
        found += [
            file for file in place.secrets.iterdir() if not file.name.startswith(("db-", "."))
        ]
    if place.files.is_dir():
        found += list(place.files.iterdir())
    return found


def _make_room(place: Home, *, force: bool) -> Path | None:
    """Move what is there aside; the folder it went to."""
    occupied = _occupied(place)
    if occupied and not force:
        raise EngineError(
            f"The data folder {place.path} is not empty ({occupied[0].name} is there). "
            "Restore into an empty one (STELLWERK_HOME), or move the present data aside: --force"
        )
    aside: Path | None = None
    if occupied:
        aside = place.path / f"replaced-{datetime.now(UTC).strftime('%Y-%m-%dT%H%M%S.%fZ')}"
        aside.mkdir(mode=0o700)
        for part in (place.data, place.secrets, place.files, place.state):
            if part.exists():
                part.rename(aside / part.name)
        sync_folder(aside)
    else:
        for role in (*ROLES, SUPERUSER):
            if external_url() is None:
                password_file(role, place).unlink(missing_ok=True)
    for part in (place.secrets, place.files, place.state):
        part.mkdir(mode=0o700, exist_ok=True)
    return aside


def _restore_cluster(place: Home, folder: Path, account: Account) -> None:
    """Copy the base backup into its place; the account that runs the server owns every file."""
    draft = place.path / "postgres.new"
    if draft.exists():
        shutil.rmtree(draft)
    shutil.copytree(folder / "database", draft, symlinks=True)
    for path in [draft, *draft.rglob("*")]:
        if not account.is_me:
            os.chown(path, account.uid, account.gid, follow_symlinks=False)
        if not path.is_symlink():
            path.chmod(0o700 if path.is_dir() else 0o600)
    sync_tree(draft)
    draft.rename(place.data)
    sync_folder(place.path)


def _restore_external(place: Home, folder: Path, *, force: bool) -> None:
    """Load the dump into an empty database of the operator's own server."""
    url = external_url() or ""
    with psycopg.connect(url, autocommit=True) as connection:
        # roles first: the dump names them as owners and in its grants
        found = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [database()]
        ).fetchone()
        if found and not force:
            raise EngineError(
                f"The database »{database()}« exists on your server. Rename or drop it first, "
                "or let it be renamed: --force"
            )
        if found:
            stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
            connection.execute(f'ALTER DATABASE "{database()}" RENAME TO "{database()}_{stamp}"')
    roles.prepare_external(place)
    env = environment(dict(psycopg.conninfo.conninfo_to_dict(url)))
    with tempfile.TemporaryDirectory(dir=place.state) as work:
        script = Path(work) / "dump.sql"
        done = run_tool(["pg_restore", f"--file={script}", str(folder / "database.dump")], {})
        if done.returncode == 0:
            _leave_out_newer_settings(script)
            quiet = ["psql", "--no-psqlrc", "--quiet", "--single-transaction"]
            stop = ["--set=ON_ERROR_STOP=1", f"--dbname={database()}", f"--file={script}"]
            done = run_tool([*quiet, *stop], env)
    if done.returncode != 0:
        raise EngineError(f"The dump could not be loaded: {last_line(done.stderr)}")


def _leave_out_newer_settings(script: Path) -> None:
    """A dump written by our newer tool sets what a server before version 17 does not know."""
    unknown = b"SET transaction_timeout = 0;"
    with script.open("r+b") as stream:
        head = stream.read(4096)
        at = head.find(unknown)
        if at >= 0:
            stream.seek(at)
            stream.write(b"--" + b" " * (len(unknown) - 2))


def _restore_files(place: Home, folder: Path, key_folder: Path, manifest: dict[str, Any]) -> None:
    if (folder / "files").is_dir():
        shutil.copytree(folder / "files", place.files, dirs_exist_ok=True)
        sync_tree(place.files)
    for name in manifest["keys"]:
        target = place.secrets / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        raw = (key_folder / name).read_bytes()
        write_secret(target, raw)
