# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The calendar, and its address for a program of one's own."""

from datetime import timedelta
from itertools import chain

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from stellwerk.access.calendar import entries_between
from stellwerk.access.matrix import Need, may
from stellwerk.access.visible import record_list
from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.certain import certain
from stellwerk.base.context import set_context
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.actions.calendar import create_feed, revoke_feed
from stellwerk.cases.queries.calendar import (
    feed_by_secret,
    feed_in_force,
    with_names,
)
from stellwerk.directory.queries import actor_for
from stellwerk.exchange.calendars import entries_file
from stellwerk.web.cases import calendar as pages
from stellwerk.web.shell.page import page

# What a calendar program gets: a month back, half a year ahead.
FEED_BACK, FEED_AHEAD = timedelta(days=31), timedelta(days=183)


@page(name="cases:calendar", needs=Need.WORK_ON_CASES)
def calendar(request: HttpRequest) -> HttpResponse:
    """Month, week or list of one's own appointments and dates; leads may look at the team's."""
    actor, leads = request.actor, may(request.actor, Need.LEAD_TEAM)
    span = pages.span_of(request.GET, may_lead=leads)
    entries = entries_between(actor, span.first, span.last, of_team=span.team)
    days = pages.days_of(span, entries)
    shown = list(chain.from_iterable(day.entries for day in days))
    fields = ["identity", "plan", "residence"]
    record_list(actor, "case", {entry.case_id for entry in shown}, fields=fields)
    named, writer = iter(with_names(shown)), pages.CalendarWriter()
    for day in days:
        if day.entries:
            day.written = writer.entries([next(named) for _entry in day.entries])
    context = {
        "span": span, "days": days, "weeks": pages.weeks(days), "weekdays": pages.weekdays(),
        "tabs": pages.tabs(span), "leads": leads, "is_empty": not shown,
        "before": span.address(on=span.before.isoformat()),
        "after": span.address(on=span.after.isoformat()),
        "today": span.address(on=timezone.localdate().isoformat()),
        "mine": span.address(team=""), "everybody": span.address(team="1"),
    }
    return TemplateResponse(request, "cases/calendar.html", context)


@page(name="cases:calendar_feed", needs=Need.WORK_ON_CASES, methods=("GET", "POST"))
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """What the address is, and a new one on request; its secret is shown this once."""
    actor, address = request.actor, ""
    if request.method == "POST":
        secret = create_feed(actor=actor)
        address = request.build_absolute_uri(reverse("cases:feed", args=[secret]))
    user_id = certain(actor.user_id, "she is signed in")
    organisation_id = certain(actor.organisation_id, "she works on cases")
    context = {
        "address": address,
        "feed": feed_in_force(user_id, organisation_id),
        "narrow": True,
        "breadcrumb": [
            (_("Calendar"), reverse("cases:calendar")), (_("Calendar address"), ""),
        ],
    }
    return TemplateResponse(request, "cases/calendar_feed.html", context)


@page(name="cases:calendar_feed_revoke", needs=Need.WORK_ON_CASES, methods=("POST",))
def calendar_feed_revoke(request: HttpRequest) -> HttpResponse:
    """The address ends with the next request."""
    revoke_feed(actor=request.actor)
    messages.success(request, _("The calendar address no longer works."))
    return redirect("cases:calendar_feed")


@page(name="cases:feed", public=True)
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """One's own appointments without names, for whoever holds the secret; each fetch is logged."""
    found = feed_by_secret(secret)
    today = timezone.localdate()
    actor = actor_for(found.user, today, found.organisation_id) if found else None
    if found is None or actor is None or actor.organisation_id != found.organisation_id:
        raise NotVisible
    if not may(actor, Need.WORK_ON_CASES):
        raise NotVisible
    set_context(actor)
    entries = entries_between(actor, today - FEED_BACK, today + FEED_AHEAD)
    cases = {entry.case_id for entry in entries}
    record(actor=actor, verb=Verb.LISTED, kind="calendar_feed", subjects=[found.pk, *cases])
    with translation.override(found.user.language):
        content = entries_file(entries)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
