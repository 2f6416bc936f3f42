# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Nobody enters without a secret, and nobody becomes somebody else."""

import os
import stat

import psycopg
import pytest
from psycopg import errors

from stellwerk.engine import checks, locate, roles
from stellwerk.engine.locate import ROLES, SUPERUSER, Home, conninfo, dsn, write_secret
from stellwerk.engine.trouble import EngineError


@pytest.mark.parametrize("role", [*ROLES, SUPERUSER])
def test_wrong_password_is_refused(running, role):
    assert checks.wrong_password_is_refused(running.place, role)


@pytest.mark.parametrize("role", [*ROLES, SUPERUSER])
def test_no_password_is_refused(running, role):
    info = {**conninfo(role, place=running.place), "password": ""}
    info.pop("require_auth")
    with pytest.raises(psycopg.OperationalError, match="no password supplied"):
        psycopg.connect(**info)


@pytest.mark.parametrize("role", ROLES)
def test_right_password_lets_in(running, role):
    with psycopg.connect(**conninfo(role, place=running.place)) as connection:
        row = connection.execute("SELECT current_user::text").fetchone()
    assert row == (f"stellwerk_{role}",)


@pytest.mark.parametrize("other", [role for role in (*ROLES, SUPERUSER) if role != "web"])
def test_web_cannot_become_another_role(running, other):
    with (
        psycopg.connect(**conninfo("web", place=running.place)) as connection,
        pytest.raises(errors.InsufficientPrivilege),
    ):
        connection.execute(f"SET ROLE {locate.login(other)}")


def test_web_cannot_enter_with_its_own_password_as_owner(running):
    info = conninfo("web", place=running.place) | {"user": "stellwerk_owner"}
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(**info)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE own (a int)",
        "CREATE TEMPORARY TABLE own (a int)",
        "SELECT rolpassword FROM pg_authid",
        "ALTER ROLE stellwerk_web BYPASSRLS",
        "CREATE ROLE another",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_read_file('postmaster.pid')",
    ],
)
def test_web_may_not(running, statement):
    with (
        psycopg.connect(**conninfo("web", place=running.place), autocommit=True) as connection,
        pytest.raises(errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


def test_not_even_the_superuser_turns_safety_off_for_good(admin):
    with pytest.raises(errors.Error, match="ALTER SYSTEM is not allowed"):
        admin.execute("ALTER SYSTEM SET fsync = off")


def test_backup_role_writes_nothing(running):
    with (
        psycopg.connect(**conninfo("backup", place=running.place)) as connection,
        pytest.raises(errors.Error),
    ):
        connection.execute("CREATE TABLE own (a int)")


def test_password_files_are_closed(running):
    files = list(running.place.secrets.glob("db-*"))
    assert {file.name for file in files} == {f"db-{role}" for role in (*ROLES, SUPERUSER)}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(running.place.secrets.stat().st_mode) == 0o700
    assert len({file.read_text() for file in files}) == len(files)


def test_open_password_file_is_refused(tmp_path):
    place = Home(tmp_path)
    write_secret(place.secrets / "db-web", "secret")
    (place.secrets / "db-web").chmod(0o640)
    with pytest.raises(EngineError, match="can be read by others"):
        dsn("web", place=place)


def test_dsn_reads_no_other_secret(tmp_path):
    place = Home(tmp_path)
    write_secret(place.secrets / "db-web", "secret")
    (place.secrets / "db-owner").mkdir()  # reading it would raise
    fields = dsn("web", place=place)
    assert (fields["USER"], fields["PASSWORD"]) == ("stellwerk_web", "secret")
    assert fields["OPTIONS"]["require_auth"] == "scram-sha-256"


def test_dsn_of_an_external_server_holds_no_administrator(tmp_path, monkeypatch):
    place = Home(tmp_path)
    write_secret(place.secrets / "db-web", "secret")
    url = "postgresql://admin:topsecret@db.example:6432/postgres?sslmode=require"
    monkeypatch.setenv("STELLWERK_DATABASE_URL", url)
    fields = dsn("web", place=place)
    assert (fields["HOST"], fields["PORT"], fields["NAME"]) == ("db.example", "6432", "stellwerk")
    assert fields["OPTIONS"]["sslmode"] == "require"
    assert "topsecret" not in str(fields)


def test_unknown_role_is_refused():
    with pytest.raises(EngineError, match="no database role"):
        dsn("root")


def test_verifier_is_the_one_postgresql_makes(running, admin):
    secret = locate.password("web", running.place)
    row = admin.execute(
        "SELECT rolpassword FROM pg_authid WHERE rolname = 'stellwerk_web'"
    ).fetchone()
    assert roles.matches(row[0], secret)
    assert not roles.matches(row[0], secret + "x")
    assert not roles.matches("md5abc", secret)


def test_secret_is_whole_or_absent(tmp_path, monkeypatch):
    file = tmp_path / "secrets" / "one"
    write_secret(file, "old")

    def power_cut(descriptor: int) -> None:
        raise OSError("power cut")

    monkeypatch.setattr(os, "fsync", power_cut)
    with pytest.raises(OSError, match="power cut"):
        write_secret(file, "new")
    assert file.read_text() == "old"
    assert [path.name for path in file.parent.iterdir()] == ["one"]
