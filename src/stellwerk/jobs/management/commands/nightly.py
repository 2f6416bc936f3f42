# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""``nightly [run KEY] [--format json]``: the recurring work and how it stands."""

import json
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import override

from stellwerk.duties.choices import DUTIES, Duty, RunState
from stellwerk.duties.models import DutyRun
from stellwerk.duties.queries import last_run, newest_runs
from stellwerk.duties.rules import duty_named, judge
from stellwerk.jobs.nightly import run_duty, stay


class Command(BaseCommand):
    help = "Show the recurring work with its last results, or run one piece of it now."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", nargs="?", choices=("show", "run", "stay"), default="show")
        parser.add_argument("key", nargs="?", help="with run: which one")
        parser.add_argument("--format", choices=("text", "json"), default="text")
        parser.add_argument("--lang", choices=("de", "en"), default="en")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "stay":
            self.stay()
            return
        with override(options["lang"]):
            if options["what"] == "run":
                self.run(options["key"] or "")
            else:
                self.show(options["format"])

    def stay(self) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: _leave(stop))
        stay(stop)

    def run(self, key: str) -> None:
        duty = duty_named(key)
        if duty is None:
            known = ", ".join(duty.key for duty in DUTIES)
            raise CommandError(f"Say which one: {known}", returncode=2)
        run = run_duty(duty, again=True)
        if run is None:
            raise CommandError("Another process is running it at this moment.", returncode=2)
        self.stdout.write(f"{run.state}: {run.detail}")
        if run.state != RunState.OK:
            raise SystemExit(1)

    def show(self, form: str) -> None:
        runs, now = newest_runs(), timezone.localtime()
        lines = []
        for duty in DUTIES:
            found = judge(duty, last_run(runs.get(duty.key)), now)
            lines.append(_line(duty, runs.get(duty.key)) | vars(found))
        if form == "json":
            self.stdout.write(json.dumps({"duties": lines}, ensure_ascii=False, indent=2))
            return
        for line in lines:
            self.stdout.write(f"{line['at']}  {line['key']:<16} {line['state']:<7} {line['text']}")


def _line(duty: Duty, run: DutyRun | None) -> dict[str, Any]:
    return {
        "key": duty.key,
        "name": str(duty.name),
        "at": duty.at.strftime("%H:%M"),
        "due_on": run.due_on.isoformat() if run else None,
        "started_at": run.started_at.isoformat() if run else None,
        "result": run.state if run else None,
    }


def _leave(stop: threading.Event) -> None:
    """Told to stop: at once, also out of a running piece of work (it is taken up again later)."""
    stop.set()
    raise SystemExit(0)
