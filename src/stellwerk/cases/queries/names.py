# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Opening names for a page of rows: no model instances.

Whoever calls this has recorded the read before (``access.visible.record_list``).
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from stellwerk.base.keys import load_keys, unwrap_keys
from stellwerk.questions.kept import fetch
from stellwerk.vault.crypto import Unreadable, place_of, unseal

_TABLE = "cases_identity"
Sealed = tuple[Any, Any]


def full_name(family: str | None, given: str | None) -> str:
    """``Family, Given``; what is missing is left out."""
    return ", ".join(part for part in (family, given) if part)


def open_names(
    sealed: Mapping[UUID, Sealed], wrapped: Mapping[UUID, Any] | None = None
) -> dict[UUID, str]:
    """Names by person from their sealed columns (family, given); unreadable ones are empty.

    ``wrapped``: the data keys, where they were fetched with the rows.
    """
    keys = load_keys(sealed) if wrapped is None else unwrap_keys(wrapped.items())
    return {
        person_id: full_name(
            _open(keys.get(person_id), person_id, "family_name", columns[0]),
            _open(keys.get(person_id), person_id, "given_name", columns[1]),
        )
        for person_id, columns in sealed.items()
    }


# Written out, because translating it would take longer than answering it.
_NAMES = (
    "SELECT i.person_id, i.family_name, i.given_name, k.wrapped FROM cases_identity i "
    "LEFT JOIN base_data_key k ON k.subject_id = i.person_id WHERE i.person_id = ANY(%s::uuid[])"
)


def names_of(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of people by their identity; those hidden from the organisation are missing."""
    rows = fetch(_NAMES, [list(set(person_ids))])
    return open_names(
        {person_id: (family, given) for person_id, family, given, _key in rows},
        {person_id: wrapped for person_id, _family, _given, wrapped in rows},
    )


def _open(key: bytes | None, person_id: UUID, column: str, blob: Any) -> str | None:
    if key is None or blob is None:
        return None
    try:
        return unseal(key, bytes(blob), place_of(_TABLE, column, person_id))
    except Unreadable:
        return None
