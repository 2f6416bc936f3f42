# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""`bench audit`: events per second with the sealer beside them, delay of the seal, verifying."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psycopg

from stellwerk.engine import cluster
from stellwerk.engine.locate import Home, conninfo

from ..runtime import bring_up_to_date, django, role_environment

EVENTS, DELAY, VERIFY = 2_000, 1.0, 15_000
INSERT = (
    "INSERT INTO audit_event (id, actor, actor_id, verb, kind, subjects, fields, note, route) "
    "VALUES (gen_random_uuid(), 'Somebody <somebody@bench.example>', gen_random_uuid(), 'read', "
    "'case', ARRAY[gen_random_uuid()], '{identity,contact,plan}', '', 'cases:case')"
)


def main(arguments: list[str]) -> int:
    """1 when a bound is missed."""
    made = argparse.ArgumentParser(prog="stellwerk bench audit", description=__doc__)
    made.add_argument("--seconds", type=float, default=10.0)
    made.add_argument("--clients", type=int, default=8)
    options = made.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="stellwerk-bench-"))
    place = Home((folder / "home").resolve())
    os.environ["STELLWERK_HOME"] = str(place.path)
    os.environ.pop("STELLWERK_DATABASE_URL", None)
    if os.geteuid() == 0:
        folder.chmod(0o711)
    try:
        with cluster.ensure_running(place) as running:
            bring_up_to_date(running)
            rate, delay = append(place, options.clients, options.seconds)
            speed, sound = verify(place)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(
        f"audit: {rate:.0f} events/s (bound {EVENTS}), "
        f"sealed within {delay:.2f} s (bound {DELAY}), "
        f"verified {speed:.0f} rows/s (bound {VERIFY}), {'sound' if sound else 'NOT SOUND'}"
    )
    return 0 if rate >= EVENTS and delay <= DELAY and speed >= VERIFY and sound else 1


def append(place: Home, clients: int, seconds: float) -> tuple[float, float]:
    """Events per second of all clients together, and how long the oldest row waits (median)."""
    sealer = subprocess.Popen(
        [sys.executable, "-m", "django", "audit_seal", "--loop"], env=role_environment("sealer")
    )
    stop = threading.Event()
    counts = [0] * clients
    delays: list[float] = []

    def client(number: int) -> None:
        with psycopg.connect(**conninfo("web", None, place), autocommit=True) as connection:
            while not stop.is_set():
                connection.execute(INSERT)
                counts[number] += 1

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    try:
        time.sleep(2)
        began = time.monotonic()
        for thread in threads:
            thread.start()
        with psycopg.connect(**conninfo("sealer", None, place), autocommit=True) as watcher:
            while time.monotonic() - began < seconds:
                time.sleep(0.2)
                row = watcher.execute(
                    "SELECT extract(epoch FROM clock_timestamp() - min(at)) FROM audit_event "
                    "WHERE seal_no IS NULL"
                ).fetchone()
                delays.append(float(row[0] or 0) if row else 0.0)
        stop.set()
        for thread in threads:
            thread.join()
        rate = sum(counts) / (time.monotonic() - began)
    finally:
        stop.set()
        sealer.terminate()
        sealer.wait()
    delays.sort()
    return rate, delays[len(delays) // 2]


def verify(place: Home) -> tuple[float, bool]:
    """Rows per second of the verifier and whether it found nothing."""
    django("sealer", "audit_seal")
    done = subprocess.run(
        [sys.executable, "-m", "django", "audit_verify", "--format", "json"],
        env=role_environment("sealer"),
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(done.stdout)
    return float(report["rows_per_second"] or 0), bool(report["is_sound"])
