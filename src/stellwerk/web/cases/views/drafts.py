# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Nothing typed is lost: drafts kept in the background, presence, and undo."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.access.visible import case_being_typed
from stellwerk.base.refusal import NotVisible, Refusal
from stellwerk.cases.actions.drafts import forget_draft, keep_draft, leave_form, mark_open
from stellwerk.cases.actions.undo import undo_change
from stellwerk.cases.queries.drafts import form_state, undo_step
from stellwerk.cases.rules.drafts import is_form_key
from stellwerk.web.cases.drafts import NOT_KEPT, clock, present_lines
from stellwerk.web.cases.views.parts import gone_back, opened_for_work, way_back
from stellwerk.web.shell.page import page


@page(name="cases:draft", needs=Need.WORK_ON_CASES, methods=("POST",))
def draft(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """In the background: "I am here" (``act=here``), "this stands there" (keep), "I am gone"."""
    case = case_being_typed(request.actor, case_id)
    form, act = request.GET.get("form", ""), request.POST.get("act", "")
    if not is_form_key(form) or act not in ("here", "keep", "leave"):
        return JsonResponse({}, status=422)
    on = {"actor": request.actor, "case": case, "form": form}
    said = ""
    if act == "leave":
        leave_form(**on)
        return JsonResponse({})
    if act == "keep":
        typed = request.POST.copy()
        for name in NOT_KEPT:
            typed.pop(name, None)
        kept_at = keep_draft(**on, text=typed.urlencode())
        said = _("Draft kept at %(time)s") % {"time": clock(kept_at)}
    else:
        mark_open(**on)
    others = form_state(case, form, request.actor.user_id).others
    return JsonResponse({"said": said, "others": present_lines(others)})


@page(name="cases:discard_draft", needs=Need.WORK_ON_CASES, methods=("POST",))
def discard_draft(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Throw the own draft away and show the form as it is stored."""
    case = case_being_typed(request.actor, case_id)
    form = request.GET.get("form", "")
    if is_form_key(form):
        forget_draft(actor=request.actor, case=case, form=form)
    return redirect(way_back(request, f"/faelle/{case_id}/"))


@page(name="cases:undo_change", needs=Need.WORK_ON_CASES, methods=("POST",))
def undo(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    """Take the last change of a record back, if nobody changed it since."""
    opened = opened_for_work(request, case_id)
    step = undo_step(opened.case, row_id)
    if step is None:
        raise NotVisible
    try:
        undo_change(actor=request.actor, case=opened.case, step=step)
    except Refusal as refusal:
        messages.warning(request, str(refusal.message))
    else:
        messages.success(request, _("The change was taken back."))
    return gone_back(request, opened)
