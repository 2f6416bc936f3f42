# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Rotation of the installation key on stored rows, and what a dump of everything shows."""

import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from tests.access.world import CANARY, Builder, FieldGroup
from tests.conftest import PLACE

from stellwerk.base.ids import new_id
from stellwerk.base.models import DataKey
from stellwerk.base.rotation import keys_under_older_versions, rewrap_batch
from stellwerk.cases.models import Identity
from stellwerk.engine import binaries, keys, tools
from stellwerk.engine.locate import SUPERUSER, Home, conninfo
from stellwerk.vault import crypto

OWNER = "owner"
#: These two field groups are coded: their words stand in the vocabulary, not in a person's row.
CODED = {FieldGroup.LANGUAGE, FieldGroup.RESIDENCE}


@pytest.fixture
def own_keys(tmp_path: Path, settings: Any) -> Home:
    """Key files of this test alone."""
    settings.KEYRING_HOME = Home(tmp_path)
    return settings.KEYRING_HOME


@pytest.fixture
def folders(own_keys: Home, own_database: str, make_cast: Any) -> list[Any]:
    """Two organisations with a full case each, keys of their own."""
    cast = make_cast()
    return [
        Builder(cast.home, cast.manager.user, "Eins").build(),
        Builder(cast.neighbour, None, "Zwei").build(),
    ]


def names(using: str = OWNER) -> set[str]:
    """Every family name, opened with the keys as they are stored now."""
    ring = crypto.keyring()
    found = set()
    for row in Identity.objects.using(using):
        stored = DataKey.objects.using(using).get(pk=row.key_subject_id)
        row.data_key = ring.unwrap(bytes(stored.wrapped), stored.pk)
        found.add(str(row.family_name))
    return found


EXPECTED = {f"{CANARY[FieldGroup.IDENTITY]} {mark}" for mark in ("Eins", "Zwei")}


def test_rotation_rewraps_every_key_and_keeps_every_text(
    folders: list[Any], own_keys: Home
) -> None:
    sealed = set(Identity.objects.using(OWNER).values_list("family_name", flat=True))
    count = DataKey.objects.using(OWNER).count()
    assert names() == EXPECTED
    keys.rotate(own_keys)
    assert keys_under_older_versions(using=OWNER) == count
    assert names() == EXPECTED  # before a single key is wrapped anew
    assert rewrap_batch(batch=1, using=OWNER) == 1
    assert names() == EXPECTED  # halfway
    while rewrap_batch(batch=2, using=OWNER):
        pass
    assert keys_under_older_versions(using=OWNER) == 0
    keys.retire(own_keys, 1, after=0)
    assert names() == EXPECTED
    assert set(Identity.objects.using(OWNER).values_list("family_name", flat=True)) == sealed


def test_rotation_passes_by_a_row_in_use_and_a_key_that_does_not_open(
    folders: list[Any], own_keys: Home, own_database: str
) -> None:
    held, broken = DataKey.objects.using(OWNER).order_by("subject_id")[:2]
    DataKey.objects.using(OWNER).filter(pk=broken.pk).update(wrapped=bytes(held.wrapped))
    count = DataKey.objects.using(OWNER).count()
    keys.rotate(own_keys)
    with psycopg.connect(**conninfo(OWNER, own_database, PLACE)) as other:
        other.execute("SELECT 1 FROM base_data_key WHERE subject_id = %s FOR UPDATE", [held.pk])
        assert rewrap_batch(using=OWNER) == count - 2
    assert rewrap_batch(using=OWNER) == 1
    assert keys_under_older_versions(using=OWNER) == 1


def test_keys_made_and_read_during_a_rotation_stay_readable(
    folders: list[Any], own_keys: Home
) -> None:
    faults: list[str] = []
    stop = threading.Event()

    def work() -> None:
        try:
            while not stop.is_set():
                if names() != EXPECTED:
                    faults.append("a text was not readable")
                _new_subject(folders[0].organisation.pk)
        except Exception as problem:
            faults.append(repr(problem))
        finally:
            connections[OWNER].close()

    worker = threading.Thread(target=work)
    worker.start()
    for _ in range(3):
        keys.rotate(own_keys)
        while rewrap_batch(batch=3, using=OWNER):
            pass
    stop.set()
    worker.join(30)
    while rewrap_batch(using=OWNER):
        pass
    assert not faults
    assert keys_under_older_versions(using=OWNER) == 0
    ring = crypto.keyring()
    for row in DataKey.objects.using(OWNER):
        assert len(ring.unwrap(bytes(row.wrapped), row.pk)) == 32
        assert crypto.wrapped_version(row.wrapped) == row.kek_version == 4


def _new_subject(organisation_id: UUID) -> None:
    ring, subject = crypto.keyring(), new_id()
    wrapped = ring.wrap(ring.new_data_key(), subject)
    DataKey.objects.using(OWNER).create(
        subject_id=subject,
        organisation_id=organisation_id,
        wrapped=wrapped,
        kek_version=crypto.wrapped_version(wrapped),
    )


@pytest.fixture
def as_owner(own_database: str) -> Iterator[None]:
    """The default connection is the owner's, as in `manage keys_rotate`."""
    web = connections["default"].settings_dict
    before = {key: web[key] for key in ("USER", "PASSWORD")}
    web.update({key: connections[OWNER].settings_dict[key] for key in before})
    connections["default"].close()
    yield
    connections["default"].close()
    web.update(before)


def test_command_rotates_logs_and_refuses_to_retire_too_early(
    folders: list[Any], own_keys: Home, as_owner: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("keys_rotate")
    assert "version 2 made" in capsys.readouterr().out
    assert names() == EXPECTED
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT note FROM audit_event WHERE kind = 'installation key'")
        assert cursor.fetchall() == [("version 2 made",)]
    with pytest.raises(CommandError, match="in an hour"):
        call_command("keys_rotate", "--retire")


def test_dump_and_data_files_show_no_clear_text(
    folders: list[Any], own_database: str, own_keys: Home
) -> None:
    canaries = [text for group, text in CANARY.items() if group not in CODED]
    canaries += ["05971 000"]
    dump = _dump(own_database)
    assert b"P-Eins" in dump  # the dump does hold these rows
    for canary in canaries:
        for form in (canary.encode(), canary.encode().hex().encode()):
            assert form not in dump, canary
    for key in keys.load(own_keys).keks.values():
        assert key.hex().encode() not in dump


def _dump(database: str) -> bytes:
    info = conninfo(SUPERUSER, database, PLACE)
    command = [str(binaries.tools() / "pg_dump"), database]
    return subprocess.run(
        command, env=tools.environment(info), capture_output=True, check=True
    ).stdout
