# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""PostgreSQL's client programs from the wheel, run without a shell and without our environment."""

from __future__ import annotations

import subprocess
from typing import Any

from . import binaries


def run_tool(command: list[str], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's own tools; the caller judges the return code."""
    program, *rest = command
    return subprocess.run(
        [str(binaries.tools() / program), *rest],
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", **env},
        capture_output=True,
        text=True,
        check=False,
    )


def environment(info: dict[str, Any]) -> dict[str, str]:
    """A connection as libpq's environment: no password on a command line."""
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    names |= {"dbname": "PGDATABASE", "sslmode": "PGSSLMODE", "require_auth": "PGREQUIREAUTH"}
    return {names[key]: str(value) for key, value in info.items() if key in names and value}


def last_line(text: str) -> str:
    """The last line of what a tool said, for the operator's sentence."""
    return (text.strip().splitlines() or ["no message"])[-1]
