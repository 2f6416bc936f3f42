# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Sorting more rows than memory holds: rows lie in files of a folder and come back in blocks.

Every block is sorted and follows the one before; equal rows keep the order in which they came.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Rows that are held in memory at once; a row has 16 to 40 bytes, sorting takes three times that.
MOST_ROWS = 500_000
_PARTS = 64

Rows = NDArray[Any]


class Sorter:
    """Takes rows of one shape in any order, gives them back sorted by its keys."""

    def __init__(
        self, folder: Path, name: str, dtype: np.dtype[Any], keys: Sequence[str],
        most: int = MOST_ROWS,
    ) -> None:  # fmt: skip
        self._folder, self._name, self._most = folder, name, most
        self.dtype, self.keys = dtype, tuple(keys)
        self._held: list[Rows] = []
        self._held_rows = 0
        self._file = folder / f"{name}.rows"
        self.count = 0

    def add(self, rows: Rows) -> None:
        """Take rows in; beyond the limit they wait on disk."""
        self._held.append(rows)
        self._held_rows += len(rows)
        self.count += len(rows)
        if self._held_rows > self._most:
            self._spill()

    def blocks(self) -> Iterator[Rows]:
        """All rows in order; the sorter is empty afterwards."""
        if not self._file.exists():
            rows = np.concatenate(self._held) if self._held else np.empty(0, self.dtype)
            self._held, self._held_rows = [], 0
            if len(rows):
                yield _in_order(rows, self.keys)
            return
        self._spill()
        yield from self._sorted(self._file, self.count, 0)

    def _spill(self) -> None:
        with self._file.open("ab") as out:
            for rows in self._held:
                out.write(rows.tobytes())
        self._held, self._held_rows = [], 0

    def _sorted(self, path: Path, count: int, level: int) -> Iterator[Rows]:
        """The rows of a file in order: small ones at once, large ones part by part."""
        if count <= self._most:
            rows = np.fromfile(path, self.dtype)
            path.unlink()
            yield _in_order(rows, self.keys)
            return
        while level < len(self.keys):
            low, high = self._range(path, self.keys[level])
            if low < high:
                parts = self._split(path, self.keys[level], low, high)
                path.unlink()
                for part, rows_in_part in parts:
                    yield from self._sorted(part, rows_in_part, level)
                return
            level += 1
        # all keys are equal: the order of the file is the order
        yield from self._read(path)
        path.unlink()

    def _read(self, path: Path) -> Iterator[Rows]:
        with path.open("rb") as rows:
            while len(block := np.fromfile(rows, self.dtype, self._most // 4)):
                yield block

    def _range(self, path: Path, key: str) -> tuple[int, int]:
        low, high = [], []
        for block in self._read(path):
            low.append(int(block[key].min()))
            high.append(int(block[key].max()))
        return min(low), max(high)

    def _split(self, path: Path, key: str, low: int, high: int) -> list[tuple[Path, int]]:
        """Deal the rows out to files by equal ranges of a key."""
        step = (high - low) // _PARTS + 1
        names = [path.with_name(f"{path.name}.{number:02}") for number in range(_PARTS)]
        counts = [0] * _PARTS
        for block in self._read(path):
            # differences of 64-bit numbers may need 65 bits: unsigned arithmetic is exact here
            distance = block[key].astype(np.uint64) - np.uint64(low % 2**64)
            part = (distance // np.uint64(step)).astype(np.int64)
            order = np.argsort(part, kind="stable")
            edges = np.searchsorted(part[order], np.arange(_PARTS + 1))
            ordered = block[order]
            for number in range(_PARTS):
                rows = ordered[edges[number] : edges[number + 1]]
                if len(rows):
                    with names[number].open("ab") as out:
                        out.write(rows.tobytes())
                    counts[number] += len(rows)
        return [(name, count) for name, count in zip(names, counts, strict=True) if count]


def _in_order(rows: Rows, keys: Sequence[str]) -> Rows:
    order = np.lexsort([rows[key] for key in reversed(keys)])
    return rows[order]
