# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The chain of seals: each row's seal covers the row and the seal before it.

Pure: rows in, findings out. A row is the tuple of ``COLUMNS`` as text (``None`` for NULL), exactly
as the database writes them, so that every column is covered and nothing is parsed twice.
"""

import hmac
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

#: What a seal covers, in this order. A house test demands that no column is missing.
COLUMNS = (
    "seal_no",
    "xid",
    "at",
    "id",
    "actor",
    "actor_id",
    "organisation_id",
    "verb",
    "kind",
    "subjects",
    "fields",
    "note",
    "route",
)
#: The chain's first link has no row before it.
GENESIS = bytes(32)
#: Statements wait for locks and clocks are set; more than this is a false date. Microseconds.
TOLERANCE = 60_000_000

Texts = Sequence[str | None]


@dataclass(frozen=True)
class SealedRow:
    """One row of the log with its seal; ``texts`` are the values of ``COLUMNS``."""

    seal_no: int
    xid: int
    at: int  # microseconds since 1970
    id: str
    texts: Texts
    mac: bytes


@dataclass(frozen=True)
class CheckpointRow:
    """What the sealer saw: all finished transactions below ``horizon`` are sealed up to
    ``seal_no``, and no transaction with ``next_xid`` or above had begun at ``sealed_at``."""

    no: int
    sealed_at: int  # microseconds since 1970
    horizon: int
    next_xid: int
    seal_no: int
    row_mac: bytes
    mac: bytes


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with the log."""

    kind: str
    seal_no: int | None
    row: str
    sentence: str


@dataclass
class Outcome:
    """What a run of the verifier saw."""

    rows: int = 0
    last_seal_no: int = 0
    last_mac: bytes = GENESIS
    findings: list[Finding] = field(default_factory=list)


def canonical(texts: Texts) -> bytes:
    """One and only one byte string per row: every value with its length, NULL apart from ''."""
    parts = []
    for text in texts:
        if text is None:
            parts.append(b"-")
        else:
            raw = text.encode()
            parts.append(b"%d:" % len(raw))
            parts.append(raw)
    return b"|".join(parts)


def link(key: bytes, before: bytes, texts: Texts) -> bytes:
    """The seal of a row that follows the row sealed with ``before`` (HMAC-SHA256, 32 bytes)."""
    return hmac.digest(key, before + canonical(texts), "sha256")


def seal_rows(key: bytes, before: bytes, rows: Iterable[Texts]) -> Iterator[bytes]:
    """The seals of consecutive rows."""
    for texts in rows:
        before = link(key, before, texts)
        yield before


def checkpoint_mac(key: bytes, before: bytes, point: CheckpointRow) -> bytes:
    """The seal of a checkpoint; chained like the rows."""
    numbers = (point.no, point.sealed_at, point.horizon, point.next_xid, point.seal_no)
    texts = [*(str(number) for number in numbers), point.row_mac.hex()]
    return hmac.digest(key, b"checkpoint" + before + canonical(texts), "sha256")


# --- verifying ---------------------------------------------------------------------------------


class Verifier:
    """Walks once over checkpoints and rows in the order of their numbers."""

    def __init__(
        self,
        key: bytes,
        checkpoints: Iterable[CheckpointRow],
        heads: Mapping[int, bytes],
        now: int,
    ) -> None:
        self.outcome = Outcome()
        self._key = key
        self._now = now
        self._points = self._checked(checkpoints)
        self._heads = {point.seal_no: point.row_mac for point in self._points} | dict(heads)
        self._next_xids = [point.next_xid for point in self._points]
        self._index = 0  # first checkpoint at or after the present row
        self._xid = 0

    def run(self, rows: Iterable[SealedRow]) -> Outcome:
        """Check every row; the chain follows the stored seals, so one fault is one finding."""
        for row in rows:
            self._number(row)
            self._order(row)
            self._time(row)
            self._anchor(row)
            self.outcome.rows += 1
        self._tail()
        return self.outcome

    def _found(self, kind: str, seal_no: int | None, row: str, sentence: str) -> None:
        self.outcome.findings.append(Finding(kind, seal_no, row, sentence))

    def _number(self, row: SealedRow) -> None:
        out = self.outcome
        expected = out.last_seal_no + 1
        if row.seal_no < expected:
            self._found(
                "inserted", row.seal_no, row.id, f"seal {row.seal_no} is claimed by a second row"
            )
            return
        if row.seal_no > expected:
            gap = f"{expected}" if row.seal_no == expected + 1 else f"{expected}–{row.seal_no - 1}"
            self._found("deleted", expected, "", f"rows with the seals {gap} are missing")
        elif not hmac.compare_digest(link(self._key, out.last_mac, row.texts), row.mac):
            self._found(
                "changed",
                row.seal_no,
                row.id,
                f"row {row.seal_no} was changed, moved or put in place of another",
            )
        out.last_seal_no, out.last_mac = row.seal_no, row.mac

    def _order(self, row: SealedRow) -> None:
        """A row is sealed after all of older transactions: an older one later is no late one."""
        points = self._points
        while self._index < len(points) and points[self._index].seal_no < row.seal_no:
            self._index += 1
        floor = points[self._index - 1].horizon if self._index else 0
        if row.xid < max(floor, self._xid):
            self._found(
                "backdated",
                row.seal_no,
                row.id,
                f"row {row.seal_no} claims a transaction that was finished long before",
            )
        self._xid = max(self._xid, row.xid)

    def _time(self, row: SealedRow) -> None:
        """The date lies between what the sealer saw before the transaction and after the seal."""
        place = bisect_right(self._next_xids, row.xid) - 1
        earliest = self._points[place].sealed_at if place >= 0 else 0
        if row.at < earliest - TOLERANCE:
            self._found(
                "backdated",
                row.seal_no,
                row.id,
                f"row {row.seal_no} bears a date before its transaction began",
            )
        covered = self._index < len(self._points)
        latest = self._points[self._index].sealed_at if covered else self._now
        if row.at > latest + TOLERANCE:
            self._found(
                "backdated",
                row.seal_no,
                row.id,
                f"row {row.seal_no} bears a date after it was sealed",
            )

    def _anchor(self, row: SealedRow) -> None:
        head = self._heads.pop(row.seal_no, None)
        if head is not None and head != row.mac:
            self._found(
                "head",
                row.seal_no,
                row.id,
                f"row {row.seal_no} does not bear the seal that was exported",
            )

    def _tail(self) -> None:
        last = self.outcome.last_seal_no
        missing = [number for number in self._heads if number > last]
        if missing:
            self._found(
                "cut",
                max(missing),
                "",
                f"the log ends with seal {last}, but seal {max(missing)} had been given",
            )
        for number in sorted(n for n in self._heads if n <= last):
            self._found("head", number, "", f"the exported row {number} is missing")

    def _checked(self, checkpoints: Iterable[CheckpointRow]) -> list[CheckpointRow]:
        """The checkpoints that the sealer really wrote; every other one is a finding."""
        sound: list[CheckpointRow] = []
        before, number = GENESIS, 0
        for point in checkpoints:
            number += 1
            right = hmac.compare_digest(checkpoint_mac(self._key, before, point), point.mac)
            if point.no != number or not right:
                self._found(
                    "checkpoint",
                    point.seal_no,
                    "",
                    f"checkpoint {point.no} was changed, or one before it is missing",
                )
                number = point.no
            else:
                sound.append(point)
            before = point.mac
        return sound
