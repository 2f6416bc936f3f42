# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A server of the operator's own: an older PostgreSQL over the network, prepared by us."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import errors

from stellwerk.engine import backup, binaries, checks, cluster, restore
from stellwerk.engine.account import server_account
from stellwerk.engine.locate import ROLES, conninfo
from stellwerk.engine.trouble import EngineError
from stellwerk.jobs.runtime import role_environment


@pytest.fixture(scope="module")
def old_server() -> Iterator[str]:
    """The address of a PostgreSQL 16 that listens on the network, of its superuser."""
    folder = binaries.wheel_folder() / binaries.PACKAGE / "pginstall" / "bin"
    base = Path(tempfile.mkdtemp(prefix="sw-external-"))
    account = server_account(base / "data")
    if not account.is_me:
        if binaries.blocked_folder(folder / "postgres", account) is not None:
            pytest.skip("the checkout is closed to the account of the server")
        os.chown(base, account.uid, account.gid)
    secret = base / "secret"
    secret.write_text("admin-secret")
    os.chown(secret, account.uid, account.gid)
    options = account.process_options()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    subprocess.run(
        [
            *(folder / "initdb", "-D", base / "data", "-U", "admin", f"--pwfile={secret}"),
            *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"),
        ],
        check=True,
        capture_output=True,
        **options,
    )
    process = subprocess.Popen(
        [
            *(folder / "postgres", "-D", base / "data", "-p", str(port)),
            *("-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={base}"),
        ],
        stderr=subprocess.DEVNULL,
        **options,
    )
    url = f"postgresql://admin:admin-secret@127.0.0.1:{port}/postgres"
    for _ in range(200):
        try:
            psycopg.connect(url).close()
            break
        except psycopg.OperationalError:
            time.sleep(0.05)
    yield url
    process.terminate()
    process.wait()
    shutil.rmtree(base)


@pytest.fixture
def emptied(old_server: str) -> Iterator[str]:
    """The same server without anything of ours."""
    yield old_server
    with psycopg.connect(old_server, autocommit=True) as connection:
        names = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'stell%'")
        for (name,) in names.fetchall():
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        for role in ROLES:
            connection.execute(f"DROP ROLE IF EXISTS stellwerk_{role}")
        connection.execute("DROP ROLE IF EXISTS landlord")


def test_roles_and_database_are_made_and_found_again(emptied, make_home, monkeypatch):
    monkeypatch.setenv("STELLWERK_DATABASE_URL", emptied)
    place = make_home()
    with cluster.ensure_running(place) as first:
        with psycopg.connect(**conninfo("owner", place=place)) as connection:
            connection.execute("CREATE TABLE seen (a int)")
        with cluster.ensure_running(place) as second:
            assert second.identity == first.identity
        with (
            psycopg.connect(**conninfo("web", place=place)) as connection,
            pytest.raises(errors.InsufficientPrivilege),
        ):
            connection.execute("SELECT * FROM seen")
        with checks.connect(place) as connection:
            answers = checks.safety(place, connection)
    assert {answer.state for answer in answers} == {"green"}, answers
    assert not place.data.exists(), "no server of ours"


def test_administrator_without_superuser_is_enough(emptied, make_home, monkeypatch):
    with psycopg.connect(emptied, autocommit=True) as connection:
        connection.execute(
            "CREATE ROLE landlord LOGIN CREATEROLE CREATEDB REPLICATION BYPASSRLS PASSWORD 'x';"
            "GRANT pg_read_all_data TO landlord WITH ADMIN OPTION"
        )
    monkeypatch.setenv(
        "STELLWERK_DATABASE_URL", emptied.replace("admin:admin-secret", "landlord:x")
    )
    place = make_home()
    for _ in range(2):
        with cluster.ensure_running(place):
            for role in ROLES:
                psycopg.connect(**conninfo(role, place=place)).close()


def test_backup_and_restore_of_an_external_database(emptied, make_home, monkeypatch):
    monkeypatch.setenv("STELLWERK_DATABASE_URL", emptied)
    place = make_home()
    with cluster.ensure_running(place) as running:
        with psycopg.connect(**conninfo("owner", place=place)) as connection:
            connection.execute("CREATE TABLE seen (a int); INSERT INTO seen VALUES (1), (2)")
            connection.execute("GRANT SELECT ON seen TO stellwerk_web")
        saved = backup.make(running)
    with pytest.raises(EngineError, match="exists on your server"):
        restore.restore(make_home(), saved.folder)
    restore.restore(place, saved.folder, force=True)
    with psycopg.connect(**conninfo("web", place=place)) as connection:
        assert connection.execute("SELECT sum(a) FROM seen").fetchone() == (3,)


def test_processes_do_not_learn_the_administrators_password(monkeypatch):
    monkeypatch.setenv(
        "STELLWERK_DATABASE_URL", "postgresql://a:topsecret@db.example:1/x?sslmode=a"
    )
    environment = role_environment("web")
    assert environment["STELLWERK_DATABASE_URL"] == "postgresql://db.example:1/x?sslmode=a"
    assert environment["STELLWERK_PROCESS"] == "web"
    assert "topsecret" not in str(environment)


def test_unreachable_server_gives_one_clear_sentence(make_home, monkeypatch):
    monkeypatch.setenv("STELLWERK_DATABASE_URL", "postgresql://a:b@127.0.0.1:1/x")
    with (
        pytest.raises(EngineError, match="STELLWERK_DATABASE_URL cannot be used") as caught,
        cluster.ensure_running(make_home()),
    ):
        pass
    assert ":b@" not in str(caught.value)
