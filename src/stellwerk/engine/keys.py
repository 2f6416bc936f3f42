# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The key files: a master key outside the database, and the installation's keys wrapped by it.

The master key comes from STELLWERK_MASTER_KEY_FILE, else from the systemd credential
`stellwerk-master`, else from `secrets/master.key`. `secrets/installation-keys.json` holds every
version of the key that wraps data keys, and the key of the name index, sealed by the master key.
"""

from __future__ import annotations

import base64
import binascii
import fcntl
import json
import os
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .locate import Home, write_secret
from .trouble import EngineError

KEY_BYTES = 32
NONCE_BYTES = 12
CREDENTIAL = "stellwerk-master"
FORMAT = 1
#: Longer than any transaction that may still hold the older keys.
RETIRE_AFTER = 3600.0


@dataclass(frozen=True)
class KeyMaterial:
    """The opened keys of one installation; never printed."""

    installation: str
    current: int
    keks: dict[int, bytes] = field(repr=False)
    index: bytes = field(repr=False)


def load(place: Home) -> KeyMaterial:
    """Open the installation's keys; the very first call of an installation makes them.

    Keys that once were here and are gone are refused, never made anew: new ones could not open
    what the old ones closed. Raises EngineError with what to do.
    """
    if not _keys_file(place).exists():
        _make(place)
    master = _master(place)
    stored = _stored(place)
    installation = str(stored["installation"])
    opened = {
        int(version): _open(master, wrapped, _aad(installation, f"kek {version}"))
        for version, wrapped in stored["keks"].items()
    }
    index = _open(master, stored["index"], _aad(installation, "index"))
    return KeyMaterial(installation, int(stored["current"]), opened, index)


def rotate(place: Home) -> int:
    """Add a new version of the installation key and make it the current one.

    Older versions stay until `retire`, so that running processes read on. Returns the version.
    """
    load(place)
    with _locked(place):
        stored = _stored(place)
        version = max(int(number) for number in stored["keks"]) + 1
        aad = _aad(str(stored["installation"]), f"kek {version}")
        stored["keks"][str(version)] = _close(_master(place), secrets.token_bytes(KEY_BYTES), aad)
        stored["current"] = version
        stored["rotated"] = time.time()
        _write(place, stored)
    return version


def retire(place: Home, version: int, *, after: float = RETIRE_AFTER) -> None:
    """Forget an old version; the caller has made sure that nothing is wrapped by it any more.

    Refused within `after` seconds of the rotation: a running transaction may still use the old
    one.
    """
    with _locked(place):
        stored = _stored(place)
        if version == int(stored["current"]):
            raise EngineError(f"Version {version} of the installation key is in use.")
        if time.time() - float(stored.get("rotated", 0)) < after:
            raise EngineError("The keys were rotated only now: retire the old version in an hour.")
        if stored["keks"].pop(str(version), None) is not None:
            _write(place, stored)


def stamp(place: Home) -> tuple[int, int]:
    """Changes whenever the key file was written anew; (0, 0) while there is none."""
    try:
        found = _keys_file(place).stat()
    except FileNotFoundError:
        return 0, 0
    return found.st_mtime_ns, found.st_ino


def replace_master(place: Home, new: bytes) -> None:
    """Wrap the installation's keys by another master key (the caller puts `new` in its place)."""
    material = load(place)
    with _locked(place):
        _write(place, _wrapped(material, new))


def new_master(file: Path) -> bytes:
    """Make a master key at `file` (0600, written whole or not at all)."""
    key = secrets.token_bytes(KEY_BYTES)
    write_secret(file, base64.b64encode(key).decode("ascii") + "\n")
    return key


def django_secret(place: Home) -> str:
    """The secret that signs sessions; made on first use."""
    file = place.secrets / "django-secret"
    if not file.exists():
        with _locked(place):
            if not file.exists():
                write_secret(file, secrets.token_urlsafe(48))
    return read_secret(str(file))


def read_secret(name: str) -> str:
    """The text of a secret file ('' for no name). Refuses one that others could read."""
    if not name:
        return ""
    return _read(Path(name)).decode("utf-8").strip()


