# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Sealed text, wrapped data keys and blind tokens. Primitives come from `cryptography` alone.

A sealed value is `version (1) | nonce (12) | AES-256-GCM ciphertext and tag`. Its associated data
name the row and the column, so a ciphertext moved elsewhere cannot be opened.
"""

import hashlib
import hmac
import os
import threading
from collections.abc import Callable
from functools import cached_property
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from stellwerk.engine import keys
from stellwerk.engine.keys import KEY_BYTES, NONCE_BYTES, KeyMaterial

SEALED_VERSION = b"\x01"
WRAPPED_VERSION = b"\x01"
_TAG_BYTES = 16


class Unreadable(Exception):  # noqa: N818 - the house's word for what is shown instead
    """A sealed value or wrapped key that this key does not open: moved, damaged or erased."""


class OpenedKey(bytes):
    """A data key in clear: copied with its row in this process, never pickled or printed."""

    @cached_property
    def box(self) -> AESGCM:
        """The cipher under this key; making it costs more than opening a value with it."""
        return AESGCM(self)

    def __repr__(self) -> str:
        return "<opened key>"

    __str__ = __repr__

    def __copy__(self) -> "OpenedKey":
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> "OpenedKey":
        return self

    def __reduce__(self) -> tuple[Any, tuple[()]]:
        return _no_key, ()


def _no_key() -> None:
    """What an opened key becomes in a pickle."""
    return


class Keyring:
    """The installation's keys: wraps data keys, derives the index key of each organisation.

    ``reload`` reads the key files again when a wrapped key names a version made elsewhere.
    """

    def __init__(
        self, material: KeyMaterial, reload: Callable[[], KeyMaterial] | None = None
    ) -> None:
        self._material = material
        self._reload = reload
        self._index_keys: dict[UUID, bytes] = {}

    def __repr__(self) -> str:
        return f"<Keyring of {self._material.installation}, version {self.current_version}>"

    def __reduce__(self) -> str:
        raise TypeError("Keys are not pickled.")

    @property
    def current_version(self) -> int:
        """The version of the installation key that wraps new data keys."""
        return self._material.current

    @property
    def versions(self) -> frozenset[int]:
        return frozenset(self._material.keks)

    @staticmethod
    def new_data_key() -> OpenedKey:
        """A fresh key of 32 bytes for one subject."""
        return OpenedKey(AESGCM.generate_key(bit_length=KEY_BYTES * 8))

    def wrap(self, data_key: bytes, subject_id: UUID) -> bytes:
        """Seal a data key for its subject: `format | version (2) | nonce | ciphertext and tag`."""
        nonce = os.urandom(NONCE_BYTES)
        box = AESGCM(self._material.keks[self.current_version])
        sealed = box.encrypt(nonce, data_key, self._subject(subject_id))
        return WRAPPED_VERSION + self.current_version.to_bytes(2, "big") + nonce + sealed

    def unwrap(self, wrapped: bytes, subject_id: UUID) -> OpenedKey:
        """The data key of a subject; raises Unreadable for another subject's or a foreign one."""
        raw = bytes(wrapped)
        version = wrapped_version(raw)
        if version not in self._material.keks and self._reload is not None:
            self._material = self._reload()
        kek = self._material.keks.get(version)
        if kek is None:
            raise Unreadable("The version of the installation key is unknown.")
        nonce, sealed = raw[3 : 3 + NONCE_BYTES], raw[3 + NONCE_BYTES :]
        try:
            return OpenedKey(AESGCM(kek).decrypt(nonce, sealed, self._subject(subject_id)))
        except (InvalidTag, ValueError):
            raise Unreadable("The data key does not belong to this subject.") from None

    def index_key(self, organisation_id: UUID) -> bytes:
        """The name index's key of one organisation, so that tokens tell nothing across them."""
        key = self._index_keys.get(organisation_id)
        if key is None:
            info = b"stellwerk name index " + organisation_id.bytes
            derive = HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=info)
            key = self._index_keys[organisation_id] = derive.derive(self._material.index)
        return key

    def receipt_key(self, organisation_id: UUID) -> bytes:
        """The key with which an organisation's receipts are signed; outlives every rotation."""
        info = b"stellwerk receipts " + organisation_id.bytes
        derive = HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=info)
        return derive.derive(self._material.index)

    def _subject(self, subject_id: UUID) -> bytes:
        return f"stellwerk {self._material.installation} data key ".encode() + subject_id.bytes


