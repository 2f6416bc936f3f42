# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Whether the tables are those of this code: a fingerprint instead of a second of work."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from .cluster import Running
from .locate import checkout, write_secret

SOURCE = Path(__file__).resolve().parents[1]


def _sources() -> Iterator[Path]:
    """Everything that decides how the database looks."""
    yield from SOURCE.glob("**/migrations/*.py")
    yield from SOURCE.glob("access/wall*.py")
    yield from SOURCE.glob("access/walls/*")
    yield from SOURCE.glob("**/*.sql")
    root = checkout()
    if root is not None:
        # Django's and allauth's own migrations change with their versions
        yield root / "requirements" / "base.txt"


def fingerprint() -> str:
    """Sha256 over the migrations, the walls and the locked packages."""
    digest = hashlib.sha256()
    for file in sorted({path for path in _sources() if path.is_file()}):
        digest.update(str(file.relative_to(SOURCE.parents[1])).encode())
        digest.update(b"\0")
        digest.update(file.read_bytes())
    return digest.hexdigest()


def is_current(running: Running) -> bool:
    """True when this very database has been migrated with this very code."""
    try:
        return _marker(running).read_text(encoding="ascii") == _text(running)
    except OSError:
        return False


def mark_current(running: Running) -> None:
    """Remember that the database now fits the code."""
    write_secret(_marker(running), _text(running))


def forget(place_state: Path) -> None:
    """After a restore nobody knows: look again."""
    (place_state / "schema").unlink(missing_ok=True)


def _marker(running: Running) -> Path:
    return running.place.state / "schema"


def _text(running: Running) -> str:
    return f"{running.identity} {fingerprint()}\n"
