# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The roles of an installation and the database they meet in.

Each role is a login with a secret of its own; none is a superuser, none can become another. Rights
on single tables and the row-level policies are the business of `stellwerk.access`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import Any

import psycopg
from psycopg import sql

from . import tuning
from .locate import (
    ROLES,
    SUPERUSER,
    Home,
    conninfo,
    database,
    external_url,
    login,
    password,
    password_file,
    write_secret,
)
from .trouble import EngineError

OLDEST = 150000
#: Role -> settings of its sessions.
SESSION = {
    "web": {"statement_timeout": "30s", "idle_in_transaction_session_timeout": "5min"},
    "backup": {"default_transaction_read_only": "on"},
}
#: The only membership there is: reading everything is what the backup role is for.
MEMBERSHIPS = {("stellwerk_backup", "pg_read_all_data")}

Connection = psycopg.Connection[Any]


def prepare(place: Home, *, fresh_start: bool, durable: bool = True) -> str:
    """Make what is missing on the embedded server; returns the cluster's identity.

    Repairs passwords (the files are the truth) but never attributes: a role that became superuser
    is a finding for `check`, not something to tidy away silently.
    """
    try:
        with psycopg.connect(
            **conninfo(SUPERUSER, "postgres", place), autocommit=True
        ) as connection:
            if durable:
                assert_settings(connection)
            changed = _make_roles(connection, place)
            # a start that was killed half way is finished by whoever finds the server next
            if make_database(connection, database()) or changed or fresh_start:
                for name in ("postgres", "template1"):
                    _run(connection, "REVOKE ALL ON DATABASE {} FROM PUBLIC", name)
                _enter(place, database())
            return _identity(connection)
    except psycopg.OperationalError as problem:
        raise EngineError(f"The database does not let us in: {problem}".strip()) from problem


def assert_settings(connection: Connection) -> None:
    """Refuse a server on which an acknowledged write could be lost or a stranger could knock."""
    wrong = unsafe_settings(connection)
    if wrong:
        raise EngineError(
            "The database runs with unsafe settings: "
            + ", ".join(f"{name} is »{value}«" for name, value in sorted(wrong.items()))
            + ". Stop it and start it through ./stellwerk."
        )


def unsafe_settings(connection: Connection, *, embedded: bool = True) -> dict[str, str]:
    """The settings that are not as they must be, with their value."""
    wanted = {**tuning.DURABLE, **(tuning.CLOSED if embedded else {"row_security": "on"})}
    if not embedded:
        wanted.pop("data_checksums")
    rows = connection.execute(
        "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(wanted)]
    )
    return {name: value for name, value in rows if value != wanted[name]}


def _identity(connection: Connection) -> str:
    row = connection.execute(
        "SELECT system_identifier::text || '/' || oid::text "
        "FROM pg_control_system(), pg_database WHERE datname = %s",
        [database()],
    ).fetchone()
    return str(row[0]) if row else ""


def _run(connection: Connection, template: str, *names: str) -> None:
    """One statement with quoted names."""
    quoted = [sql.Identifier(name) for name in names]
    connection.execute(sql.SQL(template).format(*quoted))


def _make_roles(connection: Connection, place: Home) -> bool:
    """Every role with the password of its file; a missing file gets a new password.

    True when anything had to be made or mended.
    """
    known = {
        row[0]
        for row in connection.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)",
            [[login(role) for role in ROLES]],
        )
    }
    changed = False
    for role in ROLES:
        file = password_file(role, place)
        if not file.exists():
            write_secret(file, secrets.token_urlsafe(32))
        if login(role) not in known:
            _create_role(connection, role)
            changed = True
        elif _password_fits(connection, place, role):
            continue
        # the verifier, not the password: a log of statements must not hold a secret
        verifier = scram(password(role, place))
        name = sql.Identifier(login(role))
        connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, sql.Literal(verifier)))
        changed = True
    return changed


def _create_role(connection: Connection, role: str) -> None:
    name = login(role)
    backup = role == "backup"
    extra = "INHERIT BYPASSRLS REPLICATION" if backup else "NOINHERIT NOBYPASSRLS NOREPLICATION"
    _run(connection, "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE " + extra, name)
    for setting, value in SESSION.get(role, {}).items():
        connection.execute(
            sql.SQL("ALTER ROLE {} SET {} = {}").format(
                sql.Identifier(name), sql.Identifier(setting), sql.Literal(value)
            )
        )
    if backup:
        _run(connection, "GRANT pg_read_all_data TO {}", name)


