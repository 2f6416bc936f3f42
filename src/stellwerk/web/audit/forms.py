# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What part of the log is wanted."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stellwerk.access.log import case_by_number
from stellwerk.audit.choices import Verb
from stellwerk.audit.queries import LogFilter
from stellwerk.base.actor import Actor
from stellwerk.directory.queries import memberships_in
from stellwerk.web.audit.presenting import KINDS


class LogForm(forms.Form):
    """Filters that stay in the address: identities and numbers, never a name."""

    since = forms.DateField(label=_("From"), required=False)
    until = forms.DateField(label=_("To"), required=False)
    who = forms.TypedChoiceField(label=_("Who"), required=False)
    verb = forms.ChoiceField(label=_("What was done"), required=False)
    kind = forms.ChoiceField(label=_("With what"), required=False)
    case = forms.CharField(label=_("Case number"), max_length=64, required=False)

    def __init__(self, data: Any, *, actor: Actor) -> None:
        super().__init__(data)
        self.actor = actor
        people: dict[str, str] = {}
        if actor.organisation_id:
            for membership in memberships_in(actor.organisation_id):
                people[str(membership.user_id)] = membership.user.name
        everybody = [("", _("Everybody"))]
        self.fields["who"].choices = everybody + sorted(people.items(), key=lambda p: p[1])
        self.fields["verb"].choices = [("", _("Everything")), *Verb.choices]
        self.fields["kind"].choices = [("", _("Everything")), *KINDS.items()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The period ends before it starts."))
        if cleaned.get("case"):
            cleaned["subject"] = case_by_number(self.actor, cleaned["case"])
            if cleaned["subject"] is None:
                self.add_error("case", _("No case of your organisation has this number."))
        return cleaned

    @property
    def wanted(self) -> LogFilter:
        """The filter; days are whole days of the local calendar, both included."""
        data = self.cleaned_data
        since, until = data.get("since"), data.get("until")
        zone = timezone.get_current_timezone()
        return LogFilter(
            since=datetime.combine(since, time.min, zone) if since else None,
            until=datetime.combine(until + timedelta(days=1), time.min, zone) if until else None,
            actor_id=data.get("who") or None,
            verb=data.get("verb") or "",
            kind=data.get("kind") or "",
            subject=data.get("subject"),
        )
