# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Sealing, wrapping and the key files, without a database."""

import base64
import copy
import os
import pickle
import subprocess
import sys
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellwerk.engine import keys
from stellwerk.engine.locate import Home
from stellwerk.engine.trouble import EngineError
from stellwerk.vault.crypto import (
    Keyring,
    Unreadable,
    place_of,
    seal,
    token,
    unseal,
    wrapped_version,
)

PLACE = place_of("cases_identity", "family_name", UUID(int=1))
KEY = bytes(range(32))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.delenv("STELLWERK_MASTER_KEY_FILE", raising=False)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    return Home(tmp_path)


# --- one value ---------------------------------------------------------------------------------


@given(st.text())
def test_unseal_gives_the_text_back(text: str) -> None:
    assert unseal(KEY, seal(KEY, text, PLACE), PLACE) == text


def test_seal_twice_differs_and_shows_nothing() -> None:
    first, second = seal(KEY, "Canary Name", PLACE), seal(KEY, "Canary Name", PLACE)
    assert first != second
    assert b"Canary" not in first


@pytest.mark.parametrize(
    "other",
    [
        place_of("cases_identity", "family_name", UUID(int=2)),
        place_of("cases_identity", "given_name", UUID(int=1)),
        place_of("cases_contact", "family_name", UUID(int=1)),
    ],
)
def test_unseal_elsewhere_is_refused(other: bytes) -> None:
    with pytest.raises(Unreadable):
        unseal(KEY, seal(KEY, "text", PLACE), other)


def test_unseal_with_another_key_is_refused() -> None:
    with pytest.raises(Unreadable):
        unseal(bytes(32), seal(KEY, "text", PLACE), PLACE)


def test_every_changed_or_missing_byte_is_noticed() -> None:
    blob = seal(KEY, "text", PLACE)
    for index in range(len(blob)):
        with pytest.raises(Unreadable):
            unseal(KEY, blob[:index] + bytes([blob[index] ^ 1]) + blob[index + 1 :], PLACE)
        with pytest.raises(Unreadable):
            unseal(KEY, blob[:index], PLACE)


def test_place_needs_an_identity() -> None:
    with pytest.raises(ValueError, match="identity"):
        place_of("cases_identity", "family_name", None)


# --- data keys ---------------------------------------------------------------------------------


def test_wrapped_key_opens_for_its_subject_only(place: Home) -> None:
    ring = Keyring(keys.load(place))
    key, subject = ring.new_data_key(), uuid4()
    wrapped = ring.wrap(key, subject)
    assert key not in wrapped
    assert ring.unwrap(wrapped, subject) == key
    with pytest.raises(Unreadable):
        ring.unwrap(wrapped, uuid4())


def test_wrapped_key_of_another_installation_is_refused(place: Home, tmp_path: Path) -> None:
    subject = uuid4()
    other = Keyring(keys.load(Home(tmp_path / "other")))
    wrapped = other.wrap(other.new_data_key(), subject)
    with pytest.raises(Unreadable):
        Keyring(keys.load(place)).unwrap(wrapped, subject)


@pytest.mark.parametrize(
    "junk", [b"", b"\x01\x00\x01", b"\x02" + bytes(80), b"\x01\x00\x63" + bytes(60)]
)
def test_junk_is_no_wrapped_key(place: Home, junk: bytes) -> None:
    with pytest.raises(Unreadable):
        Keyring(keys.load(place)).unwrap(junk, uuid4())


def test_rotation_reads_old_and_writes_new_without_a_restart(place: Home) -> None:
    running = Keyring(keys.load(place), reload=lambda: keys.load(place))
    key, subject = running.new_data_key(), uuid4()
    old = running.wrap(key, subject)
    assert keys.rotate(place) == 2
    rotated = Keyring(keys.load(place))
    assert rotated.unwrap(old, subject) == key
    new = rotated.wrap(key, subject)
    assert (wrapped_version(old), wrapped_version(new)) == (1, 2)
    # the process that started before the rotation learns of the new version by itself
    assert running.unwrap(new, subject) == key
    assert running.current_version == 2
    with pytest.raises(EngineError, match="in an hour"):
        keys.retire(place, 1)
    keys.retire(place, 1, after=0)
    with pytest.raises(Unreadable):
        Keyring(keys.load(place)).unwrap(old, subject)


def test_current_version_is_not_retired(place: Home) -> None:
    keys.rotate(place)
    with pytest.raises(EngineError, match="in use"):
        keys.retire(place, 2)


def test_keys_show_and_leave_nothing(place: Home) -> None:
    material = keys.load(place)
    ring = Keyring(material)
    key = ring.new_data_key()
    shown = f"{material!r} {ring!r} {ring} {key!r} {key} {[key]}"
    for secret in (material.index, material.keks[1], bytes(key)):
        assert repr(secret)[2:-1] not in shown
    assert bytes(key) not in pickle.dumps({"key": key})
    assert pickle.loads(pickle.dumps(key)) is None  # noqa: S301 - our own bytes
    assert copy.deepcopy(key) == key
    with pytest.raises(TypeError):
        pickle.dumps(ring)


