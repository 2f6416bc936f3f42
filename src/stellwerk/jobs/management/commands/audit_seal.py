# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""``manage audit_seal [--loop]``: seal the rows of the log whose transactions are over."""

import logging
import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connections

from stellwerk.audit.actions.sealing import STAYING, append_head, seal_all, seal_key
from stellwerk.audit.queries import Head, head
from stellwerk.engine import locate

PAUSE, HEAD_SECONDS, LONGEST_WAIT = 0.4, 60, 10
log = logging.getLogger("stellwerk.audit")


class Command(BaseCommand):
    help = "Seal the log (role sealer). With --loop it stays and seals within a second."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="stay until told to stop")

    def handle(self, *args: Any, **options: Any) -> None:
        place = locate.home()
        key = seal_key(place, using="default")
        if options["loop"]:
            Loop(key, place).run()
            return
        count = seal_all(key, using="default")
        if count:
            append_head(place.log / "audit-head.jsonl", head(using="default"))
        if options["verbosity"] > 1:
            self.stdout.write(f"{count} rows sealed")


class Loop:
    """Seal, wait, seal; every minute the head goes to a file outside the database."""

    def __init__(self, key: bytes, place: locate.Home) -> None:
        self.key = key
        self.file = place.log / "audit-head.jsonl"
        self.stop = threading.Event()
        self.told: Head | None = None
        self.told_at = 0.0

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop.set())
        wait = PAUSE
        while not self.stop.wait(wait):
            try:
                seal_all(self.key, using="default", waits=STAYING)
                self.tell()
                wait = PAUSE
            except DatabaseError as problem:
                # The server restarts or is away: rows wait unsealed, nothing is lost.
                log.warning("sealing waits for the database: %s", type(problem).__name__)
                connections["default"].close()
                wait = min(LONGEST_WAIT, wait * 2)
        self.tell(now=True)

    def tell(self, *, now: bool = False) -> None:
        """Export the head, at most once a minute and only when it moved."""
        if not now and time.monotonic() - self.told_at < HEAD_SECONDS:
            return
        end = head(using="default")
        if end.seal_no and (self.told is None or end.seal_no != self.told.seal_no):
            append_head(self.file, end)
            self.told = end
        self.told_at = time.monotonic()
