# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Start, find, share, crash, stop."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from stellwerk.engine import cluster, server
from stellwerk.engine.account import server_account
from stellwerk.engine.locate import Home, conninfo
from stellwerk.engine.trouble import EngineError

HOLD = """
import sys, pathlib
from stellwerk.engine import cluster
from stellwerk.engine.locate import Home
with cluster.ensure_running(Home(pathlib.Path(sys.argv[1]))) as running:
    print(running.pid, flush=True)
    sys.stdin.read()
"""


def holder(place: Home) -> tuple[subprocess.Popen[str], int]:
    """Another process that uses the server until its input ends; and the server's number."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(place.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(cluster.__file__).parents[2])},
    )
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def write(place: Home, value: int) -> None:
    with psycopg.connect(**conninfo("owner", place=place)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (value int)")
        connection.execute("INSERT INTO kept VALUES (%s)", [value])


def kept(place: Home) -> list[int]:
    with psycopg.connect(**conninfo("owner", place=place)) as connection:
        return [row[0] for row in connection.execute("SELECT value FROM kept ORDER BY value")]


def until(done: Callable[[], bool], seconds: float = 5) -> bool:
    """True as soon as it is so; False when it is not so after these seconds."""
    deadline = time.monotonic() + seconds
    while not done() and time.monotonic() < deadline:
        time.sleep(0.005)
    return done()


def test_empty_home_starts_and_a_second_start_finds_the_first(make_home, monkeypatch):
    monkeypatch.setenv("LANG", "xx_XX.UTF-8")
    monkeypatch.setenv("LC_ALL", "xx_XX.UTF-8")
    place = make_home()
    with cluster.ensure_running(place) as first:
        assert first.started_here
        with psycopg.connect(**conninfo("web", place=place)) as connection:
            row = connection.execute(
                "SELECT pg_encoding_to_char(encoding), datlocprovider::text, datlocale"
                " FROM pg_database WHERE datname = current_database()"
            ).fetchone()
            assert row == ("UTF8", "b", "C.UTF-8")
        with cluster.ensure_running(place) as second:
            assert not second.started_here
            assert (second.pid, second.identity) == (first.pid, first.identity)
        assert cluster.is_running(place)
    assert not cluster.is_running(place)


def test_everything_is_killed_and_the_next_start_recovers(make_home):
    place = make_home()
    process, pid = holder(place)
    write(place, 1)
    process.kill()
    process.wait()
    with cluster.ensure_running(place) as adopted:
        assert (adopted.pid, adopted.started_here) == (pid, False), "the survivor is adopted"
    assert not cluster.is_running(place)

    process, pid = holder(place)
    write(place, 2)
    for victim in [process.pid, pid, *server.children_left(place)]:
        with contextlib.suppress(ProcessLookupError):  # some end by themselves meanwhile
            os.kill(victim, signal.SIGKILL)
    process.wait()
    with cluster.ensure_running(place) as anew:
        assert anew.pid != pid
        assert kept(place) == [1, 2]


def test_killed_server_with_living_children_is_cleared_first(make_home):
    place = make_home()
    process, pid = holder(place)
    busy = psycopg.connect(**conninfo("owner", place=place))
    busy.execute("SELECT 1")
    os.kill(pid, signal.SIGKILL)
    process.kill()
    process.wait()
    with cluster.ensure_running(place) as anew:
        assert anew.pid != pid
    busy.close()


@pytest.mark.parametrize("seconds", [1.5, 60])
def test_dying_server_is_not_adopted(make_home, monkeypatch, seconds):
    """A killed server keeps its command line for a moment: it is waited for, never handed out."""
    monkeypatch.setattr(cluster, "DYING", 4.0)
    place = make_home()
    with cluster.ensure_running(place):
        write(place, 5)
        ready = (place.data / "postmaster.pid").read_text().split("\n")
    dying = subprocess.Popen(
        ["postgres", "-c", f"import time; time.sleep({seconds})", str(place.data)],
        executable=sys.executable,
    )
    (place.data / "postmaster.pid").write_text("\n".join([str(dying.pid), *ready[1:]]))
    try:
        # a process that was started this very moment has no command line yet
        assert until(lambda: server.find(place) == dying.pid)
        if seconds > 4:
            with pytest.raises(EngineError), cluster.ensure_running(place):
                pytest.fail("a server that lets nobody in was handed out")
        else:
            with cluster.ensure_running(place) as anew:
                assert anew.started_here
                assert anew.pid != dying.pid
                assert kept(place) == [5]
    finally:
        dying.kill()
        dying.wait()


def test_last_one_who_leaves_stops_the_server(make_home):
    place = make_home()
    with cluster.ensure_running(place) as first:
        process, pid = holder(place)
        assert pid == first.pid
    assert cluster.is_running(place), "the other process still needs it"
    process.communicate("")
    assert until(lambda: not cluster.is_running(place))


def test_pid_file_that_names_a_living_stranger_does_not_block(make_home):
    place = make_home()
    with cluster.ensure_running(place):
        write(place, 7)
        text = (place.data / "postmaster.pid").read_text()
    account = server_account(place.data)
    stranger = subprocess.Popen(["sleep", "60"], **account.process_options())
    try:
        file = place.data / "postmaster.pid"
        file.write_text(text.replace(text.split("\n", 1)[0], str(stranger.pid), 1))
        os.chown(file, account.uid, account.gid)
        with cluster.ensure_running(place):
            assert kept(place) == [7]
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_socket_path_too_long_takes_a_closed_folder_of_ours(make_home):
    place = make_home("a" * 60, "b" * 60)
    assert place.socket_folder != place.run
    with cluster.ensure_running(place):
        found = place.socket_folder.stat()
        assert found.st_mode & 0o777 == 0o700
        assert found.st_uid == server_account(place.data).uid
        write(place, 1)


def test_foreign_folder_in_the_sockets_place_is_refused(make_home, tmp_path):
    place = make_home("c" * 60, "d" * 60)
    place.socket_folder.symlink_to(tmp_path)
    try:
        with (
            pytest.raises(EngineError, match="is not a folder of the user"),
            cluster.ensure_running(place),
        ):
            pass
    finally:
        place.socket_folder.unlink()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")
def test_closed_parent_folder_gives_one_clear_sentence(make_home):
    place = make_home("closed", "home")
    place.path.parent.mkdir(mode=0o700)
    with (
        pytest.raises(EngineError, match=r"may not enter .*/closed\.") as caught,
        cluster.ensure_running(place),
    ):
        pass
    assert "chmod o+x" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_home_that_cannot_be_written_gives_one_clear_sentence():
    with (
        pytest.raises(EngineError, match="cannot be written"),
        cluster.ensure_running(Home(Path("/proc/stellwerk"))),
    ):
        pass


def test_half_made_data_folder_is_made_anew(make_home):
    place = make_home()
    half = place.path / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    with cluster.ensure_running(place):
        write(place, 1)
    assert not half.exists()


def test_lost_superuser_password_is_replaced(make_home):
    place = make_home()
    with cluster.ensure_running(place):
        write(place, 3)
    (place.secrets / "db-postgres").unlink()
    (place.secrets / "db-web").unlink()
    with cluster.ensure_running(place):
        assert kept(place) == [3]
        psycopg.connect(**conninfo("web", place=place)).close()


def test_server_with_unsafe_settings_is_not_handed_out(make_home):
    place = make_home()
    with cluster.ensure_running(place, durable=False):
        with pytest.raises(EngineError, match="fsync is »off«"), cluster.ensure_running(place):
            pass
        assert cluster.is_running(place), "whoever asked for it keeps it"
