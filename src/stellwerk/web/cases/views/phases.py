# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Moving a case on and ending it: every blocker is shown at once."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.actions import phases
from stellwerk.cases.choices import PHASE_TRANSITIONS, ClarificationResult, Phase
from stellwerk.cases.queries.ending import open_goals
from stellwerk.cases.queries.state import case_state
from stellwerk.cases.rules.phases import may_close
from stellwerk.web.cases.forms.ending import EndingForm
from stellwerk.web.cases.forms.intake import MoveForm
from stellwerk.web.cases.views.parts import answer_on_case, opened_for_work
from stellwerk.web.shell.page import page

BOTH = ("GET", "POST")


@page(name="cases:move", needs=Need.WORK_ON_CASES, methods=BOTH)
def move(request: HttpRequest, case_id: UUID, to: str) -> HttpResponse:
    """To the next phase; what stands in the way is listed before and after the attempt."""
    if to not in PHASE_TRANSITIONS or to == Phase.CLOSED:
        raise NotVisible
    opened = opened_for_work(request, case_id)
    if to in ClarificationResult.values:
        # With the criteria, to whom and why: there is one place for that.
        return redirect(f"{reverse('cases:clarification', args=[case_id])}?result={to}")
    form = MoveForm(request.POST or None, case=opened.case)
    waiting = [] if request.method == "POST" else phases.blockers(opened.case, to, reason="-")
    return answer_on_case(
        request, opened, form, phases.move_case,
        lambda: {"to": to, "version": form.version, **form.values},
        title=_("Next phase: %(phase)s") % {"phase": Phase(to).label},
        done=_("The phase was changed."), submit=_("Change the phase"), blockers=waiting,
    )


@page(name="cases:close", needs=Need.WORK_ON_CASES, methods=BOTH)
def close(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Planned or unplanned, by whom, why, when."""
    opened = opened_for_work(request, case_id)
    goals = open_goals(opened.case)
    form = EndingForm(request.POST or None, case=opened.case, goals=goals)
    return answer_on_case(
        request, opened, form, phases.close_case,
        form.asks,
        title=_("Close the case"), done=_("The case was closed."), submit=_("Close the case"),
        template="cases/close.html", state=case_state(opened.case),
        is_possible=may_close(opened.case.phase),
    )
