# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The table of recurring work. Times are local and lie outside of 2 to 3 o'clock, the hour that a
change of the clocks leaves out or gives twice.
"""

from dataclasses import dataclass
from datetime import time
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    RUNNING = "running", _("is running")
    OK = "ok", _("in order")
    FINDING = "finding", _("something was found")
    FAILED = "failed", _("did not finish")


@dataclass(frozen=True)
class Duty:
    """One piece of daily work.

    ``command`` runs as a Django command in a process of the database role ``role`` and is ended
    after ``most_minutes``. Its exit status 1 is a finding, any other but 0 a failure.
    ``for_officers``: data-protection officers hear of a finding, not only administrators.
    """

    key: str
    name: Any
    purpose: Any
    advice: Any
    at: time
    most_minutes: int
    role: str
    command: tuple[str, ...]
    for_officers: bool = False


DUTIES: tuple[Duty, ...] = (
    Duty(
        "audit-verify",
        _("Check the access log"),
        _("Has anybody changed, removed or back-dated an entry of the access log?"),
        _("Change nothing, keep the backups and look closer with: ./stellwerk audit verify"),
        at=time(1, 10),
        most_minutes=240,
        role="sealer",
        command=("audit_verify",),
        for_officers=True,
    ),
    Duty(
        "network-figures",
        _("Release the network's figures"),
        _("Once a month the figures over all organisations, in groups of at least five."),
        _("Run it again: ./stellwerk nightly run network-figures"),
        at=time(3, 10),
        most_minutes=60,
        role="statistics",
        command=("network_figures",),
    ),
    Duty(
        "reminders",
        _("Remind clients of appointments"),
        _("One sentence by e-mail to clients who agreed, where the office has switched it on."),
        _("See on the page on reminders who was not reached, and call."),
        at=time(7, 30),
        most_minutes=60,
        role="jobs",
        command=("remind_clients",),
    ),
    Duty(
        "typical-cases",
        _("Count the typical cases again"),
        _("Does each released typical case still fit at least five people of its case base?"),
        _("Nothing: what fits fewer was taken from the group, its organisation reads why."),
        at=time(3, 25),
        most_minutes=60,
        role="jobs",
        command=("recount_typical_cases",),
    ),
    Duty(
        "event-log",
        _("Bring the event log up to date"),
        _("Answers of other organisations and days that have come, for all cases."),
        _("Run it again: ./stellwerk nightly run event-log"),
        at=time(3, 25),
        most_minutes=120,
        role="jobs",
        command=("log_cases",),
    ),
    Duty(
        "network-roll-up",
        _("Roll up the event logs"),
        _("Weeks in which something was recorded, counted again, so that maps open at once."),
        _("Nothing is lost. Run it again: ./stellwerk nightly run network-roll-up"),
        at=time(3, 30),
        most_minutes=120,
        role="jobs",
        command=("chain_fold",),
    ),
    Duty(
        "network-lines",
        _("Release what the organisations see of one another"),
        _("Lines that at least five people came to or left, released anew; all others stay."),
        _("Nothing is lost. Run it again: ./stellwerk nightly run network-lines"),
        at=time(3, 35),
        most_minutes=120,
        role="jobs",
        command=("release_lines",),
    ),
    Duty(
        "tidy",
        _("Forget what has expired"),
        _("Sessions, sign-in links and attempts, finished tasks, uploads and files a day old."),
        _("Run it again: ./stellwerk nightly run tidy"),
        at=time(3, 40),
        most_minutes=30,
        role="jobs",
        command=("tidy",),
    ),
    Duty(
        "self-check",
        _("Check keys, walls and backups"),
        _("Roles and row policies, key files and their rights, the age of the newest backup."),
        _("See what is wrong: ./stellwerk check"),
        at=time(4, 10),
        most_minutes=15,
        role="jobs",
        command=("self_check",),
    ),
    Duty(
        "weekly-digest",
        _("Send the weekly digest"),
        _("Once a week, numbers without names to everybody who carries cases and wants it."),
        _("Run it again: ./stellwerk nightly run weekly-digest"),
        at=time(5, 40),
        most_minutes=30,
        role="jobs",
        command=("weekly_digest",),
    ),
)
