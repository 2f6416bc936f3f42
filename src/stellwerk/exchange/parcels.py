# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Uploaded files between the page and the worker: sealed on disk, gone when done.

Each is sealed with the data key of its run (AES-256-GCM, bound to the run), so neither the file
nor a copy of it in a backup can be read without the installation's keys.
"""

import contextlib
import os
import time
from io import BytesIO
from pathlib import Path
from typing import IO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext as _

from stellwerk.base.refusal import Refusal

# An upload that nobody confirmed is of no use any more.
KEPT_SECONDS = 24 * 3600
_NONCE = 12


def _folder() -> Path:
    folder = Path(settings.MEDIA_ROOT) / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _path(run_id: UUID) -> Path:
    return _folder() / f"{run_id}.sealed"


def _place(run_id: UUID) -> bytes:
    return f"cases_importrun.file:{run_id}".encode()


def put(run_id: UUID, key: bytes, stream: IO[bytes]) -> None:
    """Seal the file of a run (written aside, then renamed)."""
    stream.seek(0)
    nonce = os.urandom(_NONCE)
    sealed = nonce + AESGCM(key).encrypt(nonce, stream.read(), _place(run_id))
    beside = _path(run_id).with_suffix(".part")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(sealed)
        out.flush()
        os.fsync(out.fileno())
    beside.rename(_path(run_id))


def take(run_id: UUID, key: bytes) -> IO[bytes]:
    """The file of a run, opened. Raises `Refusal` when it is gone or was exchanged."""
    try:
        sealed = _path(run_id).read_bytes()
        return BytesIO(AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], _place(run_id)))
    except (OSError, InvalidTag, ValueError):
        raise Refusal(
            "file_gone", _("The uploaded file is no longer there. Please send it again.")
        ) from None


def drop(run_id: UUID) -> None:
    """Forget the file of a run."""
    with contextlib.suppress(FileNotFoundError):
        _path(run_id).unlink()


def sweep() -> int:
    """Forget files that nobody confirmed within a day; how many there were."""
    gone = 0
    for path in _folder().iterdir():
        with contextlib.suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > KEPT_SECONDS:
                path.unlink()
                gone += 1
    return gone
