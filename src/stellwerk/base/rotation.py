# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Wrapping data keys anew under the current installation key, while everybody works on.

Texts are not touched: one short row per person or case, in small transactions.
"""

from django.db import connections, transaction

from stellwerk.base.models import DataKey
from stellwerk.vault import crypto

BATCH = 5000


def rewrap_batch(*, batch: int = BATCH, using: str = "default") -> int:
    """Wrap up to `batch` older data keys by the current version; returns how many it was.

    Rows that somebody else holds are left for the next call. Keys that cannot be opened stay as
    they are (their texts are not readable either way) and are not counted.
    """
    ring = crypto.keyring()
    version = ring.current_version
    with transaction.atomic(using=using):
        rows = list(
            DataKey.objects.using(using)
            .select_for_update(skip_locked=True)
            .filter(kek_version__lt=version)
            # By the index alone: a full order would sort all that is left, batch for batch.
            .order_by("kek_version")
            .values_list("subject_id", "wrapped")[:batch]
        )
        subjects, wrapped = [], []
        for subject_id, old in rows:
            try:
                wrapped.append(ring.wrap(ring.unwrap(bytes(old), subject_id), subject_id))
            except crypto.Unreadable:
                continue
            subjects.append(subject_id)
        if subjects:
            # one statement per batch: bulk_update would build a case per row
            with connections[using].cursor() as cursor:
                cursor.execute(
                    "UPDATE base_data_key k SET wrapped = n.wrapped, kek_version = %s FROM "
                    "unnest(%s::uuid[], %s::bytea[]) AS n(subject_id, wrapped) "
                    "WHERE k.subject_id = n.subject_id",
                    [version, subjects, wrapped],
                )
    return len(subjects)


def keys_under_older_versions(*, using: str = "default") -> int:
    """How many data keys are not yet wrapped by the current version."""
    version = crypto.keyring().current_version
    return DataKey.objects.using(using).filter(kek_version__lt=version).count()
