# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""``audit head [--export FILE]``: the end of the log's chain, to be kept where nobody edits."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from stellwerk.audit.actions.sealing import append_head, seal_all, seal_key
from stellwerk.audit.queries import head
from stellwerk.engine import locate


class Command(BaseCommand):
    help = "Print the last seal of the log; --export adds it to a file for `audit verify --head`."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--export", metavar="FILE", type=Path, help="file to add the head to")

    def handle(self, *args: Any, **options: Any) -> None:
        seal_all(seal_key(locate.home(), using="default"), using="default")
        end = head(using="default")
        if options["export"]:
            append_head(options["export"], end)
        self.stdout.write(end.line())
