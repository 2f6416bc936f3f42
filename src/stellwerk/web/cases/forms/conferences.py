# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of case conferences."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.choices import GuestState
from stellwerk.cases.models import CaseConference, ConferenceGuest
from stellwerk.directory.queries import organisations_in_use
from stellwerk.web.cases.forms.base import RowForm, combobox, long_text


class ConferenceForm(RowForm):
    """Minutes and state come once the conference is there."""

    class Meta:
        model = CaseConference
        fields = ["starts_at", "ends_at", "place", "agenda", "state", "minutes"]
        labels = {
            "starts_at": _("Begins"), "ends_at": _("Ends"), "place": _("Place"),
            "agenda": _("Agenda"), "state": _("State"), "minutes": _("Minutes and results"),
        }
        widgets = {
            "place": forms.TextInput(), "agenda": long_text(4), "minutes": long_text(6),
        }
        help_texts = {
            "place": _("Stands in the invitation: please without anybody's name."),
            "agenda": _("Stays here; it is not sent."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            del self.fields["state"], self.fields["minutes"]


class GuestForm(RowForm):
    class Meta:
        model = ConferenceGuest
        fields = ["name", "provider", "email"]
        labels = {"name": _("Name"), "provider": _("Organisation"), "email": _("E-mail")}
        widgets = {
            "name": forms.TextInput(), "provider": combobox(), "email": forms.EmailInput(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].queryset = organisations_in_use(timezone.localdate())


class AttendanceForm(forms.Form):
    """One click on who came."""

    state = forms.ChoiceField(choices=[*GuestState.choices, ("off", "")])
    version = forms.IntegerField(widget=forms.HiddenInput)
