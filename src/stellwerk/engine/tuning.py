# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The settings of the server: those no promise survives without, those that fit the machine."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from .locate import PORT, Home, login

MEGABYTE = 1024 * 1024

#: Setting -> the only value with which an acknowledged write survives (asserted at every start).
DURABLE = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "data_checksums": "on",
}
#: Setting -> value that keeps the door shut.
CLOSED = {
    "listen_addresses": "",
    "password_encryption": "scram-sha-256",
    "row_security": "on",
}


def cluster_name(place: Home) -> str:
    """The name in the title of every process of this server."""
    return f"stellwerk-{place.name}"


def memory() -> int:
    """Bytes of memory this machine (or container) gives us."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        limit = Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii").strip()
    except OSError:
        return total
    return min(total, int(limit)) if limit.isdigit() else total


def _megabytes(part: int, low: int, high: int) -> str:
    return f"{max(low, min(high, memory() // part // MEGABYTE))}MB"


def _shared_memory() -> str:
    """Containers often give /dev/shm 64 MB; parallel queries then need files instead."""
    try:
        return "posix" if shutil.disk_usage("/dev/shm").total >= 256 * MEGABYTE else "mmap"  # noqa: S108 - only measured
    except OSError:
        return "mmap"


def settings(place: Home) -> dict[str, str]:
    """Every setting that differs from PostgreSQL's own default."""
    return {
        "cluster_name": cluster_name(place),
        "unix_socket_directories": str(place.socket_folder),
        "unix_socket_permissions": "0700",
        "port": str(PORT),
        "max_connections": "60",
        "shared_buffers": _megabytes(8, 64, 2048),
        "effective_cache_size": _megabytes(2, 256, 65536),
        "work_mem": "16MB",
        "maintenance_work_mem": _megabytes(16, 64, 512),
        "dynamic_shared_memory_type": _shared_memory(),
        "random_page_cost": "1.1",
        "max_parallel_workers_per_gather": "2",
        "jit": "off",
        "wal_level": "replica",
        "wal_compression": "pglz",
        "max_wal_senders": "3",
        "max_wal_size": "2GB",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_line_prefix": "%m [%p] %u@%d ",
        "log_checkpoints": "off",
        # a log never shows what stands in a record: no statement, no parameter, no DETAIL
        "log_statement": "none",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
        "track_activity_query_size": "256",
        "allow_alter_system": "off",
    }


HBA = f"""# Written by Stellwerk at every start. Every role shows a password, on the socket too.
local  replication  {login("backup")}  scram-sha-256
local  all          all                scram-sha-256
"""


def configuration(place: Home) -> str:
    """The text of postgresql.conf."""
    lines = ["# Written by Stellwerk at every start; edits are lost."]
    lines += [f"{key} = '{_quoted(value)}'" for key, value in settings(place).items()]
    return "\n".join(lines) + "\n"


def _quoted(value: str) -> str:
    return value.replace("'", "''").replace("\\", "\\\\")


def arguments(place: Home, *, durable: bool = True) -> list[str]:
    """Command-line settings: they win over every file, so nobody turns safety off by editing one.

    `durable=False` is for the throw-away cluster of the tests and nothing else.
    """
    fixed = {
        "config_file": str(place.etc / "postgresql.conf"),
        "hba_file": str(place.etc / "pg_hba.conf"),
        "ident_file": str(place.etc / "pg_ident.conf"),
        **CLOSED,
    }
    if durable:
        fixed |= {key: value for key, value in DURABLE.items() if key != "data_checksums"}
    else:
        fixed |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    return [part for key, value in fixed.items() for part in ("-c", f"{key}={value}")]


def write_configuration(place: Home) -> None:
    """Put the three settings files below the data folder; rewrites only what changed."""
    place.etc.mkdir(mode=0o755, exist_ok=True)
    place.etc.chmod(0o755)
    texts = {
        "postgresql.conf": configuration(place),
        "pg_hba.conf": HBA,
        "pg_ident.conf": "# no maps\n",
    }
    for name, text in texts.items():
        file = place.etc / name
        if file.is_file() and file.read_text(encoding="utf-8") == text:
            continue
        draft = file.with_name(f".{name}.{os.getpid()}")
        draft.write_text(text, encoding="utf-8")
        draft.chmod(0o644)
        draft.rename(file)
