# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The catalogue of activities: what can happen in a course, in one word for all offices."""

from datetime import date
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need, may
from stellwerk.base.refusal import NotVisible
from stellwerk.networks.actions import activities as actions
from stellwerk.networks.models import Activity, EventLog
from stellwerk.networks.queries import activities as queries
from stellwerk.web.networks.areas import areas
from stellwerk.web.networks.forms.activities import ActivityForm, MeaningsForm
from stellwerk.web.shell.acting import answer_form, form_page
from stellwerk.web.shell.page import page

BOTH = ("GET", "POST")
FORM = "networks/activity_form.html"
KEEP = Need.MANAGE_VOCABULARY
#: The longest search that is looked at.
LONGEST_SEARCH = 100


@page(name="networks:activities", needs=(Need.SEE_CHAINS, KEEP))
def activities(request: HttpRequest) -> HttpResponse:
    """All activities by group, narrowed by words; retired ones stay visible."""
    wanted = request.GET.get("q", "")[:LONGEST_SEARCH]
    rows = queries.in_order(queries.catalogue(), wanted=wanted)
    today = timezone.localdate()
    groups = [
        {"label": label, "rows": [_line(row, today) for row in found]}
        for label, found in groupby(rows, key=lambda row: row.get_group_display())
    ]
    context = {
        "areas": areas(request, "activities"),
        "groups": groups,
        "count": len(rows),
        "wanted": wanted,
        "may_keep": may(request.actor, KEEP),
        "logs": _logs(request),
    }
    return render(request, "networks/activities.html", context)


@page(name="networks:activity_new", needs=KEEP, methods=BOTH)
def activity_new(request: HttpRequest) -> HttpResponse:
    form = ActivityForm(request.POST or None)
    title = _("New activity")
    return answer_form(
        request, form, actions.add_activity, asks=lambda: form.cleaned_data,
        done=_("The activity was added."), go_on=lambda _made: redirect("networks:activities"),
        show=form_page(request, FORM, form=form, title=title, breadcrumb=_crumbs(title)),
    )


@page(name="networks:activity", needs=KEEP, methods=BOTH)
def activity(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Names, group, synonyms of one activity; its key stays."""
    found = _found(activity_id)
    form = ActivityForm(request.POST or None, activity=found)
    title = queries.name_of(found)
    return answer_form(
        request, form, actions.change_activity,
        asks=lambda: {**form.cleaned_data, "activity": found},
        done=_("The activity was changed."), go_on=lambda _made: redirect("networks:activities"),
        show=form_page(
            request, FORM, form=form, title=title, activity=found, breadcrumb=_crumbs(title)
        ),
    )


@page(name="networks:activity_retire", needs=KEEP, methods=("POST",))
def retire(request: HttpRequest, activity_id: int) -> HttpResponse:
    found = _found(activity_id)
    actions.retire_activity(actor=request.actor, activity=found, on=timezone.localdate())
    messages.success(request, _("The activity is retired: what was recorded with it stays."))
    return redirect("networks:activities")


@page(name="networks:activity_reinstate", needs=KEEP, methods=("POST",))
def reinstate(request: HttpRequest, activity_id: int) -> HttpResponse:
    actions.reinstate_activity(actor=request.actor, activity=_found(activity_id))
    messages.success(request, _("The activity is in use again."))
    return redirect("networks:activities")


@page(name="networks:log_activities", needs=Need.KEEP_CHAINS, methods=BOTH)
def log_activities(request: HttpRequest, log_id: UUID) -> HttpResponse:
    """What a file's own activities mean in the catalogue; what is not said stays as it is."""
    log = _own_log(request, log_id)
    chosen = queries.in_order(queries.catalogue())
    form = MeaningsForm(request.POST or None, rows=queries.own_activities(log), activities=chosen)
    title = _("Activities of “%(log)s”") % {"log": log.name}
    return answer_form(
        request, form, actions.map_activities,
        asks=lambda: {"log": log, "meanings": form.cleaned_data["meanings"]},
        done=_("What the activities mean was saved."),
        go_on=lambda _count: redirect("networks:log_activities", log.pk),
        show=form_page(
            request, "networks/log_activities.html", form=form, title=title, log=log,
            names=[queries.name_of(row) for row in chosen], narrow=False,
            areas=areas(request, "activities"), breadcrumb=_crumbs(title),
        ),
    )


def _line(row: Activity, today: date) -> dict[str, object]:
    return {
        "activity": row,
        "name": queries.name_of(row),
        "is_retired": row.retired_on is not None and row.retired_on <= today,
    }


def _logs(request: HttpRequest) -> list[EventLog]:
    actor = request.actor
    if not may(actor, Need.KEEP_CHAINS) or actor.organisation_id is None:
        return []
    return queries.imported_logs(actor.organisation_id)


def _own_log(request: HttpRequest, log_id: UUID) -> EventLog:
    own = request.actor.organisation_id
    found = queries.imported_log(own, log_id) if own else None
    if found is None:
        raise NotVisible
    return found


def _found(activity_id: int) -> Activity:
    found = queries.activity_by_id(activity_id)
    if found is None:
        raise NotVisible
    return found


def _crumbs(title: str) -> list[tuple[str, str]]:
    return [(_("Activities"), reverse("networks:activities")), (title, "")]