def _password_fits(connection: Connection, place: Home, role: str) -> bool:
    """Whether the file's password is the role's; a plain administrator has to try the door."""
    secret = password(role, place)
    if _is_superuser(connection):
        row = connection.execute(
            "SELECT coalesce(rolpassword, '') FROM pg_authid WHERE rolname = %s", [login(role)]
        ).fetchone()
        return bool(row and matches(row[0], secret))
    try:
        psycopg.connect(**conninfo(role, connection.info.dbname, place)).close()
    except psycopg.OperationalError as problem:
        return "password" not in str(problem)
    return True


def scram(secret: str, salt: bytes | None = None, rounds: int = 4096) -> str:
    """The SCRAM-SHA-256 verifier of a password, as PostgreSQL stores it (RFC 5802, RFC 7677)."""
    salt = salt if salt is not None else secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", secret.encode("ascii"), salt, rounds)
    client = hmac.digest(salted, b"Client Key", "sha256")
    stored = hashlib.sha256(client).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    parts = [base64.b64encode(part).decode("ascii") for part in (salt, stored, server)]
    return f"SCRAM-SHA-256${rounds}:{parts[0]}${parts[1]}:{parts[2]}"


def matches(verifier: str, secret: str) -> bool:
    """True when a stored verifier belongs to this password."""
    try:
        _, middle, _ = verifier.split("$")
        rounds, salt = middle.split(":")
        expected = scram(secret, base64.b64decode(salt), int(rounds))
    except ValueError:
        return False
    return hmac.compare_digest(expected, verifier)


def make_database(connection: Connection, name: str, template: str = "template0") -> bool:
    """Create a database of the owner's unless it exists; nobody else may enter unasked."""
    found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    if found:
        return False
    if template == "template0":
        form = "ENCODING 'UTF8' LOCALE 'C'"
        if connection.info.server_version >= 170000:
            form += " LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"
    else:
        form = ""
    _run(
        connection,
        "CREATE DATABASE {} OWNER {} TEMPLATE {} " + form,
        name,
        login("owner"),
        template,
    )
    _run(connection, "REVOKE ALL ON DATABASE {} FROM PUBLIC", name)
    for role in ROLES:
        _run(connection, "GRANT CONNECT ON DATABASE {} TO {}", name, login(role))
    return True


def _enter(place: Home, name: str) -> None:
    """Rights on the one schema, given inside the database on the embedded server."""
    with psycopg.connect(**conninfo(SUPERUSER, name, place), autocommit=True) as connection:
        open_schema(connection)


def open_schema(connection: Connection) -> None:
    """The schema belongs to the owner; the others may look up names in it, no more."""
    _run(connection, "ALTER SCHEMA public OWNER TO {}", login("owner"))
    connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    for role in ROLES:
        if role != "owner":
            _run(connection, "GRANT USAGE ON SCHEMA public TO {}", login(role))


# ── a server of the operator's own ───────────────────────────────────────────────────────────


def prepare_external(place: Home) -> str:
    """Make roles and database on the server that STELLWERK_DATABASE_URL names."""
    url = external_url() or ""
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            number = connection.info.server_version
            if number < OLDEST:
                raise EngineError(
                    f"The database server has version {number // 10000}; it has to be 15 or newer."
                )
            _make_roles(connection, place)
            if not _is_superuser(connection):
                # without it the administrator may not give the new database away
                _run(connection, "GRANT {} TO CURRENT_USER", login("owner"))
            fresh = make_database(connection, database())
            identity = _external_identity(connection)
            inner = psycopg.conninfo.make_conninfo(url, dbname=database())
        if fresh:
            with psycopg.connect(inner, autocommit=True) as inside:
                open_schema(inside)
        return identity
    except psycopg.OperationalError as problem:
        raise EngineError(
            f"The database at STELLWERK_DATABASE_URL cannot be used: {problem}"
        ) from problem


def _is_superuser(connection: Connection) -> bool:
    row = connection.execute("SELECT current_setting('is_superuser')").fetchone()
    return bool(row and row[0] == "on")


def _external_identity(connection: Connection) -> str:
    row = connection.execute(
        "SELECT oid::text FROM pg_database WHERE datname = %s", [database()]
    ).fetchone()
    return f"{connection.info.host}:{connection.info.port}/{row[0] if row else ''}"
