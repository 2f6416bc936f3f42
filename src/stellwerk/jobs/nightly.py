# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The clock of the recurring work: looks what is due, runs it in its role, tells who must know.

Runs with `serve` as a process of its own (role jobs). Several of them do no harm: each run is
claimed in the database (`duties.actions`).
"""

from __future__ import annotations

import logging
import re
import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.mail import send_mail
from django.db import DatabaseError, connections
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from stellwerk.base.actor import system_actor
from stellwerk.directory.choices import Role
from stellwerk.directory.queries import addresses_of
from stellwerk.duties.actions import begin_run, finish_run, only_here
from stellwerk.duties.choices import DUTIES, Duty, RunState
from stellwerk.duties.models import DutyRun
from stellwerk.duties.queries import newest_runs
from stellwerk.duties.rules import due_day, is_due

from .runtime import role_environment
from .supervisor import die_with_parent

#: How often the clock is looked at; longer while the database is away.
PAUSE, LONGEST_PAUSE = 30.0, 300.0
log = logging.getLogger("stellwerk.nightly")

_ERROR = re.compile(r"^(?:\w+\.)*(\w+(?:Error|Exception|Refusal|Warning|Timeout))\b")


@dataclass(frozen=True)
class Outcome:
    """What came of a process."""

    state: RunState
    detail: str


def stay(stop: threading.Event) -> None:
    """Run what is due until ``stop`` is set."""
    pause = 1.0
    while not stop.wait(pause):
        try:
            run_what_is_due()
            pause = PAUSE
        except DatabaseError as problem:
            log.warning("the nightly work waits for the database: %s", type(problem).__name__)
            connections["default"].close()
            pause = min(LONGEST_PAUSE, pause * 2)


def run_what_is_due() -> list[DutyRun]:
    """Everything whose time has come and that nobody has done for that day."""
    now, runs = timezone.localtime(), newest_runs()
    due = [d for d in DUTIES if is_due(d, _done_on(runs.get(d.key)), now)]
    return [run for duty in due if (run := run_duty(duty)) is not None]


def _done_on(run: DutyRun | None) -> date | None:
    """The day of the newest run; one that still says "running" may be a dead one's: look closer."""
    if run is None:
        return None
    if run.state == RunState.RUNNING:
        return run.due_on - timedelta(days=1)
    return run.due_on


def run_duty(duty: Duty, *, again: bool = False) -> DutyRun | None:
    """Run one duty for its newest day; None when another process has done or is doing it."""
    with only_here(duty) as is_mine:
        if not is_mine:
            return None
        run = begin_run(duty=duty, due_on=due_day(duty, timezone.localtime()), again=again)
        if run is None:
            return None
        outcome = perform(duty)
        actor = system_actor("nightly work")
        finish_run(actor=actor, run=run, state=outcome.state, detail=outcome.detail)
    if outcome.state != RunState.OK:
        tell(duty, outcome)
    return run


def perform(duty: Duty) -> Outcome:
    """Run the duty's command in a process of its role, as long as it may take at most."""
    command = [sys.executable, "-m", "django", *duty.command]
    process = subprocess.Popen(
        command,
        env=role_environment(duty.role),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=die_with_parent,  # noqa: PLW1509 - this process starts no thread
    )
    try:
        said, complaint = process.communicate(timeout=duty.most_minutes * 60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        minutes = duty.most_minutes
        return Outcome(RunState.FAILED, f"ended after {minutes} minutes")
    except BaseException:
        process.kill()
        raise
    return judge_process(process.returncode, said, complaint)


def judge_process(status: int, said: str, complaint: str) -> Outcome:
    """The exit status in words. Of an accident only the kind: its message may quote data."""
    if "Traceback" in complaint:
        kinds = [found[1] for line in complaint.splitlines() if (found := _ERROR.match(line))]
        return Outcome(RunState.FAILED, kinds[-1] if kinds else f"status {status}")
    last = next((line.strip() for line in reversed(said.splitlines()) if line.strip()), "")
    if status == 0:
        return Outcome(RunState.OK, last)
    if status == 1:
        first = next((line.strip() for line in complaint.splitlines() if line.strip()), "")
        return Outcome(RunState.FINDING, last or first)
    return Outcome(RunState.FAILED, f"status {status}")


def tell(duty: Duty, outcome: Outcome) -> None:
    """A mail to those who have to act; without any data. A mail that fails stops nothing."""
    roles = [Role.ADMINISTRATOR]
    if duty.for_officers and outcome.state == RunState.FINDING:
        roles.append(Role.DATA_PROTECTION_OFFICER)
    with override("de"):
        subject = f"Stellwerk: {duty.name} – {outcome.state.label}"
        body = _(
            "Work: %(work)s\nResult: %(result)s\nReport: %(detail)s\n\nWhat to do: %(advice)s\n\n"
            "You get this mail because you look after Stellwerk or its data protection."
        ) % {
            "work": duty.name, "result": outcome.state.label,
            "detail": outcome.detail or "–", "advice": duty.advice,
        }  # fmt: skip
    for address in addresses_of(roles, timezone.localdate()):
        try:
            send_mail(subject, body, None, [address])
        except OSError as problem:
            log.warning("a notice could not be sent: %s", type(problem).__name__)
