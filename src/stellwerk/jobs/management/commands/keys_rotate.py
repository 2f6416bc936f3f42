# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""``manage keys_rotate [--rewrap-only] [--retire]``: a new installation key, without downtime."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import system_actor
from stellwerk.base.rotation import keys_under_older_versions, rewrap_batch
from stellwerk.engine import keys
from stellwerk.engine.trouble import EngineError
from stellwerk.vault import crypto


class Command(BaseCommand):
    help = "Make a new version of the installation key and wrap all data keys by it (as owner)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rewrap-only", action="store_true", help="make no new version")
        parser.add_argument(
            "--retire", action="store_true",
            help="make no new version and forget the older ones (an hour after a rotation)",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        if not (options["rewrap_only"] or options["retire"]):
            self.log(f"version {keys.rotate(settings.KEYRING_HOME)} made")
        started, done = time.monotonic(), 0
        while count := rewrap_batch():
            done += count
        seconds = time.monotonic() - started
        self.stdout.write(f"{done} data keys wrapped anew in {seconds:.1f} s")
        left = keys_under_older_versions()
        if left:
            raise CommandError(f"{left} data keys are in use or not readable: run --rewrap-only")
        if options["retire"]:
            self.retire()

    def retire(self) -> None:
        ring = crypto.keyring()
        for version in sorted(ring.versions - {ring.current_version}):
            try:
                keys.retire(settings.KEYRING_HOME, version)
            except EngineError as problem:
                raise CommandError(str(problem)) from None
            self.log(f"version {version} retired")

    def log(self, note: str) -> None:
        """Say it and write it into the log of facts."""
        with transaction.atomic():
            actor = system_actor("keys_rotate")
            record(actor=actor, verb=Verb.CONFIGURED, kind="installation key", note=note)
        self.stdout.write(f"Installation key: {note}")
