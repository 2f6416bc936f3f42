# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Whether two samples of times come from the same distribution: Mann-Whitney's U, two-sided."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Comparison:
    """``p``: how probable a difference like this is by chance; ``superiority``: how often a value
    of the first sample is larger than one of the second (0.5: neither).
    """

    p: float
    superiority: float


def mann_whitney(first: Sequence[float], second: Sequence[float]) -> Comparison:
    """Normal approximation with correction for ties and continuity; meant for n >= 20 each.

    No assumption about the shape of the distributions: response times have long tails. Source:
    Mann and Whitney, Annals of Mathematical Statistics 18 (1947), 50-60.
    """
    n, m = len(first), len(second)
    if min(n, m) < 20:
        raise ValueError("at least 20 values each")
    values = sorted([(value, 0) for value in first] + [(value, 1) for value in second])
    rank_sum, ties, start = 0.0, 0, 0
    while start < len(values):
        end = start
        while end < len(values) and values[end][0] == values[start][0]:
            end += 1
        middle = (start + 1 + end) / 2  # ranks begin at 1; equal values share their mean rank
        rank_sum += middle * sum(1 for _, which in values[start:end] if which == 0)
        ties += (end - start) ** 3 - (end - start)
        start = end
    u = rank_sum - n * (n + 1) / 2
    total = n + m
    variance = n * m / 12 * ((total + 1) - ties / (total * (total - 1)))
    if variance <= 0:  # every value is the same
        return Comparison(1.0, 0.5)
    z = max(0.0, abs(u - n * m / 2) - 0.5) / math.sqrt(variance)
    return Comparison(math.erfc(z / math.sqrt(2)), u / (n * m))
