# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Data keys of subjects: made with the subject, opened for a page of rows in one query."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Model

from stellwerk.base.models import DataKey
from stellwerk.questions.kept import fetch
from stellwerk.vault import crypto
from stellwerk.vault.fields import attach_key, key_of, opened_key

__all__ = [
    "Keyed",
    "attach_key",
    "create_keys",
    "key_of",
    "load_keys",
    "open_keys",
    "opened_key",
    "share_key",
    "unwrap_keys",
]

# Asked by every page: written out, because translating it would take longer than answering it.
_WRAPPED = "SELECT subject_id, wrapped FROM base_data_key WHERE subject_id = ANY(%s::uuid[])"


class Keyed(Protocol):
    """A row whose encrypted fields hang on the data key of one subject."""

    @property
    def key_subject_id(self) -> UUID: ...


def create_keys(subjects: Iterable[tuple[UUID, UUID]]) -> dict[UUID, bytes]:
    """Make a data key for each ``(subject id, organisation id)``; return the opened keys."""
    ring = crypto.keyring()
    opened: dict[UUID, bytes] = {}
    rows = []
    for subject_id, organisation_id in subjects:
        key = ring.new_data_key()
        opened[subject_id] = key
        rows.append(
            DataKey(
                subject_id=subject_id,
                organisation_id=organisation_id,
                wrapped=ring.wrap(key, subject_id),
                kek_version=ring.current_version,
            )
        )
    DataKey.objects.bulk_create(rows, batch_size=2000)
    return opened


def share_key(source: Model, rows: Iterable[Model]) -> None:
    """Hand the opened key of one row to others of its subject."""
    attach_key(rows, key_of(source))


def load_keys(subject_ids: Iterable[UUID]) -> dict[UUID, bytes]:
    """Open the data keys of subjects in one query; missing or broken ones are left out."""
    return unwrap_keys(fetch(_WRAPPED, [list(set(subject_ids))]))


def unwrap_keys(rows: Iterable[Any]) -> dict[UUID, bytes]:
    """Open ``(subject id, wrapped key)``; missing or broken ones are left out."""
    ring = crypto.keyring()
    opened: dict[UUID, bytes] = {}
    for subject_id, wrapped in rows:
        if wrapped is None:
            continue
        try:
            opened[subject_id] = ring.unwrap(bytes(wrapped), subject_id)
        except crypto.Unreadable:
            continue
    return opened


def open_keys(instances: Sequence[Any]) -> None:
    """Attach its data key to each row (one query); without a key texts show as unreadable."""
    keys = load_keys(instance.key_subject_id for instance in instances)
    for instance in instances:
        attach_key([instance], keys.get(instance.key_subject_id, b""))
