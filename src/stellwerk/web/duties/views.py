# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""How the installation's recurring work stands, for those who answer for it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.duties.choices import DUTIES, Duty, RunState
from stellwerk.duties.models import DutyRun
from stellwerk.duties.queries import last_run, newest_runs
from stellwerk.duties.rules import judge
from stellwerk.web.shell.page import page

TONES = {"green": "success", "yellow": "warning", "red": "danger"}


@page(needs=(Need.MANAGE_DIRECTORY, Need.READ_LOG), name="duties:index")
def index(request: HttpRequest) -> HttpResponse:
    """Each piece of recurring work with its last run; what is wrong stands above the table."""
    runs = newest_runs()
    lines = [_line(duty, runs.get(duty.key)) for duty in DUTIES]
    context = {"lines": lines, "wrong": [line for line in lines if line["tone"] == "danger"]}
    return render(request, "duties/index.html", context)


def _line(duty: Duty, run: DutyRun | None) -> dict[str, Any]:
    judgement = judge(duty, last_run(run), timezone.localtime())
    return {
        "duty": duty,
        "run": run,
        "tone": TONES[judgement.state],
        "state": RunState(run.state).label if run else _("not run yet"),
        "text": judgement.text if judgement.state != "green" else "",
    }
