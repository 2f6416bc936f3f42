# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""`bench rotation`: a new installation key for 1,000,000 data keys while others read (promise 33).

One data key opens all texts of a person or a case; here every key has one text, so a million keys
stand for a million fields in the dearest case. A reader opens texts all the time and afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ..runtime import django, ready, role_environment

MINUTES = 10.0
WORK = [sys.executable, "-m", "stellwerk.jobs.bench._data_keys"]


def main(arguments: list[str]) -> int:
    """1 when it takes too long or any text cannot be read meanwhile or afterwards."""
    made = argparse.ArgumentParser(prog="stellwerk bench rotation", description=__doc__)
    made.add_argument("--keys", type=int, default=1_000_000)
    options = made.parse_args(arguments)
    home = tempfile.mkdtemp(prefix="stellwerk-bench-")
    os.environ["STELLWERK_HOME"] = home
    os.environ.pop("STELLWERK_DATABASE_URL", None)
    if os.geteuid() == 0:
        Path(home).chmod(0o711)  # the database's user has to reach its folder
    try:
        with ready():
            environment = role_environment("owner")
            subprocess.run([*WORK, "fill", str(options.keys)], env=environment, check=True)
            reader = subprocess.Popen(
                [*WORK, "read", "0"], env=environment, stdout=subprocess.PIPE, text=True
            )
            time.sleep(2)
            began = time.monotonic()
            status = django("owner", "keys_rotate")
            minutes = (time.monotonic() - began) / 60
            reader.terminate()
            meanwhile = json.loads(reader.communicate(timeout=30)[0])
            done = subprocess.run(
                [*WORK, "read", "2000"],
                env=environment, check=True, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            afterwards = json.loads(done.stdout)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    wrong = meanwhile["wrong"] + afterwards["wrong"]
    print(
        f"rotation: {options.keys} data keys in {minutes:.2f} min (bound {MINUTES}); "
        f"{meanwhile['read']} texts read meanwhile (slowest {meanwhile['slowest'] * 1000:.0f} ms), "
        f"{afterwards['read']} afterwards, {wrong} unreadable (bound 0)"
    )
    return 0 if status == 0 and minutes <= MINUTES and not wrong else 1
