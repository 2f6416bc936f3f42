# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""`bench context`: 100,000 changes of organisation over one connection, and no leak (promise 6)."""

from __future__ import annotations

import argparse
import os
import random
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from stellwerk.engine import cluster
from stellwerk.engine.locate import Home, conninfo

from ..runtime import bring_up_to_date

INSERT = (
    "INSERT INTO cases_household (id, organisation_id, members, created_at, updated_at) "
    "VALUES (%s, %s, 1, now(), now())"
)
ORGANISATIONS = 40


def main(arguments: list[str]) -> int:
    """1 when anybody ever saw what is not hers."""
    made = argparse.ArgumentParser(prog="stellwerk bench context", description=__doc__)
    made.add_argument("--switches", type=int, default=100_000)
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
            began = time.monotonic()
            leaks = switch(place, options.switches)
            rate = options.switches / (time.monotonic() - began)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"context: {leaks} leaks in {options.switches} switches ({rate:.0f}/s), bound 0")
    return 1 if leaks else 0


def switch(place: Home, switches: int) -> int:
    """One web connection; each organisation owns one household and must see just that one."""
    organisations = [uuid4() for _ in range(ORGANISATIONS)]
    with psycopg.connect(**conninfo("owner", None, place), autocommit=True) as owner:
        owner.execute("ALTER TABLE cases_household DISABLE TRIGGER USER")
        owner.execute(
            "DO $$ DECLARE c record; BEGIN FOR c IN SELECT conname FROM pg_constraint WHERE "
            "conrelid = 'cases_household'::regclass AND contype = 'f' LOOP EXECUTE "
            "'ALTER TABLE cases_household DROP CONSTRAINT ' || quote_ident(c.conname); END LOOP; "
            "END $$"
        )
        for organisation in organisations:
            owner.execute(INSERT, [uuid4(), organisation])
    chance = random.Random(7)
    leaks = 0
    with psycopg.connect(**conninfo("web", None, place), autocommit=True) as web:
        for _ in range(switches):
            leaks += _one(web, chance.choice([*organisations, None]), chance.randrange(4))
    return leaks


def _one(web: psycopg.Connection[Any], organisation: Any, ending: int) -> int:
    """One transaction of an organisation (or of nobody), ended in one of four ways."""
    seen: list[Any] = []
    try:
        with web.transaction():
            web.execute(
                "SELECT set_config('app.organisation', %s, true)", [str(organisation or "")]
            )
            seen = web.execute("SELECT organisation_id FROM cases_household").fetchall()
            if ending == 0:
                raise psycopg.Rollback
            if ending == 1:
                web.execute("SELECT 1 / 0")
    except psycopg.errors.DivisionByZero:
        pass
    leaks = int(seen != ([(organisation,)] if organisation else []))
    if ending == 2:  # the next one on the connection forgot to say who she is
        leaks += bool(web.execute("SELECT 1 FROM cases_household").fetchall())
    return leaks
