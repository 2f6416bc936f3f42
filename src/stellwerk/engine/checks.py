# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Is this installation what we promise? Questions to the server and the data folder.

Each answer is a `Finding`; one red finding is reason enough not to open the doors.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import psycopg

from . import keys, roles
from .locate import (
    ROLES,
    SUPERUSER,
    Home,
    conninfo,
    database,
    external_url,
    home,
    login,
    password_file,
)
from .trouble import EngineError

State = Literal["green", "yellow", "red"]
Connection = psycopg.Connection[Any]

#: Table -> the names of the policies that must stand on it.
Policies = Mapping[str, Collection[str]]
RLS = ("ENABLE", "FORCE")
BACKUP_TOO_OLD_DAYS = 8
#: What each role must be (superuser, createdb, createrole, bypassrls, replication).
PLAIN = (False, False, False, False, False)
ATTRIBUTES = {login(role): PLAIN for role in ROLES} | {
    login("backup"): (False, False, False, True, True)
}


@dataclass(frozen=True)
class Finding:
    """One answer: which area, what was asked, how it stands, and what to do."""

    area: str
    name: str
    state: State
    detail: str


def _judge(area: str, name: str, wrong: Iterable[str], good: str) -> Finding:
    faults = list(wrong)
    return Finding(area, name, "red" if faults else "green", "; ".join(faults) or good)


def connect(place: Home | None = None) -> Connection:
    """A connection that may look at roles and settings (the engine's own login)."""
    url = external_url()
    if url is not None:
        return psycopg.connect(url, dbname=database(), autocommit=True)
    return psycopg.connect(**conninfo(SUPERUSER, place=place), autocommit=True)


# ── server ───────────────────────────────────────────────────────────────────────────────────


def settings(connection: Connection) -> Finding:
    """Nothing acknowledged can be lost; no door to the network stands open."""
    wrong = roles.unsafe_settings(connection, embedded=external_url() is None)
    return _judge(
        "durability",
        "server settings",
        (f"{name} is »{value}«" for name, value in sorted(wrong.items())),
        "fsync, synchronous_commit, full_page_writes and checksums are on",
    )


def logins(connection: Connection) -> Finding:
    """Every way in asks for a password."""
    if external_url() is not None:
        return Finding("roles", "logins", "green", "decided by the external server")
    rows = connection.execute(
        "SELECT line_number, coalesce(auth_method, error) FROM pg_hba_file_rules"
    ).fetchall()
    wrong = [f"rule {line} says »{how}«" for line, how in rows if how != "scram-sha-256"]
    return _judge("roles", "logins", wrong, "every login shows a password (scram)")


def attributes(connection: Connection) -> Finding:
    """No superuser, nobody past the row policies but the backup."""
    rows = connection.execute(
        "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls, rolreplication,"
        " rolcanlogin FROM pg_roles WHERE rolname = ANY(%s)",
        [list(ATTRIBUTES)],
    ).fetchall()
    found = {row[0]: tuple(row[1:6]) for row in rows}
    words = ("SUPERUSER", "CREATEDB", "CREATEROLE", "BYPASSRLS", "REPLICATION")
    wrong = [f"{name} is missing" for name in ATTRIBUTES if name not in found]
    for name, values in found.items():
        # a hosted server may refuse BYPASSRLS to the backup role: less than allowed is fine
        excess = [
            word
            for word, value, allowed in zip(words, values, ATTRIBUTES[name], strict=True)
            if value and not allowed
        ]
        wrong += [f"{name} has {word}" for word in excess]
    return _judge("roles", "attributes", wrong, f"{len(found)} roles without special rights")


def memberships(connection: Connection) -> Finding:
    """No role can become another one."""
    rows = connection.execute(
        "SELECT m.rolname, r.rolname FROM pg_auth_members a"
        " JOIN pg_roles m ON m.oid = a.member JOIN pg_roles r ON r.oid = a.roleid"
        " WHERE m.rolname = ANY(%s)",
        [list(ATTRIBUTES)],
    ).fetchall()
    wrong = [f"{a} is a member of {b}" for a, b in rows if (a, b) not in roles.MEMBERSHIPS]
    return _judge("roles", "memberships", wrong, "no role is a member of another")


def ownership(connection: Connection) -> Finding:
    """Only the owner owns; nobody may TRUNCATE past the policies."""
    others = [login(role) for role in ROLES if role != "owner"]
    rows = connection.execute(
        "SELECT r.rolname, c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner"
        " WHERE r.rolname = ANY(%s)",
        [others],
    ).fetchall()
    wrong = [f"{name} owns {table}" for name, table in rows]
    rows = connection.execute(
        "SELECT r, c.relname FROM pg_class c, unnest(%s::text[]) r"
        " WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace"
        " AND has_table_privilege(r, c.oid, 'TRUNCATE')",
        [others],
    ).fetchall()
    wrong += [f"{name} may TRUNCATE {table}" for name, table in rows]
    return _judge("roles", "ownership", wrong, "the working roles own nothing")


