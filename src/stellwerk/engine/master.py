# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Another master key for the installation's keys, without a moment in which nothing opens them.

First the key file carries the same keys twice: under the master key of now and under the one to
come. Only then the new master key takes its place, and only after a backup has proved that it
opens under the new one the old half goes. Killed at any point, the next call goes on from there.
"""

from __future__ import annotations

import json
import os
from enum import StrEnum
from pathlib import Path
from typing import Any

from . import backup
from .keys import (
    NEXT,
    locked,
    master_file,
    master_key,
    new_master,
    opened,
    read_master,
    stored_keys,
    wrapped_keys,
    write_keys,
)
from .keys import load as load_keys
from .locate import Home, sync_folder, write_secret
from .trouble import EngineError


class Stage(StrEnum):
    """How far a replacement is."""

    NONE = "none"
    STAGED = "staged"  # both master keys open the keys; the old one is in its place
    IN_FORCE = "in_force"  # both open them; the new one is in its place


def stage_of(place: Home) -> Stage:
    """How far the replacement is, judged by the files alone."""
    stored = stored_keys(place)
    if NEXT not in stored:
        return Stage.NONE
    without = {name: value for name, value in stored.items() if name != NEXT}
    try:
        opened(without, master_key(place))
    except EngineError:
        return Stage.IN_FORCE
    return Stage.STAGED


def replace(place: Home, to: Path | None = None) -> Stage:
    """Make or take a new master key and let it open the keys as well; returns how far it came.

    Without ``to`` the new key takes the old one's place at once, the old one stays beside it as
    `….old`. With ``to`` (another volume, a file to make a credential from) the operator puts the
    key in its place, by STELLWERK_MASTER_KEY_FILE or the credential. Running processes read on.
    """
    load_keys(place)
    file, _ = master_file(place)
    new = to or _beside(file, ".new")
    if to is None:
        _refuse_closed_folder(file)
    with locked(place):
        stage = stage_of(place)
        if stage == Stage.NONE:
            _beside(file, ".old").unlink(missing_ok=True)  # what an end that was killed left
            _stage(place, new)
            stage = Stage.STAGED
        if stage == Stage.STAGED and to is None:
            _put_in_place(file, new)
        return stage_of(place)


def finish(place: Home, folder: Path, keys: Path | None = None) -> Path | None:
    """Let the old master key go, after the backup in ``folder`` has been checked.

    The backup must be whole, and its keys must open under the master key that is in force now.
    Returns the file of the old key when it lay beside the new one; it is deleted.
    """
    stage, old = stage_of(place), _beside(master_file(place)[0], ".old")
    if stage == Stage.NONE and not old.exists():
        raise EngineError("There is no replacement to be finished.")
    if stage == Stage.STAGED:
        raise EngineError(
            "The new master key is not in its place yet. Point STELLWERK_MASTER_KEY_FILE (or the "
            "credential) to it, start Stellwerk anew and make a backup."
        )
    master = master_key(place)
    _prove_backup(folder, keys or backup.key_folder(folder.absolute()), master)
    with locked(place):
        stored = stored_keys(place)
        if NEXT in stored:
            taking_over = stored.pop(NEXT)
            write_keys(place, {**stored, **taking_over})
        if not old.exists():
            return None
        old.unlink()
        sync_folder(old.parent)
        return old


def _beside(file: Path, ending: str) -> Path:
    return file.with_name(file.name + ending)


def _refuse_closed_folder(file: Path) -> None:
    credentials = os.environ.get("CREDENTIALS_DIRECTORY")
    is_credential = credentials is not None and file.parent == Path(credentials)
    if is_credential or not os.access(file.parent, os.W_OK):
        raise EngineError(
            f"The master key {file} cannot be replaced in its place. Say where the new one is to "
            "be made (--to FILE), put it in the place of the old one and finish then."
        )


def _stage(place: Home, new: Path) -> None:
    """The keys under both master keys; a new key of an interrupted call is used again."""
    if not new.exists():
        new_master(new)
    key = read_master(new)
    master = master_key(place)
    if key == master:
        raise EngineError(f"{new} is the master key that is in use already.")
    stored = stored_keys(place)
    wrapped = wrapped_keys(opened(stored, master), key)
    write_keys(place, {**stored, NEXT: {name: wrapped[name] for name in ("keks", "index")}})


def _put_in_place(file: Path, new: Path) -> None:
    if not new.exists():
        raise EngineError(
            f"The new master key {new} is gone, the old one is still in force. Name another file "
            "for it after removing the first attempt: ./stellwerk keys replace-master --cancel"
        )
    write_secret(_beside(file, ".old"), file.read_bytes())
    new.rename(file)
    sync_folder(file.parent)


def cancel(place: Home) -> None:
    """Give a replacement up whose new key is not in its place; the old one stays in force."""
    with locked(place):
        if stage_of(place) != Stage.STAGED:
            raise EngineError("There is no replacement that could be given up.")
        stored = stored_keys(place)
        del stored[NEXT]
        write_keys(place, stored)
        _beside(master_file(place)[0], ".new").unlink(missing_ok=True)


def _prove_backup(folder: Path, keys: Path, master: bytes) -> dict[str, Any]:
    """The backup is whole, and its key file opens under this master key."""
    manifest = backup.verify(folder.absolute())
    file = keys / "installation-keys.json"
    try:
        saved: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise EngineError(f"The keys of the backup are not in {keys}: --keys FOLDER") from None
    try:
        opened(saved, master)
    except EngineError:
        raise EngineError(
            "This backup was made before the master key was replaced: make a new one with "
            "./stellwerk backup"
        ) from None
    return manifest
