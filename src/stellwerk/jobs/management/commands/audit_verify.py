# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""``audit verify``: has anybody changed the log? Exit status 1 when something was found."""

import json
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from stellwerk.audit.actions.sealing import append_head, seal_all, seal_key
from stellwerk.audit.queries import head, read_heads, unsealed_count, verify
from stellwerk.engine import locate

_SHOWN = 50


class Command(BaseCommand):
    help = (
        "Seal what waits, then check every row, the order, the dates and the exported heads "
        "(the sealer's own file log/audit-head.jsonl and every --head FILE)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head",
            metavar="FILE",
            type=Path,
            action="append",
            default=[],
            help="file written by `audit head --export`, or a copy of log/audit-head.jsonl",
        )
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        place = locate.home()
        own = place.log / "audit-head.jsonl"
        heads: dict[int, bytes] = {}
        for file in [*([own] if own.exists() else []), *options["head"]]:
            heads |= read_heads(file)
        key = seal_key(place, using="default")
        waited, oldest = unsealed_count("default")
        seal_all(key, using="default")
        began = time.monotonic()
        outcome, waiting = verify(key, heads, using="default")
        seconds = time.monotonic() - began
        report = {
            "is_sound": not outcome.findings,
            "rows": outcome.rows,
            "last_seal": outcome.last_seal_no,
            "heads": len(heads),
            "sealed_now": waited - waiting,
            "oldest_sealed_now": oldest.isoformat() if oldest else None,
            "in_flight": waiting,
            "rows_per_second": round(outcome.rows / seconds) if seconds else None,
            "findings": [vars(finding) for finding in outcome.findings],
        }
        if options["format"] == "json":
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
        else:
            self._tell(report)
        if outcome.findings:
            sys.exit(1)
        if waited:
            append_head(own, head(using="default"))

    def _tell(self, report: dict[str, Any]) -> None:
        self.stdout.write(
            _(
                "%(rows)s rows checked up to seal %(last_seal)s, against %(heads)s exported "
                "heads (%(rows_per_second)s rows/s)."
            )
            % report
        )
        if report["sealed_now"]:
            self.stdout.write(
                _(
                    "%(sealed_now)s rows had waited for their seal since %(oldest_sealed_now)s; "
                    "they were sealed before this check."
                )
                % report
            )
        findings = report["findings"]
        for finding in findings[:_SHOWN]:
            self.stdout.write(f"FOUND {finding['kind']}: {finding['sentence']} {finding['row']}")
        if len(findings) > _SHOWN:
            self.stdout.write(f"… and {len(findings) - _SHOWN} more.")
        self.stdout.write(
            _("The log was tampered with: %(count)d findings.") % {"count": len(findings)}
            if findings
            else _("The log is sound: %(rows)s rows.") % report
        )