def strangers(connection: Connection) -> Finding:
    """PUBLIC (every login of the server) has no way into the database."""
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM pg_database d, aclexplode(coalesce(d.datacl,"
        " acldefault('d', d.datdba))) a WHERE d.datname = current_database() AND a.grantee = 0),"
        " EXISTS (SELECT 1 FROM pg_namespace n, aclexplode(coalesce(n.nspacl,"
        " acldefault('n', n.nspowner))) a WHERE n.nspname = 'public' AND a.grantee = 0)"
    ).fetchone()
    names = ("the database is open to PUBLIC", "the schema is open to PUBLIC")
    wrong = [name for name, is_open in zip(names, row or (True, True), strict=True) if is_open]
    return _judge("roles", "strangers", wrong, "nothing is granted to PUBLIC")


def walls(connection: Connection, expected: Policies) -> Finding:
    """Each of these tables has row-level security, forced, and exactly these policies."""
    rows = connection.execute(
        "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,"
        " ARRAY(SELECT p.polname::text FROM pg_policy p WHERE p.polrelid = c.oid)"
        " FROM pg_class c WHERE c.relname = ANY(%s)"
        " AND c.relnamespace = 'public'::regnamespace",
        [list(expected)],
    ).fetchall()
    found = {row[0]: row[1:] for row in rows}
    if expected and not found:
        return Finding("walls", "row-level security", "red", "there are no tables yet")
    wrong = []
    for table, names in sorted(expected.items()):
        if table not in found:
            wrong.append(f"{table} does not exist")
            continue
        enabled, forced, policies = found[table]
        wrong += [
            f"{table} lacks {word}"
            for word, on in zip(RLS, (enabled, forced), strict=True)
            if not on
        ]
        wrong += [f"{table} lacks the policy {name}" for name in set(names) - set(policies)]
        wrong += [f"{table} has the foreign policy {name}" for name in set(policies) - set(names)]
    return _judge("walls", "row-level security", wrong, f"{len(expected)} tables stand behind it")


# ── data folder ──────────────────────────────────────────────────────────────────────────────


def _secret_files(place: Home) -> Iterator[Path]:
    if place.secrets.is_dir():
        yield from (path for path in place.secrets.rglob("*") if path.is_file())


def key_files(place: Home) -> Finding:
    """Keys and passwords belong to us and can be read by nobody else."""
    wrong = []
    if not place.secrets.is_dir():
        wrong.append(f"{place.secrets} is missing")
    elif stat.S_IMODE(place.secrets.stat().st_mode) & 0o077:
        wrong.append(f"{place.secrets} is open to others: chmod 700 {place.secrets}")
    files = list(_secret_files(place))
    for file in files:
        found = file.stat()
        if stat.S_IMODE(found.st_mode) & 0o077:
            wrong.append(f"{file} is open to others: chmod 600 {file}")
        if found.st_uid not in (os.geteuid(), place.path.stat().st_uid):
            wrong.append(f"{file} belongs to another user")
    return _judge("keys", "key files", wrong, f"{len(files)} files, readable by us alone")


def backups(place: Home, now: datetime | None = None) -> Finding:
    """How old the newest complete backup is."""
    now = now or datetime.now(UTC)
    ages = [
        now - datetime.fromtimestamp(file.stat().st_mtime, UTC)
        for file in place.backups.glob("*/manifest.json")
    ]
    if not ages:
        return Finding("backups", "age", "yellow", "no backup yet: ./stellwerk backup")
    days = min(ages).total_seconds() / 86400
    if days > BACKUP_TOO_OLD_DAYS:
        return Finding("backups", "age", "red", f"the newest backup is {days:.0f} days old")
    return Finding(
        "backups", "age", "green", f"{len(ages)} backups, the newest {days:.1f} days old"
    )


def master_key(place: Home) -> Finding:
    """The key files proper, the master key wherever it lies, and the folder it lies in."""
    faults = keys.wrong_modes(place)
    if not faults and keys.is_being_replaced(place):
        text = "is being replaced: make a backup, then ./stellwerk keys replace-master --finish"
        return Finding("keys", "master key", "yellow", text)
    return _judge("keys", "master key", faults, "readable by us alone")


# ── together ─────────────────────────────────────────────────────────────────────────────────


def safety(place: Home, connection: Connection) -> list[Finding]:
    """What must be right before anybody is let in."""
    asked = (settings, logins, attributes, memberships, ownership, strangers)
    return [*(question(connection) for question in asked), key_files(place), master_key(place)]


def everything(place: Home, expected: Policies) -> list[Finding]:
    """All answers, walls and backups included; the server has to run."""
    with connect(place) as connection:
        answers = [*safety(place, connection), walls(connection, expected)]
    return [*answers, backups(place)]


def from_inside(place: Home, expected: Policies) -> list[Finding]:
    """What a working role (jobs) may ask without the administrator's access; for nightly runs."""
    asked = (settings, attributes, memberships, ownership, strangers)
    with psycopg.connect(**conninfo("jobs", place=place), autocommit=True) as connection:
        answers = [question(connection) for question in asked]
        answers.append(walls(connection, expected))
    return [*answers, key_files(place), master_key(place), backups(place)]


def refuse_if_unsafe(place: Home | None = None, expected: Policies | None = None) -> None:
    """Raise EngineError naming every red answer; called before `serve` opens the doors."""
    place = place or home()
    with connect(place) as connection:
        answers = safety(place, connection)
        if expected is not None:
            answers.append(walls(connection, expected))
    red = [f"{answer.name}: {answer.detail}" for answer in answers if answer.state == "red"]
    if red:
        raise EngineError(
            "Stellwerk does not start, because it would be unsafe. " + " | ".join(red)
        )


def wrong_password_is_refused(place: Home, role: str = "web") -> bool:
    """Whether a login with a wrong password fails (tests and `check` ask the real server)."""
    info = conninfo(role, place=place) | {"password": "not-" + password_file(role, place).name}
    try:
        psycopg.connect(**info).close()
    except psycopg.OperationalError:
        return True
    return False
