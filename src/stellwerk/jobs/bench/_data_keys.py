# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What `bench rotation` does in processes of its own: fill the key store, read while it turns."""

import argparse
import json
import random
import signal
import time
from typing import Any
from uuid import uuid4

import django
import psycopg

from stellwerk.engine import locate

SAMPLE = 2_000


def fill(count: int) -> None:
    """``count`` data keys, each sealing one text whose words say whose it is."""
    from stellwerk.vault import crypto

    ring = crypto.keyring()
    info = locate.conninfo(locate.SUPERUSER, locate.database())
    organisation = uuid4()
    with psycopg.connect(**info) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_text (subject_id uuid, sealed bytea)")
        kept: list[tuple[Any, bytes]] = []
        with cursor.copy(
            "COPY base_data_key (subject_id, organisation_id, wrapped, kek_version) FROM STDIN"
        ) as copy:
            for number in range(count):
                subject, key = uuid4(), ring.new_data_key()
                wrapped = ring.wrap(key, subject)
                copy.write_row((subject, organisation, wrapped, crypto.wrapped_version(wrapped)))
                if number % max(1, count // SAMPLE) == 0:
                    kept.append((subject, crypto.seal(key, str(subject), b"bench")))
        with cursor.copy("COPY bench_text FROM STDIN") as copy:
            for row in kept:
                copy.write_row(row)
    with psycopg.connect(**info, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE base_data_key")


def read(rounds: int) -> dict[str, Any]:
    """Open texts by their stored keys: ``rounds`` random ones, or until told to stop (0)."""
    from stellwerk.vault import crypto

    stop: list[int] = []
    signal.signal(signal.SIGTERM, lambda *_: stop.append(1))
    chance = random.Random(7)
    slowest, done, wrong = 0.0, 0, 0
    info = locate.conninfo(locate.SUPERUSER, locate.database())
    with psycopg.connect(**info, autocommit=True) as connection:
        texts = connection.execute("SELECT subject_id, sealed FROM bench_text").fetchall()
        while not stop and (not rounds or done < rounds):
            subject, sealed = chance.choice(texts)
            began = time.perf_counter()
            row = connection.execute(
                "SELECT wrapped FROM base_data_key WHERE subject_id = %s", [subject]
            ).fetchone()
            try:
                key = crypto.keyring().unwrap(bytes(row[0]) if row else b"", subject)
                wrong += crypto.unseal(key, bytes(sealed), b"bench") != str(subject)
            except crypto.Unreadable:
                wrong += 1
            slowest = max(slowest, time.perf_counter() - began)
            done += 1
            time.sleep(0 if rounds else 0.005)
    return {"read": done, "wrong": wrong, "slowest": slowest}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["fill", "read"])
    parser.add_argument("count", type=int)
    options = parser.parse_args()
    django.setup()
    if options.what == "fill":
        fill(options.count)
    else:
        print(json.dumps(read(options.count)))


if __name__ == "__main__":
    main()
