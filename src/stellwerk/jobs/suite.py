# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""`test`: every check of the project, the browser included; says what it could not check.

Exit status 0: all passed; 1: something failed; 3: all that ran passed, but something was missing.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from stellwerk.engine import testing
from stellwerk.engine.locate import checkout
from stellwerk.engine.trouble import EngineError

FAILED, NOT_CHECKED = 1, 3
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: Debian package -> the library it brings.
LIBRARIES = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
}


@dataclass(frozen=True)
class Missing:
    """Debian packages that are not there, and what cannot be checked without them."""

    packages: tuple[str, ...]
    consequence: str


def main(arguments: list[str]) -> int:
    """Run everything; with arguments only pytest with them."""
    root = checkout()
    if root is None:
        raise EngineError("The tests need a checkout of the sources.")
    missing = find_missing()
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        install([package for gap in missing for package in gap.packages])
        missing = find_missing()
    environment = test_environment()
    failed = []
    with testing.test_cluster() as place:
        environment["STELLWERK_HOME"] = str(place.path)
        for name, command in steps(arguments, missing):
            print(f"── {name} ".ljust(80, "─"), flush=True)
            began = time.monotonic()
            status = subprocess.run(command, cwd=root, env=environment, check=False).returncode
            print(f"   {name}: {'ok' if status == 0 else 'FAILED'}", end="")
            print(f" ({time.monotonic() - began:.1f} s)", flush=True)
            if status:
                failed.append(name)
    report(failed, missing)
    if not arguments:
        report_real_logs()
    return FAILED if failed else NOT_CHECKED if missing else 0


def steps(arguments: list[str], missing: list[Missing]) -> list[tuple[str, list[str]]]:
    """Name and command of every step."""
    python = sys.executable
    scripts = Path(python).parent
    pytest = [python, "-m", "pytest"]
    if arguments:
        return [("pytest", [*pytest, *arguments])]
    if any("chromium" in gap.packages for gap in missing):
        pytest += ["-m", "not browser"]
    return [
        ("ruff check", [python, "-m", "ruff", "check", "."]),
        ("import contracts", [python, str(scripts / "lint-imports")]),
        ("mypy", [python, "-m", "mypy", "src/stellwerk"]),
        ("licences", [python, "-m", "reuse", "lint", "--quiet"]),
        ("pytest", [*pytest, "-n", "2", "--dist", "loadgroup", "--durations", "25"]),
    ]


def test_environment() -> dict[str, str]:
    """The environment of the tests: web role, no demo, the browser by its path."""
    environment = {**os.environ, "STELLWERK_PROCESS": "web", "STELLWERK_TESTING": "1"}
    for name in ("STELLWERK_DEMO", "STELLWERK_DEBUG", "STELLWERK_BASE_URL"):
        environment.pop(name, None)
    browser = find_browser()
    if browser:
        environment["STELLWERK_CHROMIUM"] = browser
    return environment


# ── what the system lacks ────────────────────────────────────────────────────────────────────


def find_browser() -> str | None:
    """The path of Chromium or a relative of it."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def find_missing() -> list[Missing]:
    """What is not installed on this system."""
    missing = []
    if find_browser() is None:
        missing.append(Missing(("chromium",), "the pages in a real browser"))
    libraries = tuple(package for package, library in LIBRARIES.items() if not is_loadable(library))
    if libraries:
        missing.append(Missing(libraries, "PDF reports"))
    return missing


def is_loadable(library: str) -> bool:
    """Whether the system has this shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_command(packages: list[str]) -> str:
    """The one command that mends it."""
    return f"apt-get update && apt-get install -y --no-install-recommends {' '.join(packages)}"


def install(packages: list[str]) -> None:
    """Install Debian packages as root; a failure shows later as NOT CHECKED."""
    print(f"Installing {', '.join(packages)} ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            print((done.stderr or done.stdout).strip()[-2000:], file=sys.stderr)
            return


def report_real_logs() -> None:
    """Real event logs are not part of the project; without them nothing else is missing."""
    if not os.environ.get("STELLWERK_TEST_DATA"):
        print("NOT CHECKED: the real event logs (STELLWERK_TEST_DATA names their folder)")


def report(failed: list[str], missing: list[Missing]) -> None:
    """The last lines: what failed and what nobody looked at."""
    print("─" * 80)
    if missing:
        packages = [package for gap in missing for package in gap.packages]
        print("NOT CHECKED: " + ", ".join(gap.consequence for gap in missing))
        print(f"  missing: {', '.join(packages)}")
        print(f"  as root: {install_command(packages)}")
    if failed:
        print(f"FAILED: {', '.join(failed)}")
    elif not missing:
        print("Everything passed.")
