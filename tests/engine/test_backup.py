# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A backup holds everything, and what is put back equals what was there."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest

from stellwerk.engine import backup, cluster, restore
from stellwerk.engine.locate import Home, conninfo, write_secret
from stellwerk.engine.trouble import EngineError

DIGEST = "SELECT count(*), md5(string_agg(t::text, ',' ORDER BY id)) FROM records t"


@dataclass(frozen=True)
class Original:
    """An installation with content, and one backup of it."""

    place: Home
    saved: backup.Backup
    digest: tuple[int, str]


def digest(place: Home) -> tuple[int, str]:
    with psycopg.connect(**conninfo("owner", place=place)) as connection:
        row = connection.execute(DIGEST).fetchone()
    assert row is not None
    return row


@pytest.fixture(scope="module")
def original(make_home) -> Iterator[Original]:
    place = make_home()
    write_secret(place.secrets / "master.key", "the key")
    with cluster.ensure_running(place) as found:
        (place.files / "letters").mkdir(parents=True)
        (place.files / "letters" / "one.pdf").write_bytes(b"%PDF invented")
        with psycopg.connect(**conninfo("owner", place=place)) as connection:
            connection.execute("CREATE TABLE records (id int PRIMARY KEY, text text)")
            connection.execute(
                "INSERT INTO records SELECT n, md5(n::text) FROM generate_series(1, 5000) n"
            )
        saved = backup.make(found)
        yield Original(place, saved, digest(place))


def test_restore_equals_the_original(original, make_home):
    place = make_home()
    done = restore.restore(place, original.saved.folder)
    assert (done.moved_to, done.keys) == (None, 1)
    with cluster.ensure_running(place) as found:
        assert digest(place) == original.digest
        assert found.identity.split("/")[0], "it is a cluster of its own"
    assert (place.files / "letters" / "one.pdf").read_bytes() == b"%PDF invented"
    assert (place.secrets / "master.key").read_text() == "the key"
    assert (place.secrets / "db-web").read_text() != (
        original.place.secrets / "db-web"
    ).read_text(), "a backup holds no password"

    with pytest.raises(EngineError, match="is not empty"):
        restore.restore(place, original.saved.folder)
    again = restore.restore(place, original.saved.folder, force=True)
    assert again.moved_to is not None
    assert (again.moved_to / "postgres" / "PG_VERSION").exists()
    with cluster.ensure_running(place):
        assert digest(place) == original.digest


def test_keys_lie_apart_and_passwords_nowhere(original):
    names = [path.name for path in original.saved.folder.rglob("*")]
    assert "master.key" not in names
    assert not [name for name in names if name.startswith("db-")]
    assert [path.name for path in original.saved.keys.iterdir()] == ["master.key"]
    assert original.saved.keys.stat().st_mode & 0o777 == 0o700


def test_restore_without_keys_is_refused(original, make_home, tmp_path):
    with pytest.raises(EngineError, match=r"keys of this backup .*master\.key"):
        restore.restore(make_home(), original.saved.folder, keys=tmp_path)


def test_restore_over_a_running_installation_is_refused(original):
    with pytest.raises(EngineError, match="Stellwerk is running"):
        restore.restore(original.place, original.saved.folder, force=True)
    assert digest(original.place) == original.digest


def test_something_else_is_no_backup(make_home, tmp_path):
    with pytest.raises(EngineError, match="is no backup"):
        restore.restore(make_home(), tmp_path)


@pytest.mark.parametrize(
    ("name", "how", "word"),
    [
        ("database/global/pg_control", "change", "was changed"),
        ("database/PG_VERSION", "remove", "is missing"),
        ("database/base/intruder", "add", "does not belong"),
        ("database/backup_manifest", "change", "missing or changed"),
        ("files/letters/one.pdf", "change", "missing or changed"),
    ],
)
def test_damaged_backup_is_refused(original, name, how, word):
    file = original.saved.folder / name
    before = file.read_bytes() if how != "add" else b""
    try:
        if how == "remove":
            file.unlink()
        else:
            file.write_bytes(bytes([before[0] ^ 1]) + before[1:] if before else b"x")
        with pytest.raises(EngineError, match=word):
            backup.verify(original.saved.folder)
    finally:
        if how == "add":
            file.unlink()
        else:
            file.write_bytes(before)
    backup.verify(original.saved.folder)


def test_manifest_names_every_file_and_key(original):
    manifest = json.loads((original.saved.folder / "manifest.json").read_text())
    assert manifest["keys"] == ["master.key"]
    assert set(manifest["sha256"]) == {"database/backup_manifest", "files/letters/one.pdf"}


def test_failed_backup_leaves_nothing(original, tmp_path, monkeypatch):
    def full(*arguments: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(backup, "_write_manifest", full)
    with (
        cluster.ensure_running(original.place) as found,
        pytest.raises(OSError, match="no space left"),
    ):
        backup.make(found, tmp_path)
    assert list(tmp_path.iterdir()) == []
