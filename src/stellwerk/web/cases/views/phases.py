# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Moving a case on and ending it: every blocker is shown at once."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.actions import phases
from stellwerk.cases.choices import PHASE_TRANSITIONS, Phase
from stellwerk.cases.queries.state import case_state
from stellwerk.cases.rules.phases import ENDS_BEFORE_ADMISSION, may_close
from stellwerk.web.cases.forms.intake import CloseForm, MoveForm
from stellwerk.web.cases.views.parts import form_page, opened_for_work, saved
from stellwerk.web.shell.page import page
from stellwerk.web.shell.refusals import attempt

BOTH = ("GET", "POST")


@page(name="cases:move", needs=Need.WORK_ON_CASES, methods=BOTH)
def move(request: HttpRequest, case_id: UUID, to: str) -> HttpResponse:
    """To the next phase; what stands in the way is listed before and after the attempt."""
    if to not in PHASE_TRANSITIONS or to == Phase.CLOSED:
        raise NotVisible
    opened = opened_for_work(request, case_id)
    form = MoveForm(request.POST or None, case=opened.case)
    form.fields["reason"].required = to in ENDS_BEFORE_ADMISSION
    if form.is_valid() and attempt(
        form, phases.move_case, actor=request.actor, case=opened.case, to=to,
        version=form.version, **form.values,
    ):
        return saved(request, opened, _("The phase was changed."))
    waiting = [] if request.method == "POST" else phases.blockers(opened.case, to, reason="-")
    title = _("Next phase: %(phase)s") % {"phase": Phase(to).label}
    return form_page(
        request, opened, form, title, submit=_("Change the phase"), blockers=waiting
    )


@page(name="cases:close", needs=Need.WORK_ON_CASES, methods=BOTH)
def close(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Planned or unplanned, by whom, why, when."""
    opened = opened_for_work(request, case_id)
    form = CloseForm(request.POST or None, case=opened.case)
    if form.is_valid() and attempt(
        form, phases.close_case, actor=request.actor, case=opened.case,
        version=form.version, **form.values,
    ):
        return saved(request, opened, _("The case was closed."))
    return form_page(
        request, opened, form, _("Close the case"), submit=_("Close the case"),
        template="cases/close.html", state=case_state(opened.case),
        is_possible=may_close(opened.case.phase),
    )
