# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The statistic of `bench timing`, against counting pairs and against drawing lots."""

import random

import pytest

from stellwerk.jobs.bench._ranks import mann_whitney


def superiority(first: list[int], second: list[int]) -> float:
    """By definition: the share of pairs in which the first is larger, half of the equal ones."""
    pairs = [(a > b) + (a == b) / 2 for a in first for b in second]
    return sum(pairs) / len(pairs)


@pytest.mark.parametrize("seed", range(5))
def test_superiority_is_the_share_of_pairs(seed: int) -> None:
    chance = random.Random(seed)
    first = [chance.randrange(12) for _ in range(40)]
    second = [chance.randrange(14) for _ in range(55)]
    assert mann_whitney(first, second).superiority == pytest.approx(superiority(first, second))


def test_probability_is_that_of_drawing_lots() -> None:
    chance = random.Random(3)
    first = [chance.gauss(0, 1) for _ in range(30)]
    second = [chance.gauss(0.5, 1) for _ in range(30)]
    seen = abs(mann_whitney(first, second).superiority - 0.5)
    both, hits = first + second, 0
    for _ in range(2_000):
        chance.shuffle(both)
        hits += abs(mann_whitney(both[:30], both[30:]).superiority - 0.5) >= seen
    assert mann_whitney(first, second).p == pytest.approx(hits / 2_000, abs=0.03)


def test_same_values_do_not_differ_and_separate_ones_do() -> None:
    assert mann_whitney([1.0] * 30, [1.0] * 30).p == 1
    apart = mann_whitney(range(100, 150), range(50))
    assert apart.superiority == 1
    assert apart.p < 1e-9


def test_too_few_values_are_refused() -> None:
    with pytest.raises(ValueError, match="20"):
        mann_whitney([1.0] * 19, [1.0] * 30)
