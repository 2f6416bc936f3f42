# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The sealer: gives each finished row its number and seal, and tells the head to the outside.

Runs in the role ``stellwerk_sealer``, which may write nothing but numbers, seals and checkpoints.
"""

import os
import secrets
from dataclasses import replace
from pathlib import Path

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from stellwerk.audit.queries import MICROSECONDS, TEXTS, Head, head
from stellwerk.audit.rules import GENESIS, CheckpointRow, checkpoint_mac, seal_rows
from stellwerk.engine.keys import read_secret
from stellwerk.engine.locate import Home, write_secret
from stellwerk.engine.trouble import EngineError

#: Rows per transaction; more would keep the lock too long.
BATCH = 2000
#: How often a staying sealer writes down what it saw: while rows come, and while nothing happens.
STAYING = (10.0, 300.0)
#: A sealer that comes once writes it down when it sealed something, and else leaves no trace.
ONCE = (0.0, float("inf"))
_LOCK = 7_305_517_201  # any number, the same for all sealers

_LOOK = f"""
SELECT pg_snapshot_xmin(s)::text, pg_snapshot_xmax(s)::text,
{MICROSECONDS.format("clock_timestamp()")} FROM pg_current_snapshot() s
"""  # noqa: S608 - our own column names
_TAKE = f"""
SELECT {TEXTS} FROM audit_event e WHERE seal_no IS NULL AND xid < %s::text::xid8
ORDER BY e.xid, e.at, e.id LIMIT {BATCH}
"""  # noqa: S608 - our own column names
_GIVE = """
UPDATE audit_event e SET seal_no = g.seal_no, mac = g.mac
FROM unnest(%s::uuid[], %s::bigint[], %s::bytea[]) AS g (id, seal_no, mac) WHERE e.id = g.id
"""


def seal_key(place: Home, *, using: str) -> bytes:
    """The sealer's key (32 bytes, ``secrets/audit-seal.key``), made before the very first seal.

    A key that is gone although rows are sealed is refused: a new one could not prove them.
    """
    file = place.secrets / "audit-seal.key"
    if not file.exists():
        if head(using=using).seal_no:
            raise EngineError(
                f"The key {file} is gone, but the log was sealed with it: put it back from the "
                "backup of the keys."
            )
        write_secret(file, secrets.token_hex(32) + "\n")
    return bytes.fromhex(read_secret(str(file)))


def seal_once(key: bytes, *, using: str, waits: tuple[float, float] = ONCE) -> int:
    """Seal one batch of rows whose transactions are over; returns how many.

    Takes only rows older than every running transaction, so no row can appear later below a seal.
    One sealer at a time: the lock ends with the transaction.
    """
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(_LOOK)
        horizon, next_xid, now = cursor.fetchone()
        cursor.execute(_TAKE, [horizon])
        rows = [list(row) for row in cursor.fetchall()]
        end = head(using=using)
        if rows:
            end = _give(cursor, key, end, rows)
        if len(rows) < BATCH:
            seen = CheckpointRow(
                0, int(now), int(horizon), int(next_xid), end.seal_no, end.mac, b""
            )
            _remember(key, seen, waits, using=using)
        return len(rows)


def seal_all(key: bytes, *, using: str, waits: tuple[float, float] = ONCE) -> int:
    """Seal everything that is finished now; returns how many rows."""
    total = 0
    while True:
        count = seal_once(key, using=using, waits=waits)
        total += count
        if count < BATCH:
            return total


def _give(cursor: CursorWrapper, key: bytes, end: Head, rows: list[list[str | None]]) -> Head:
    numbers = list(range(end.seal_no + 1, end.seal_no + 1 + len(rows)))
    for number, row in zip(numbers, rows, strict=True):
        row[0] = str(number)
    macs = list(seal_rows(key, end.mac, rows))
    ids = [row[3] for row in rows]
    cursor.execute(_GIVE, [ids, numbers, macs])
    return Head(numbers[-1], macs[-1])


def _remember(key: bytes, seen: CheckpointRow, waits: tuple[float, float], *, using: str) -> None:
    """Write a checkpoint when one is due: with it, false dates contradict what was seen."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"SELECT no, {MICROSECONDS.format('sealed_at')}, seal_no, mac "  # noqa: S608 - our own column names
            "FROM audit_checkpoint ORDER BY no DESC LIMIT 1"
        )
        number, last_at, last_seal, before = cursor.fetchone() or (0, 0, 0, GENESIS)
        wait = waits[0] if seen.seal_no > last_seal else waits[1]
        if seen.seal_no == 0 or seen.sealed_at - last_at < wait * 1_000_000:
            return
        point = replace(seen, no=number + 1)
        cursor.execute(
            "INSERT INTO audit_checkpoint (no, sealed_at, horizon, next_xid, seal_no, row_mac, mac)"
            " VALUES (%s, to_timestamp(0) + %s * interval '1 microsecond', %s, %s, %s, %s, %s)",
            [
                *(point.no, point.sealed_at, point.horizon, point.next_xid, point.seal_no),
                *(point.row_mac, checkpoint_mac(key, bytes(before), point)),
            ],
        )


# --- the head outside --------------------------------------------------------------------------


def append_head(file: Path, end: Head) -> None:
    """Add the head to a file outside the database, safely on the disk before this returns."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(end.line() + "\n")
        out.flush()
        os.fsync(out.fileno())
