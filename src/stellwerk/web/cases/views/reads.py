# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Who looked into this case: for those who work on it, and to print for the client."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stellwerk.access.matrix import Need
from stellwerk.access.reads import reads_of_case
from stellwerk.access.visible import GRANTED
from stellwerk.audit.choices import Verb
from stellwerk.audit.models import Event
from stellwerk.cases.choices import FIELD_GROUP_LABELS, FieldGroup
from stellwerk.web.cases.tabs import section
from stellwerk.web.cases.views.parts import opened_for_work
from stellwerk.web.cases.widgets import FlatSelect
from stellwerk.web.shell.page import page
from stellwerk.web.shell.paging import keyset_page, page_links

_GROUPS = {str(group.name).lower(): FIELD_GROUP_LABELS[group] for group in FieldGroup}
_CHANGES = (Verb.CREATED, Verb.CHANGED, Verb.DELETED, Verb.GRANTED, Verb.REVOKED, Verb.EXPORTED)
_LONGEST = 3660


class ReadsForm(forms.Form):
    """How far back, and what; nonsense narrows nothing."""

    days = forms.ChoiceField(
        label=gettext_lazy("Period"), required=False, widget=FlatSelect,
        choices=[
            ("", gettext_lazy("the last 90 days")), ("365", gettext_lazy("the last year")),
            (str(_LONGEST), gettext_lazy("the last ten years")),
        ],
    )
    verb = forms.ChoiceField(
        label=gettext_lazy("What was done"), required=False, widget=FlatSelect,
        choices=[("", "–"), *((v.value, v.label) for v in (Verb.READ, Verb.LISTED, *_CHANGES))],
    )


@dataclass(frozen=True)
class Look:
    """One row of the log in words: who, when, what, which field groups."""

    event: Event
    name: str
    what: str
    groups: list[str]
    is_granted: bool


def _look(event: Event) -> Look:
    return Look(
        event=event,
        name=event.actor.split(" <")[0],
        what=str(event.get_verb_display()),
        groups=[str(_GROUPS[name]) for name in event.fields if name in _GROUPS],
        is_granted=event.note == GRANTED,
    )


@page(name="cases:reads", needs=Need.WORK_ON_CASES)
def reads(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Everybody who read or changed something of the case, newest first."""
    opened = opened_for_work(request, case_id)
    form = ReadsForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    since = timezone.now() - timedelta(days=int(chosen.get("days") or 90))
    events = reads_of_case(request.actor, opened, since=since, verb=chosen.get("verb", ""))
    found = keyset_page(events, ("-at", "id"), request.GET.get("cursor", ""))
    context = {
        **section(opened, "reads", _("Who has looked")),
        "form": form,
        "looks": [_look(event) for event in found.rows],
        "links": page_links(request, found),
    }
    return TemplateResponse(request, "cases/reads.html", context)
