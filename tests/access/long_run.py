# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Tests that are a sample in the suite and run at length as `./stellwerk bench NAME`.

The bench starts the same test with a number and a seed in the environment and reads what it
found from a file (see ``jobs/bench/_suite.py``).
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy


def wanted(sample: int) -> int:
    """How many: the suite's sample, or what the bench asks for."""
    return int(os.environ.get("STELLWERK_BENCH_COUNT", sample))


def report(**found: Any) -> None:
    """Tell the bench, if one asks."""
    path = os.environ.get("STELLWERK_BENCH_RESULT")
    if path:
        Path(path).write_text(json.dumps(found), encoding="utf-8")


def generate(strategy: SearchStrategy[Any], count: int, one: Callable[[Any], None]) -> None:
    """Call ``one`` with ``count`` generated values; the same ones for the same seed."""

    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @seed(int(os.environ.get("STELLWERK_BENCH_SEED", "1")))
    @given(strategy)
    def each(value: Any) -> None:
        one(value)

    each()
