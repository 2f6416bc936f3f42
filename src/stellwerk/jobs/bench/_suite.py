# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Benches that are a test of the suite, run at length.

The suite holds a sample, the bench asks the very same test for more (``tests/access/long_run.py``),
on the suite's own server: nothing of an installation is touched.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from stellwerk.engine import testing
from stellwerk.engine.locate import checkout
from stellwerk.engine.trouble import EngineError

from ..suite import test_environment


def run_at_length(test: str, count: int, seed: int = 1) -> dict[str, Any]:
    """Run one test (file::name) ``count`` times over; what it found, and ``passed``.

    Raises ``EngineError`` without a checkout or when the test ended without any finding.
    """
    root = checkout()
    if root is None:
        raise EngineError("This bench is a test at length: it needs a checkout of the sources.")
    with tempfile.TemporaryDirectory() as folder, testing.test_cluster() as place:
        result = Path(folder) / "result.json"
        environment = test_environment() | {
            "STELLWERK_HOME": str(place.path),
            "STELLWERK_BENCH_COUNT": str(count),
            "STELLWERK_BENCH_SEED": str(seed),
            "STELLWERK_BENCH_RESULT": str(result),
        }
        options = ["-q", "-n", "0", "-p", "no:randomly", "--tb=short", "--no-header"]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", test, *options],
            cwd=root,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            print(done.stdout[-6000:])
        if not result.exists():
            raise EngineError(f"The test {test} ended before it found anything (see above).")
        found: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    return found | {"passed": done.returncode == 0}
