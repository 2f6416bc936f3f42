# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Where things stand along one line: each as near to its wish as the distances allow."""

from collections.abc import Sequence


def spread(
    wishes: Sequence[float], weights: Sequence[float], distances: Sequence[float],
    least: float | None = None, most: float | None = None,
) -> list[float]:
    """Positions in the given order, neighbours at least ``distances[i]`` apart (one less than
    wishes), with the smallest weighted sum of squares from the wishes (pool adjacent violators);
    all between ``least`` and ``most`` if there is room.
    """
    if not wishes:
        return []
    shift = [0.0]
    for distance in distances:
        shift.append(shift[-1] + distance)
    # value, weight, how many
    blocks: list[tuple[float, float, int]] = []
    for wish, weight, moved in zip(wishes, weights, shift, strict=True):
        block = (wish - moved, weight, 1)
        while blocks and blocks[-1][0] > block[0]:
            value, mass, count = blocks.pop()
            whole = mass + block[1]
            block = ((value * mass + block[0] * block[1]) / whole, whole, count + block[2])
        blocks.append(block)
    flat = [value for value, _mass, count in blocks for _ in range(count)]
    if least is not None:
        flat = [max(least, value) for value in flat]
    if most is not None:
        flat = [min(most - shift[-1], value) for value in flat]
    return [value + moved for value, moved in zip(flat, shift, strict=True)]
