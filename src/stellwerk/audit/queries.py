# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Questions to the log: for the verifier (role sealer) and for the data-protection officer."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import connections, transaction
from django.db.models import QuerySet

from stellwerk.audit.models import Event
from stellwerk.audit.rules import (
    COLUMNS,
    GENESIS,
    CheckpointRow,
    Outcome,
    SealedRow,
    Verifier,
)
from stellwerk.engine.trouble import EngineError

MICROSECONDS = "(extract(epoch FROM {}) * 1000000)::bigint"
TEXTS = ", ".join(
    f"{MICROSECONDS.format('at')}::text" if column == "at" else f"{column}::text"
    for column in COLUMNS
)
# Ordered by the columns, not by their texts of the same name.
_SEALED = (
    f"SELECT mac, {TEXTS} FROM audit_event WHERE seal_no IS NOT NULL "  # noqa: S608 - our own column names
    "ORDER BY audit_event.seal_no, audit_event.id"
)
_XID, _AT, _ID = (1 + COLUMNS.index(name) for name in ("xid", "at", "id"))
_CHUNK = 5000


@contextmanager
def one_snapshot(using: str) -> Iterator[None]:
    """All questions inside see the same state, however busy the writers are."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def sealed_rows(using: str) -> Iterator[SealedRow]:
    """All sealed rows by their number, streamed; to be asked inside ``one_snapshot``.

    By number and not by a stored list of ids: a forged row that claims an old seal comes along.
    """
    raw = connections[using].connection
    with raw.cursor(name="audit_sealed", binary=False) as cursor:
        cursor.itersize = _CHUNK
        cursor.execute(_SEALED)
        for mac, *texts in cursor:
            yield SealedRow(
                seal_no=int(texts[0]),
                xid=int(texts[_XID - 1]),
                at=int(texts[_AT - 1]),
                id=texts[_ID - 1],
                texts=texts,
                mac=bytes(mac or b""),
            )


def checkpoint_rows(using: str) -> list[CheckpointRow]:
    """What the sealer saw, in order."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"SELECT no, {MICROSECONDS.format('sealed_at')}, horizon, next_xid, seal_no, "  # noqa: S608 - our own column names
            "row_mac, mac FROM audit_checkpoint ORDER BY no"
        )
        return [
            CheckpointRow(no, sealed_at, horizon, next_xid, seal_no, bytes(row_mac), bytes(mac))
            for no, sealed_at, horizon, next_xid, seal_no, row_mac, mac in cursor.fetchall()
        ]


def unsealed_count(using: str) -> tuple[int, datetime | None]:
    """How many rows wait for their seal and since when the oldest of them does."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT count(*), min(at) FROM audit_event WHERE seal_no IS NULL")
        count, oldest = cursor.fetchone()
    return count, oldest


def database_now(using: str) -> int:
    """The server's clock in microseconds since 1970."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT {MICROSECONDS.format('clock_timestamp()')}")
        return int(cursor.fetchone()[0])


@dataclass(frozen=True)
class Head:
    """The end of the chain: what has to be there still when somebody looks later."""

    seal_no: int
    mac: bytes
    at: datetime | None = None

    def line(self) -> str:
        """One line of JSON for a file outside the database."""
        at = self.at.isoformat() if self.at else None
        return json.dumps({"seal_no": self.seal_no, "mac": self.mac.hex(), "at": at})


def head(*, using: str) -> Head:
    """The last seal given."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT seal_no, mac, clock_timestamp() FROM audit_event "
            "WHERE seal_no IS NOT NULL ORDER BY seal_no DESC LIMIT 1"
        )
        row = cursor.fetchone()
    return Head(row[0], bytes(row[1] or b""), row[2]) if row else Head(0, GENESIS)


def read_heads(file: Path) -> dict[int, bytes]:
    """The heads that a file holds, by seal number; raises EngineError when it is no such file."""
    heads: dict[int, bytes] = {}
    try:
        for line in file.read_text(encoding="ascii").splitlines():
            if line.strip():
                entry = json.loads(line)
                heads[int(entry["seal_no"])] = bytes.fromhex(entry["mac"])
    except (OSError, ValueError, KeyError, TypeError):
        raise EngineError(f"{file} cannot be read as exported heads of the log.") from None
    return heads


def verify(key: bytes, heads: dict[int, bytes], *, using: str) -> tuple[Outcome, int]:
    """Check the whole log against the key and the exported heads.

    Returns what was found and how many rows still wait for their seal. The heads must have been
    read before, so that none of them can be newer than the state that is looked at.
    """
    now = database_now(using)
    with one_snapshot(using):
        waiting, _oldest = unsealed_count(using)
        verifier = Verifier(key, checkpoint_rows(using), heads, now)
        outcome = verifier.run(sealed_rows(using))
    return outcome, waiting


# --- for the data-protection officer -----------------------------------------------------------


@dataclass(frozen=True)
class LogFilter:
    """What part of the log is wanted; empty means everything of the organisation."""

    since: datetime | None = None
    until: datetime | None = None
    actor_id: UUID | None = None
    verb: str = ""
    kind: str = ""
    subject: UUID | None = None


def events_of(organisation_id: UUID, wanted: LogFilter) -> QuerySet[Event]:
    """The organisation's rows that fit the filter, unordered (the page orders by key)."""
    rows = Event.objects.filter(organisation_id=organisation_id).defer("mac")
    if wanted.since:
        rows = rows.filter(at__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(at__lt=wanted.until)
    if wanted.actor_id:
        rows = rows.filter(actor_id=wanted.actor_id)
    if wanted.verb:
        rows = rows.filter(verb=wanted.verb)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.subject:
        rows = rows.filter(subjects__contains=[wanted.subject])
    return rows