def wrapped_version(wrapped: bytes) -> int:
    """The version of the installation key that closed a wrapped data key."""
    raw = bytes(wrapped)
    if len(raw) < 3 + NONCE_BYTES + _TAG_BYTES or raw[:1] != WRAPPED_VERSION:
        raise Unreadable("This is no wrapped data key.")
    return int.from_bytes(raw[1:3], "big")


def _box(data_key: bytes) -> AESGCM:
    return data_key.box if isinstance(data_key, OpenedKey) else AESGCM(data_key)


def seal(data_key: bytes, text: str, aad: bytes) -> bytes:
    """Encrypt one text; `aad` names its place (see `place_of`)."""
    return seal_bytes(data_key, text.encode("utf-8"), aad)


def seal_bytes(data_key: bytes, content: bytes, aad: bytes) -> bytes:
    """Encrypt the content of a file; otherwise like `seal`."""
    nonce = os.urandom(NONCE_BYTES)
    return SEALED_VERSION + nonce + _box(data_key).encrypt(nonce, content, aad)


def unseal(data_key: bytes, blob: bytes, aad: bytes) -> str:
    """Decrypt one text; raises Unreadable for a wrong key, a wrong place or a damaged value."""
    try:
        return unseal_bytes(data_key, blob, aad).decode("utf-8")
    except ValueError:
        raise Unreadable("The value is no text.") from None


def unseal_bytes(data_key: bytes, blob: bytes, aad: bytes) -> bytes:
    """Decrypt the content of a file; otherwise like `unseal`."""
    raw = bytes(blob)
    if raw[:1] != SEALED_VERSION or len(raw) < 1 + NONCE_BYTES + _TAG_BYTES:
        raise Unreadable("This is no sealed value.")
    nonce, sealed = raw[1 : 1 + NONCE_BYTES], raw[1 + NONCE_BYTES :]
    try:
        return _box(data_key).decrypt(nonce, sealed, aad)
    except (InvalidTag, ValueError):
        raise Unreadable("The value does not belong to this place or key.") from None


def place_of(table: str, column: str, row_id: object) -> bytes:
    """The associated data of one value: `<table>.<column>:<row id>`."""
    if row_id is None:
        raise ValueError("A row needs its identity before its texts are sealed.")
    name = row_id.hex if isinstance(row_id, UUID) else row_id
    return f"{table}.{column}:{name}".encode()


def token(index_key: bytes, text: str) -> int:
    """The blind token of one search form: HMAC-SHA256 cut to a signed 64-bit number."""
    digest = hmac.digest(index_key, text.encode("utf-8"), hashlib.sha256)
    return int.from_bytes(digest[:8], "big", signed=True)


def derived_number(data_key: bytes, text: str) -> int:
    """A positive 63-bit number that looks random to everybody who has not the key."""
    own = hmac.digest(data_key, b"stellwerk numbers", hashlib.sha256)
    digest = hmac.digest(own, text.encode("utf-8"), hashlib.sha256)
    return (int.from_bytes(digest[:8], "big") >> 1) or 1


_lock = threading.Lock()
_loaded: dict[str, tuple[tuple[int, int], Keyring]] = {}


def keyring() -> Keyring:
    """The keyring of this process, from the key files in `settings.KEYRING_HOME`.

    Read once, and again when another process changed them (a look at one file's times), so that
    a rotation needs no restart.
    """
    place = settings.KEYRING_HOME
    name, stamp = str(place), keys.stamp(place)
    known = _loaded.get(name)
    if known is None or known[0] != stamp:
        with _lock:
            known = _loaded.get(name)
            if known is None or known[0] != stamp:
                ring = Keyring(keys.load(place), reload=lambda: keys.load(place))
                known = _loaded[name] = (keys.stamp(place), ring)
    return known[1]
