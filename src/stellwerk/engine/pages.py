# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Verify a base backup against PostgreSQL's own manifest.

The wheel's `pg_verifybackup` crashes before its first line (its program header is broken), so its
checks stand here: the manifest's own sum, every file with size and sha256, nothing missing,
nothing that does not belong, and the write-ahead log readable from first to last byte.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .tools import run_tool
from .trouble import EngineError

#: Written after the manifest or on purpose not in it.
OUTSIDE = {"backup_manifest", "postgresql.auto.conf", "standby.signal", "recovery.signal"}


def verify_pages(folder: Path) -> int:
    """Raise EngineError naming the first fault; returns the number of files that are right."""
    try:
        raw = (folder / "backup_manifest").read_bytes()
        manifest: dict[str, Any] = json.loads(raw)
    except (OSError, ValueError):
        raise EngineError(f"The backup is damaged: {folder} has no readable manifest.") from None
    body = raw[: raw.rindex(b'"Manifest-Checksum"')]
    if hashlib.sha256(body).hexdigest() != manifest["Manifest-Checksum"]:
        raise EngineError(f"The backup is damaged: the manifest in {folder} was changed.")
    fault = next(_faults(folder, manifest), None)
    if fault:
        raise EngineError(f"The backup is damaged: {fault}.")
    return len(manifest["Files"])


def _faults(folder: Path, manifest: dict[str, Any]) -> Iterator[str]:
    known = set()
    for entry in manifest["Files"]:
        name = entry.get("Path") or bytes.fromhex(entry["Encoded-Path"]).decode()
        known.add(name)
        file = folder / name
        if not file.is_file():
            yield f"{name} is missing"
        elif entry.get("Checksum-Algorithm") != "SHA256":
            yield f"{name} has no sha256"
        elif file.stat().st_size != entry["Size"] or _sha256(file) != entry["Checksum"]:
            yield f"{name} was changed"
    for file in folder.rglob("*"):
        name = str(file.relative_to(folder))
        if file.is_file() and name not in known | OUTSIDE and not name.startswith("pg_wal/"):
            yield f"{name} does not belong to it"
    for part in manifest["WAL-Ranges"]:
        done = run_tool(
            [
                *("pg_waldump", "--quiet", f"--path={folder / 'pg_wal'}"),
                *(f"--timeline={part['Timeline']}", f"--start={part['Start-LSN']}"),
                f"--end={part['End-LSN']}",
            ],
            {},
        )
        if done.returncode != 0:
            yield f"its write-ahead log cannot be read ({done.stderr.strip()})"


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
