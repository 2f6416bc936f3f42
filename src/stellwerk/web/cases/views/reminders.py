# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Reminders to clients: the client's agreement in the case, the office's decision for all."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.access.visible import record_list
from stellwerk.base.certain import certain
from stellwerk.cases.actions.reminders import set_reminder_wish
from stellwerk.cases.actions.settings import change_settings
from stellwerk.cases.queries.reminders import (
    REMINDER_KEYS,
    failed_reminders,
    sent_count,
    wish_of,
)
from stellwerk.cases.queries.settings import settings_of, settings_version
from stellwerk.web.cases.forms.reminders import ReminderSettingsForm, WishForm
from stellwerk.web.cases.views.parts import answer_on_case, opened_for_work
from stellwerk.web.shell.acting import answer_form
from stellwerk.web.shell.page import page

BOTH = ("GET", "POST")
_LATELY = timedelta(days=14)


@page(name="cases:reminder_wish", needs=Need.WORK_ON_CASES, methods=BOTH)
def reminder_wish(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What the client agreed to; both ways off means that she wants none."""
    opened = opened_for_work(request, case_id)
    person = opened.case.person
    form = WishForm(request.POST or None, instance=wish_of(person.pk, person.organisation_id))
    return answer_on_case(
        request, opened, form, set_reminder_wish,
        lambda: {"version": form.cleaned_data.get("version"), "values": form.values},
        title=_("Reminders of appointments"), part="person", subject={"person": person},
        done=_("The agreement was saved."),
    )


@page(name="cases:reminders", needs=Need.LEAD_TEAM, methods=BOTH)
def reminders(request: HttpRequest) -> HttpResponse:
    """Whether this organisation reminds its clients; what could not be sent lately."""
    organisation_id = certain(request.actor.organisation_id, "she leads a team")
    now = settings_of(organisation_id, *REMINDER_KEYS)
    initial = {key.partition(".")[2]: value for key, value in now.items()}
    initial["version"] = settings_version(organisation_id, *REMINDER_KEYS)
    form = ReminderSettingsForm(request.POST or None, initial=initial)

    def show(status: int) -> HttpResponse:
        return _page(request, organisation_id, form, status)

    return answer_form(
        request, form, change_settings,
        asks=lambda: {
            "values": {key: form.cleaned_data[key.partition(".")[2]] for key in REMINDER_KEYS},
            "version": form.cleaned_data["version"],
        },
        done=_("The settings were saved."), go_on=lambda _changed: redirect("cases:reminders"),
        show=show,
    )


def _page(
    request: HttpRequest, organisation_id: UUID, form: ReminderSettingsForm, status: int
) -> HttpResponse:
    since = timezone.now() - _LATELY
    failed = failed_reminders(organisation_id, since)
    record_list(request.actor, "case", {row.case_id for row in failed}, fields=["contact"])
    context = {
        "form": form, "failed": failed, "sent": sent_count(organisation_id, since),
        "breadcrumb": [
            (_("Calendar"), reverse("cases:calendar")), (_("Reminders to clients"), ""),
        ],
    }
    return TemplateResponse(request, "cases/reminders.html", context, status=status)
