# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Logarithmic histograms of waiting times: buckets 1 % wide, merged by adding.

Bucket 0 holds waits of nothing; bucket k > 0 those from 1.01^(k-1) to 1.01^k microseconds. A value
is estimated as the (geometric) middle of its bucket, so it is at most half a per cent off. Packed:
bucket * 2^40 + count.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Natural logarithm of 1.01, as the database writes it (``actions.log.folding``).
WIDTH = 0.009950330853168083
SHIFT = 40
_BUCKETS = 4500
_MASK = (1 << SHIFT) - 1

Counts = NDArray[np.int64]
_MIDDLES = np.concatenate(([0.0], np.exp((np.arange(_BUCKETS - 1) + 0.5) * WIDTH)))


def merged(packed: Iterable[NDArray[Any]]) -> Counts:
    """How many waits lie in each bucket, over several packed histograms."""
    parts = list(packed)
    if not parts:
        return np.zeros(0, dtype=np.int64)
    values = np.concatenate(parts).astype(np.int64, copy=False)
    counts = np.zeros(_BUCKETS, dtype=np.int64)
    np.add.at(counts, values >> SHIFT, values & _MASK)
    return counts


def sent_array(content: bytes) -> NDArray[Any]:
    """The numbers of a ``bigint[]`` in the form in which the database sends it (``array_send``)."""
    # 20 bytes in front (dimensions, flags, type, length, bound), then length and value of each.
    record = np.dtype([("length", ">i4"), ("value", ">i8")])
    if len(content) < 20:
        return np.zeros(0, dtype=np.int64)
    return np.frombuffer(content, dtype=record, offset=20)["value"]


def percentiles(
    counts: Counts, shares: Sequence[float], *, low: int, high: int
) -> list[float]:
    """Estimated percentiles in microseconds (linear between neighbours), kept within the known
    smallest and largest value; ``counts`` hold at least one wait."""
    behind = np.cumsum(counts)
    total = int(behind[-1])
    found = []
    for share in shares:
        place = share * (total - 1)
        lower = int(place)
        one, other = (
            float(_MIDDLES[np.searchsorted(behind, rank, side="right")])
            for rank in (lower, min(lower + 1, total - 1))
        )
        one, other = (min(max(value, low), high) for value in (one, other))
        found.append(one + (other - one) * (place - lower))
    return found
