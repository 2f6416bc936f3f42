# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The database of the tests: the same engine and the same roles, thrown away at will.

One cluster per checkout in the folder for temporary files; one template per state of the
migrations; one clone of it per test process (0.05 s). Only here a power cut may lose something.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from . import cluster, roles
from .locate import SUPERUSER, Home, checkout, conninfo, external_url
from .schema import fingerprint
from .trouble import EngineError

PREFIX = "test_stellwerk"


def test_home() -> Home:
    """The data folder of this checkout's test cluster."""
    root = os.fsencode(checkout() or Path.cwd())
    name = hashlib.sha256(root).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"stellwerk-test-{os.geteuid()}-{name}"
    folder.mkdir(mode=0o711, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise EngineError(f"The folder {folder} belongs to somebody else: remove it.")
    return Home(folder.resolve())


@contextmanager
def test_cluster() -> Iterator[Home]:
    """The running test cluster; shared by all test processes, stopped by the last one.

    Sets STELLWERK_HOME for the block, so that `locate.dsn` and the settings find it.
    """
    if external_url() is not None:
        raise EngineError("The tests use the embedded database: unset STELLWERK_DATABASE_URL.")
    place = test_home()
    before = os.environ.get("STELLWERK_HOME")
    os.environ["STELLWERK_HOME"] = str(place.path)
    try:
        with cluster.ensure_running(place, durable=False):
            yield place
    finally:
        if before is None:
            os.environ.pop("STELLWERK_HOME", None)
        else:
            os.environ["STELLWERK_HOME"] = before


def _admin(place: Home) -> roles.Connection:
    return psycopg.connect(**conninfo(SUPERUSER, "postgres", place), autocommit=True)


def template_database(place: Home, build: Callable[[str], None]) -> str:
    """The migrated template of the present code, built once by `build(name)`.

    `build` gets an empty database owned by `stellwerk_owner` and fills it (migrate, walls).
    """
    name = f"{PREFIX}_template_{fingerprint()[:12]}"
    with cluster.locked(place.locks / "template.lock"), _admin(place) as connection:
        if _exists(connection, name):
            _drop_orphans(connection)
            return name
        _drop_like(connection, f"{PREFIX}_template_%")
        draft = f"{PREFIX}_draft"
        _drop(connection, draft)
        _new(place, connection, draft, "template0")
        build(draft)
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(draft), sql.Identifier(name)
            )
        )
    return name


def clone(place: Home, template: str, name: str) -> str:
    """A fresh copy of the template under `name` (an older one of that name goes)."""
    with cluster.locked(place.locks / "template.lock"), _admin(place) as connection:
        _drop(connection, name)
        _new(place, connection, name, template)
    return name


def drop(place: Home, name: str) -> None:
    """Remove a clone."""
    with _admin(place) as connection:
        _drop(connection, name)


def worker_database(worker: str) -> str:
    """The name for one xdist worker (`gw0` …) or the single test process."""
    return f"{PREFIX}_{worker}_{os.getpid()}"


def _new(place: Home, connection: roles.Connection, name: str, template: str) -> None:
    roles.make_database(connection, name, template)
    if template == "template0":
        with psycopg.connect(**conninfo(SUPERUSER, name, place), autocommit=True) as inside:
            roles.open_schema(inside)


def _exists(connection: roles.Connection, name: str) -> bool:
    found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    return found.fetchone() is not None


def _drop(connection: roles.Connection, name: str) -> None:
    connection.execute(
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    )


def _drop_orphans(connection: roles.Connection) -> None:
    """Remove clones whose test process ended without tidying up."""
    rows = connection.execute(
        "SELECT datname FROM pg_database WHERE datname ~ %s", [f"^{PREFIX}_.*_[0-9]+$"]
    )
    for (name,) in rows.fetchall():
        # the fingerprint in a template's name may happen to hold digits only
        if name.startswith(f"{PREFIX}_template_"):
            continue
        if not Path(f"/proc/{name.rpartition('_')[2]}").exists():
            _drop(connection, name)


def _drop_like(connection: roles.Connection, pattern: str) -> None:
    rows = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern])
    for (name,) in rows.fetchall():
        _drop(connection, str(name))
