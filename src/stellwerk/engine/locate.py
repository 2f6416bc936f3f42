# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Where everything lies: the data folder, the socket, the secrets, the connection of each role.

Standard library only, because the launcher and the settings read it before anything else.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from .trouble import EngineError

DATABASE = "stellwerk"
SUPERUSER = "postgres"
#: The roles of an installation; each is a login of its own and a member of nothing.
ROLES = ("owner", "web", "jobs", "statistics", "sealer", "backup")
PORT = 5432
#: The kernel keeps 108 bytes for the address of a socket, the last one is a zero byte.
SOCKET_LIMIT = 107
SYSTEM_USER = "stellwerk"
SYSTEM_HOME = Path("/var/lib/stellwerk")


@dataclass(frozen=True)
class Home:
    """The data folder of one installation and the places in it."""

    path: Path

    def __fspath__(self) -> str:
        return str(self.path)

    def __truediv__(self, part: str) -> Path:
        return self.path / part

    @property
    def data(self) -> Path:
        return self.path / "postgres"

    @property
    def run(self) -> Path:
        return self.path / "run"

    @property
    def secrets(self) -> Path:
        return self.path / "secrets"

    @property
    def files(self) -> Path:
        return self.path / "files"

    @property
    def log(self) -> Path:
        return self.path / "log"

    @property
    def backups(self) -> Path:
        return self.path / "backups"

    @property
    def locks(self) -> Path:
        return self.path / "locks"

    @property
    def state(self) -> Path:
        return self.path / "state"

    @property
    def etc(self) -> Path:
        """The server's settings: outside its data folder, so that it cannot rewrite them."""
        return self.path / "etc"

    @property
    def name(self) -> str:
        """Sixteen letters that name this folder and no other, for process titles and sockets."""
        return hashlib.sha256(os.fsencode(self.path)).hexdigest()[:16]

    @property
    def socket_folder(self) -> Path:
        """The folder of the server's socket; a short one in /tmp where ours would be too long."""
        own = self.run
        if len(os.fsencode(own / f".s.PGSQL.{PORT}")) <= SOCKET_LIMIT:
            return own
        # not TMPDIR: it may differ between two processes that must meet at one socket
        base = Path("/tmp")  # noqa: S108 - a folder of mode 0700 whose owner is verified
        return (base if base.is_dir() else Path(tempfile.gettempdir())) / f"stellwerk-{self.name}"


def checkout() -> Path | None:
    """The root of the source checkout this module stands in, or None when installed elsewhere."""
    root = Path(__file__).resolve().parents[3]
    return root if (root / "stellwerk").is_file() else None


def home() -> Home:
    """The data folder: STELLWERK_HOME, else /var/lib/stellwerk for root, else ./var."""
    named = os.environ.get("STELLWERK_HOME")
    if named:
        # resolved, so that two spellings of one folder find the same server
        return Home(Path(named).expanduser().resolve())
    if os.geteuid() == 0:
        return Home(SYSTEM_HOME)
    return Home((checkout() or Path.cwd()) / "var")


def database() -> str:
    """The name of the database: `stellwerk`, or another one for tests and shared servers."""
    return os.environ.get("STELLWERK_DATABASE_NAME") or DATABASE


def external_url() -> str | None:
    """The administrative address of a database server of the operator's own, if there is one."""
    return os.environ.get("STELLWERK_DATABASE_URL") or None


def short(role: str) -> str:
    """The short name of a role; accepts the short name and the name inside the database."""
    name = role.removeprefix("stellwerk_")
    if name not in ROLES and name != SUPERUSER:
        raise EngineError(f"There is no database role »{role}«.")
    return name


def login(role: str) -> str:
    """The name of a role inside the database."""
    name = short(role)
    return name if name == SUPERUSER else f"stellwerk_{name}"


def password_file(role: str, place: Home | None = None) -> Path:
    """The file that holds the password of one role."""
    return (place or home()).secrets / f"db-{short(role)}"


def password(role: str, place: Home | None = None) -> str:
    """The password of one role. Refuses a missing file and one that others could read."""
    file = password_file(role, place)
    try:
        mode = stat.S_IMODE(file.stat().st_mode)
        text = file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise EngineError(
            f"The password file {file} is missing. Start the database once: ./stellwerk check"
        ) from None
    except PermissionError:
        raise EngineError(
            f"The password file {file} belongs to another user. Start Stellwerk as its owner."
        ) from None
    if mode & 0o077:
        raise EngineError(
            f"The password file {file} can be read by others (mode {mode:04o}): chmod 600 {file}"
        )
    return text


def write_secret(file: Path, content: str | bytes) -> None:
    """Write a secret so that it is whole or absent after a power cut, and ours alone (0600)."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(content if isinstance(content, bytes) else content.encode("ascii"))
            out.flush()
            os.fsync(out.fileno())
        draft.rename(file)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(file.parent)


def sync_tree(folder: Path) -> None:
    """Make a whole folder survive a power cut: every file and every name in it."""
    for path in [*folder.rglob("*"), folder]:
        if path.is_symlink():
            continue
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def dsn(role: str, dbname: str | None = None, place: Home | None = None) -> dict[str, Any]:
    """The connection of one role as fields of Django's DATABASES; reads that role's secret only."""
    place = place or home()
    url = external_url()
    options: dict[str, Any] = {"application_name": f"stellwerk-{short(role)}"}
    if url is None:
        host, port = str(place.socket_folder), str(PORT)
        # whoever puts a false server in the socket's place gets no password in clear
        options["require_auth"] = "scram-sha-256"
    else:
        parts = urlsplit(url)
        query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        host = query.pop("host", "") or unquote(parts.hostname or "")
        port = query.pop("port", "") or str(parts.port or PORT)
        options.update(query)
    return {
        "NAME": dbname or database(),
        "USER": login(role),
        "PASSWORD": password(role, place),
        "HOST": host,
        "PORT": port,
        "OPTIONS": options,
    }


def conninfo(role: str, dbname: str | None = None, place: Home | None = None) -> dict[str, Any]:
    """The same connection as keyword arguments of `psycopg.connect`."""
    fields = dsn(role, dbname, place)
    return {
        "dbname": fields["NAME"],
        "user": fields["USER"],
        "password": fields["PASSWORD"],
        "host": fields["HOST"],
        "port": fields["PORT"],
        **fields["OPTIONS"],
    }
