# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Replacing the master key: at every moment exactly the keys that were there can be opened."""

import json
import os
import shutil
from pathlib import Path

import pytest

from stellwerk.engine import keys, locate, master
from stellwerk.engine.locate import Home
from stellwerk.engine.master import Stage
from stellwerk.engine.trouble import EngineError


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.delenv("STELLWERK_MASTER_KEY_FILE", raising=False)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    (tmp_path / "home").mkdir(mode=0o700)
    return Home(tmp_path / "home")


@pytest.fixture
def saved(place: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """`backup()` keeps the key files as a backup does; its data count as whole."""
    monkeypatch.setattr(master.backup, "verify", lambda folder: {"kind": "pg_basebackup"})

    def backup(name: str = "one") -> Path:
        target = tmp_path / f"{name}.keys"
        shutil.copytree(place.secrets, target)
        return tmp_path / name

    return backup


def test_the_way_through(place: Home, saved) -> None:
    before, old = keys.load(place), keys.master_key(place)
    early = saved("early")
    assert master.replace(place) == Stage.IN_FORCE
    assert keys.load(place) == before
    assert keys.master_key(place) != old
    with pytest.raises(EngineError, match="before the master key"):
        master.finish(place, early, keys=_without_master(early))
    assert (place.secrets / "master.key.old").exists()
    gone = master.finish(place, saved("late"))
    assert gone == place.secrets / "master.key.old"
    assert not gone.exists()
    assert keys.load(place) == before
    assert old not in [keys.read_master(file) for file in place.secrets.glob("master*")]


def _without_master(folder: Path) -> Path:
    return folder.with_name(folder.name + ".keys")


def test_the_old_key_opens_nothing_after_the_end(place: Home, saved) -> None:
    keys.load(place)
    old = (place.secrets / "master.key").read_bytes()
    master.replace(place)
    master.finish(place, saved())
    (place.secrets / "master.key").write_bytes(old)
    with pytest.raises(EngineError, match="does not fit"):
        keys.load(place)


class Killed(BaseException):
    """As if the process had ended here."""


@pytest.mark.parametrize("step", range(12))
def test_killed_at_any_step_the_keys_open_and_the_next_call_finishes(
    place: Home, saved, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    before = keys.load(place)
    left = [step]

    def dying(real):
        def call(*arguments, **more):
            if left[0] == 0:
                raise Killed
            left[0] -= 1
            return real(*arguments, **more)

        return call

    with monkeypatch.context() as patch:
        for name in ("write_secret", "sync_folder"):
            real = getattr(locate, name)
            for module in (keys, master):
                if hasattr(module, name):
                    patch.setattr(module, name, dying(real))
        for name in ("rename", "unlink"):
            patch.setattr(Path, name, dying(getattr(Path, name)))
        try:
            master.replace(place)
            backup = saved("during")
            master.finish(place, backup)
        except Killed:
            pass
    assert keys.load(place) == before
    try:
        master.replace(place)
    finally:
        assert keys.load(place) == before
    master.finish(place, saved("after"))
    assert keys.load(place) == before
    assert master.stage_of(place) == Stage.NONE
    assert sorted(file.name for file in place.secrets.glob("master*")) == ["master.key"]


def test_moving_the_key_to_another_volume(
    place: Home, saved, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = keys.load(place)
    elsewhere = tmp_path / "volume" / "stellwerk.key"
    elsewhere.parent.mkdir(mode=0o700)
    assert master.replace(place, elsewhere) == Stage.STAGED
    assert keys.load(place) == before
    with pytest.raises(EngineError, match="not in its place yet"):
        master.finish(place, saved("early"))
    monkeypatch.setenv("STELLWERK_MASTER_KEY_FILE", str(elsewhere))
    assert master.stage_of(place) == Stage.IN_FORCE
    assert keys.load(place) == before
    assert master.finish(place, saved("late")) is None
    assert keys.load(place) == before


def test_a_credential_is_not_written_by_us(
    place: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "credentials"
    folder.mkdir(mode=0o700)
    (folder / keys.CREDENTIAL).write_bytes(os.urandom(32))
    (folder / keys.CREDENTIAL).chmod(0o400)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    before = keys.load(place)
    with pytest.raises(EngineError, match="--to FILE"):
        master.replace(place)
    assert master.replace(place, tmp_path / "new.key") == Stage.STAGED
    assert keys.load(place) == before


def test_giving_up_before_it_is_in_force(place: Home, tmp_path: Path) -> None:
    before = keys.load(place)
    master.replace(place, tmp_path / "new.key")
    master.cancel(place)
    assert master.stage_of(place) == Stage.NONE
    assert keys.load(place) == before
    master.replace(place)
    with pytest.raises(EngineError, match="could be given up"):
        master.cancel(place)


def test_the_installation_key_waits_meanwhile(place: Home, saved) -> None:
    keys.load(place)
    master.replace(place)
    with pytest.raises(EngineError, match="being replaced"):
        keys.rotate(place)
    master.finish(place, saved())
    assert keys.rotate(place) == 2


def test_nothing_to_finish(place: Home, saved) -> None:
    keys.load(place)
    with pytest.raises(EngineError, match="no replacement"):
        master.finish(place, saved())


def test_the_same_key_again_is_refused(place: Home) -> None:
    keys.load(place)
    with pytest.raises(EngineError, match="in use already"):
        master.replace(place, place.secrets / "master.key")
    assert "next" not in json.loads((place.secrets / "installation-keys.json").read_text())


# ── who may write where a key lies ───────────────────────────────────────────────────────────


def test_a_folder_that_others_may_write_in_is_a_fault(
    place: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "volume"
    folder.mkdir(mode=0o700)
    keys.load(place)
    master.replace(place, folder / "key")
    monkeypatch.setenv("STELLWERK_MASTER_KEY_FILE", str(folder / "key"))
    assert keys.wrong_modes(place) == []
    folder.chmod(0o770)
    assert any("Others may write" in fault for fault in keys.wrong_modes(place))
    folder.chmod(0o1777)  # sticky: a stranger may still put a file there first
    assert any("Others may write" in fault for fault in keys.wrong_modes(place))
    folder.chmod(0o700)
    tmp_path.chmod(0o777)
    assert any(str(tmp_path) in fault for fault in keys.wrong_modes(place))
    tmp_path.chmod(0o700)
    assert keys.wrong_modes(place) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_key_that_belongs_to_a_stranger_is_a_fault(place: Home) -> None:
    keys.load(place)
    os.chown(place.secrets / "master.key", 12345, -1)
    assert any("belongs to another user" in fault for fault in keys.wrong_modes(place))
    os.chown(place.secrets / "master.key", 0, -1)
    os.chown(place.secrets, 12345, -1)
    assert any("belongs to another user" in fault for fault in keys.wrong_modes(place))