def wrong_modes(place: Home) -> list[str]:
    """A sentence for every key file whose mode or owner is wrong (for `check` and the start)."""
    faults: list[str] = []
    candidates = [_keys_file(place), place.secrets / "django-secret", _master_file(place)[0]]
    for file in candidates:
        if file.exists():
            try:
                _refuse_open_file(file, credential=file == _credential())
            except EngineError as problem:
                faults.append(str(problem))
    return faults


def _make(place: Home) -> None:
    with _locked(place):
        if _keys_file(place).exists():
            return
        marker = place.state / "keys-made"
        if marker.exists():
            raise EngineError(
                f"The key file {_keys_file(place)} is gone, but data were encrypted with it: "
                f"put the folder {place.secrets} back from the backup of the keys."
            )
        file, own = _master_file(place)
        # a master key of our own may stand already, when the first start was killed half way
        master = _master(place) if file.exists() or not own else new_master(file)
        material = KeyMaterial(
            secrets.token_hex(8),
            1,
            {1: secrets.token_bytes(KEY_BYTES)},
            secrets.token_bytes(KEY_BYTES),
        )
        _write(place, _wrapped(material, master))
        write_secret(marker, "made\n")


def _wrapped(material: KeyMaterial, master: bytes) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "installation": material.installation,
        "current": material.current,
        "keks": {
            str(version): _close(master, key, _aad(material.installation, f"kek {version}"))
            for version, key in material.keks.items()
        },
        "index": _close(master, material.index, _aad(material.installation, "index")),
    }


def _write(place: Home, stored: dict[str, Any]) -> None:
    write_secret(_keys_file(place), json.dumps(stored, indent=1) + "\n")


def _stored(place: Home) -> dict[str, Any]:
    file = _keys_file(place)
    try:
        stored = json.loads(_read(file))
    except ValueError:
        raise EngineError(f"The key file {file} is damaged: put it back from the backup.") from None
    if stored.get("format") != FORMAT:
        raise EngineError(f"The key file {file} was written by a newer version of Stellwerk.")
    return dict(stored)


def _keys_file(place: Home) -> Path:
    return place.secrets / "installation-keys.json"


def _credential() -> Path | None:
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    return Path(folder) / CREDENTIAL if folder else None


def _master_file(place: Home) -> tuple[Path, bool]:
    """Where the master key lies, and whether we may make it there ourselves."""
    named = os.environ.get("STELLWERK_MASTER_KEY_FILE")
    if named:
        return Path(named), False
    credential = _credential()
    if credential is not None and credential.exists():
        return credential, False
    return place.secrets / "master.key", True


def _master(place: Home) -> bytes:
    file, _ = _master_file(place)
    raw = _read(file, credential=file == _credential())
    if len(raw) == KEY_BYTES:
        return raw
    try:
        key = base64.b64decode(raw.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise EngineError(f"The master key {file} is not a key: 32 bytes, raw or as base64.")
    return key


def _read(file: Path, *, credential: bool = False) -> bytes:
    try:
        _refuse_open_file(file, credential=credential)
        return file.read_bytes()
    except FileNotFoundError:
        raise EngineError(f"The key file {file} is missing: put it back from the backup.") from None
    except PermissionError:
        raise EngineError(
            f"The key file {file} belongs to another user. Start Stellwerk as its owner."
        ) from None


def _refuse_open_file(file: Path, *, credential: bool) -> None:
    """Only the owner may read a key. systemd shows its credentials as 0440 (an ACL's mask)."""
    mode = stat.S_IMODE(file.stat().st_mode)
    if mode & (0o037 if credential else 0o077):
        raise EngineError(
            f"The key file {file} can be read by others (mode {mode:04o}): chmod 600 {file}"
        )


def _aad(installation: str, what: str) -> bytes:
    return f"stellwerk {installation} {what}".encode("ascii")


def _close(master: bytes, key: bytes, aad: bytes) -> str:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return base64.b64encode(nonce + AESGCM(master).encrypt(nonce, key, aad)).decode("ascii")


def _open(master: bytes, wrapped: str, aad: bytes) -> bytes:
    raw = base64.b64decode(wrapped)
    try:
        return AESGCM(master).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], aad)
    except (InvalidTag, ValueError):
        raise EngineError(
            "The master key does not fit the installation's keys: put back the one they were "
            "made with."
        ) from None


@contextmanager
def _locked(place: Home) -> Iterator[None]:
    """One process at a time may change the key files."""
    place.secrets.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(place.secrets / ".keys.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
