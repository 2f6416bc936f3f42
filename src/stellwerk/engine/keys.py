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
#: In the key file: the same keys under the master key that is about to take over.
NEXT = "next"
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
    # the master key first: whoever replaces it writes the fitting keys before the key itself
    master = master_key(place)
    return opened(stored_keys(place), master)


def opened(stored: dict[str, Any], master: bytes) -> KeyMaterial:
    """The keys of a key file under a master key: the present one, or one about to take over."""
    try:
        return _opened(stored, stored, master)
    except EngineError:
        if NEXT not in stored:
            raise
    return _opened(stored, stored[NEXT], master)


def _opened(stored: dict[str, Any], wrapped: dict[str, Any], master: bytes) -> KeyMaterial:
    installation = str(stored["installation"])
    keks = {
        int(version): _open(master, sealed, _aad(installation, f"kek {version}"))
        for version, sealed in wrapped["keks"].items()
    }
    index = _open(master, wrapped["index"], _aad(installation, "index"))
    return KeyMaterial(installation, int(stored["current"]), keks, index)


def rotate(place: Home) -> int:
    """Add a new version of the installation key and make it the current one.

    Older versions stay until `retire`, so that running processes read on. Returns the version.
    """
    load(place)
    with locked(place):
        stored = stored_keys(place)
        _refuse_amid_replacement(stored)
        version = max(int(number) for number in stored["keks"]) + 1
        aad = _aad(str(stored["installation"]), f"kek {version}")
        key = secrets.token_bytes(KEY_BYTES)
        stored["keks"][str(version)] = _close(master_key(place), key, aad)
        stored["current"] = version
        stored["rotated"] = time.time()
        write_keys(place, stored)
    return version


def retire(place: Home, version: int, *, after: float = RETIRE_AFTER) -> None:
    """Forget an old version; the caller has made sure that nothing is wrapped by it any more.

    Refused within `after` seconds of the rotation: a running transaction may still use the old
    one.
    """
    with locked(place):
        stored = stored_keys(place)
        _refuse_amid_replacement(stored)
        if version == int(stored["current"]):
            raise EngineError(f"Version {version} of the installation key is in use.")
        if time.time() - float(stored.get("rotated", 0)) < after:
            raise EngineError("The keys were rotated only now: retire the old version in an hour.")
        if stored["keks"].pop(str(version), None) is not None:
            write_keys(place, stored)


def _refuse_amid_replacement(stored: dict[str, Any]) -> None:
    if NEXT in stored:
        raise EngineError(
            "The master key is being replaced: first finish that with "
            "./stellwerk keys replace-master --finish --backup DIR"
        )


def stamp(place: Home) -> tuple[int, int]:
    """Changes whenever the key file was written anew; (0, 0) while there is none."""
    try:
        found = _keys_file(place).stat()
    except FileNotFoundError:
        return 0, 0
    return found.st_mtime_ns, found.st_ino


def is_being_replaced(place: Home) -> bool:
    """Whether two master keys open the keys at the moment (see `engine.master`)."""
    return _keys_file(place).exists() and NEXT in stored_keys(place)


def new_master(file: Path) -> bytes:
    """Make a master key at `file` (0600, written whole or not at all)."""
    key = secrets.token_bytes(KEY_BYTES)
    write_secret(file, base64.b64encode(key).decode("ascii") + "\n")
    return key


def django_secret(place: Home) -> str:
    """The secret that signs sessions; made on first use."""
    file = place.secrets / "django-secret"
    if not file.exists():
        with locked(place):
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
    # root may look after the installation of another user
    owners = {os.geteuid(), 0, place.path.stat().st_uid if place.path.exists() else 0}
    candidates = [_keys_file(place), place.secrets / "django-secret", master_file(place)[0]]
    for file in candidates:
        try:
            if file.exists():
                _refuse_open_file(file, credential=file == _credential())
                if file.stat().st_uid not in owners:
                    faults.append(f"The key file {file} belongs to another user.")
        except (EngineError, OSError) as problem:
            faults.append(str(problem))
    folders = dict.fromkeys(file.absolute().parent for file in candidates)
    return faults + [fault for folder in folders for fault in _folder_faults(folder, owners)]


def _folder_faults(folder: Path, owners: set[int]) -> list[str]:
    """Who may write in a folder may put another key in the place of ours."""
    faults = []
    for path in (folder, *folder.parents):
        try:
            found = path.stat()
        except OSError:
            continue
        # above the folder itself a sticky bit (/tmp) keeps strangers from renaming what is ours
        is_kept = path != folder and found.st_mode & stat.S_ISVTX
        if found.st_mode & 0o022 and not is_kept:
            faults.append(f"Others may write in {path}, where a key lies: chmod go-w {path}")
        if path == folder and found.st_uid not in owners:
            faults.append(f"The folder {path}, where a key lies, belongs to another user.")
    return faults


def _make(place: Home) -> None:
    with locked(place):
        if _keys_file(place).exists():
            return
        marker = place.state / "keys-made"
        if marker.exists():
            raise EngineError(
                f"The key file {_keys_file(place)} is gone, but data were encrypted with it: "
                f"put the folder {place.secrets} back from the backup of the keys."
            )
        file, own = master_file(place)
        # a master key of our own may stand already, when the first start was killed half way
        master = master_key(place) if file.exists() or not own else new_master(file)
        material = KeyMaterial(
            secrets.token_hex(8),
            1,
            {1: secrets.token_bytes(KEY_BYTES)},
            secrets.token_bytes(KEY_BYTES),
        )
        write_keys(place, wrapped_keys(material, master))
        write_secret(marker, "made\n")


def wrapped_keys(material: KeyMaterial, master: bytes) -> dict[str, Any]:
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


def write_keys(place: Home, stored: dict[str, Any]) -> None:
    write_secret(_keys_file(place), json.dumps(stored, indent=1) + "\n")


def stored_keys(place: Home) -> dict[str, Any]:
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


def master_file(place: Home) -> tuple[Path, bool]:
    """Where the master key lies, and whether we may make it there ourselves."""
    named = os.environ.get("STELLWERK_MASTER_KEY_FILE")
    if named:
        return Path(named), False
    credential = _credential()
    if credential is not None and credential.exists():
        return credential, False
    return place.secrets / "master.key", True


def master_key(place: Home) -> bytes:
    """The master key from where it lies now."""
    return read_master(master_file(place)[0])


def read_master(file: Path) -> bytes:
    """A master key: 32 bytes, raw or as base64. Refuses a file that others could read."""
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
def locked(place: Home) -> Iterator[None]:
    """One process at a time may change the key files."""
    place.secrets.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(place.secrets / ".keys.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