# --- blind tokens ------------------------------------------------------------------------------


def test_tokens_fit_a_bigint_and_differ_between_organisations(place: Home) -> None:
    ring = Keyring(keys.load(place))
    one, two = ring.index_key(UUID(int=1)), ring.index_key(UUID(int=2))
    assert one != two
    assert ring.index_key(UUID(int=1)) == Keyring(keys.load(place)).index_key(UUID(int=1))
    words = [f"word{number}" for number in range(2000)]
    tokens = {token(one, word) for word in words}
    assert len(tokens) == len(words)
    assert all(-(2**63) <= value < 2**63 for value in tokens)
    assert min(tokens) < 0 < max(tokens)
    assert tokens.isdisjoint(token(two, word) for word in words)


# --- key files ---------------------------------------------------------------------------------


def test_key_files_are_ours_alone_and_hold_no_clear_key(place: Home) -> None:
    material = keys.load(place)
    for name in ("master.key", "installation-keys.json"):
        assert (place.secrets / name).stat().st_mode & 0o777 == 0o600
    stored = (place.secrets / "installation-keys.json").read_bytes()
    for secret in (material.index, material.keks[1]):
        assert base64.b64encode(secret) not in stored
    assert not [file for file in place.secrets.iterdir() if file.name.startswith(".master")]


def test_loading_twice_gives_the_same_keys(place: Home) -> None:
    first, second = keys.load(place), keys.load(place)
    assert (first.index, first.keks) == (second.index, second.keks)


LOAD = """
import sys
from pathlib import Path
from stellwerk.engine.locate import Home
from stellwerk.engine import keys
sys.stdin.read()
print(keys.load(Home(Path(sys.argv[1]))).index.hex())
"""


def test_two_first_starts_at_once_make_one_set_of_keys(place: Home) -> None:
    """Fresh processes: forks keep signal handlers of a task worker that ran in this process."""
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", LOAD, str(place.path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        for _ in range(4)
    ]
    for start in starts:
        assert start.stdin is not None
        start.stdin.close()
    said = [start.stdout.read() for start in starts if start.stdout is not None]
    assert [start.wait(60) for start in starts] == [0] * 4
    assert len(set(said)) == 1
    assert said[0].strip()


@pytest.mark.parametrize("name", ["master.key", "installation-keys.json"])
def test_wrong_file_mode_is_refused_with_a_sentence(place: Home, name: str) -> None:
    keys.load(place)
    (place.secrets / name).chmod(0o640)
    with pytest.raises(EngineError, match=r"can be read by others \(mode 0640\): chmod 600"):
        keys.load(place)
    assert len(keys.wrong_modes(place)) == 1


def test_lost_keys_are_not_made_anew(place: Home) -> None:
    keys.load(place)
    (place.secrets / "installation-keys.json").unlink()
    with pytest.raises(EngineError, match="from the backup"):
        keys.load(place)


def test_lost_master_is_not_made_anew(place: Home) -> None:
    keys.load(place)
    (place.secrets / "master.key").unlink()
    with pytest.raises(EngineError, match="missing"):
        keys.load(place)


def test_foreign_master_is_refused(place: Home) -> None:
    keys.load(place)
    keys.new_master(place.secrets / "master.key")
    with pytest.raises(EngineError, match="does not fit"):
        keys.load(place)


def test_damaged_key_file_is_refused(place: Home) -> None:
    keys.load(place)
    file = place.secrets / "installation-keys.json"
    file.write_text(file.read_text(encoding="ascii")[:40], encoding="ascii")
    with pytest.raises(EngineError, match="damaged"):
        keys.load(place)


@pytest.mark.parametrize("raw", [bytes(range(32)), base64.b64encode(bytes(range(32))) + b"\n"])
def test_master_from_a_file_elsewhere(
    place: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raw: bytes
) -> None:
    file = tmp_path / "elsewhere"
    file.write_bytes(raw)
    file.chmod(0o600)
    monkeypatch.setenv("STELLWERK_MASTER_KEY_FILE", str(file))
    assert keys.load(place).keks
    assert not (place.secrets / "master.key").exists()


def test_master_named_but_missing_is_refused(
    place: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STELLWERK_MASTER_KEY_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(EngineError, match="missing"):
        keys.load(place)


def test_master_from_a_systemd_credential(
    place: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "credentials"
    folder.mkdir()
    (folder / keys.CREDENTIAL).write_bytes(os.urandom(32))
    (folder / keys.CREDENTIAL).chmod(0o440)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    assert keys.load(place).current == 1
    (folder / keys.CREDENTIAL).chmod(0o444)
    with pytest.raises(EngineError, match="read by others"):
        keys.load(place)


def test_session_secret_is_kept(place: Home) -> None:
    assert keys.django_secret(place) == keys.django_secret(place)
    assert len(keys.django_secret(place)) >= 50
