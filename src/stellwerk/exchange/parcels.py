# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Files between the page and the worker: sealed on disk, gone when done or after a day.

Each is sealed with the data key of its owner (an upload, an ordered report; AES-256-GCM, bound to
that row), so neither the file nor a copy of it in a backup can be read without the
installation's keys.
"""

import contextlib
import os
import time
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext as _

from stellwerk.base.refusal import Refusal

# An upload that nobody confirmed, a report that nobody fetched: of no use any more.
KEPT_SECONDS = 24 * 3600
_NONCE = 12


@dataclass(frozen=True)
class Shelf:
    """One folder of sealed files; ``place`` binds each to the kind of row it belongs to."""

    folder: str
    place: str

    def put(self, owner_id: UUID, key: bytes, stream: IO[bytes]) -> None:
        """Seal the file of a row (written aside, then renamed)."""
        stream.seek(0)
        nonce = os.urandom(_NONCE)
        sealed = nonce + AESGCM(key).encrypt(nonce, stream.read(), self._bound(owner_id))
        beside = self._path(owner_id).with_suffix(".part")
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(sealed)
            out.flush()
            os.fsync(out.fileno())
        beside.rename(self._path(owner_id))

    def take(self, owner_id: UUID, key: bytes) -> IO[bytes]:
        """The file of a row, opened. Raises `Refusal` when it is gone or was exchanged."""
        try:
            sealed = self._path(owner_id).read_bytes()
            plain = AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], self._bound(owner_id))
        except (OSError, InvalidTag, ValueError):
            raise Refusal(
                "file_gone", _("The file is no longer there. Please send or order it again.")
            ) from None
        return BytesIO(plain)

    def drop(self, owner_id: UUID) -> None:
        """Forget the file of a row."""
        with contextlib.suppress(FileNotFoundError):
            self._path(owner_id).unlink()

    def sweep(self) -> int:
        """Forget files older than a day; how many there were."""
        gone = 0
        for path in self._folder().iterdir():
            with contextlib.suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > KEPT_SECONDS:
                    path.unlink()
                    gone += 1
        return gone

    def _folder(self) -> Path:
        folder = Path(settings.MEDIA_ROOT) / self.folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    def _path(self, owner_id: UUID) -> Path:
        return self._folder() / f"{owner_id}.sealed"

    def _bound(self, owner_id: UUID) -> bytes:
        return f"{self.place}:{owner_id}".encode()


UPLOADS = Shelf("imports", "cases_importrun.file")
EXPORTS = Shelf("exports", "cases_caseexport.file")
REPORTS = Shelf("reports", "indicators_reportfile.file")
