# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Reminders: what an office sends, and what a client agreed to."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.models import ReminderWish
from stellwerk.exchange.reminder_texts import languages
from stellwerk.web.cases.forms.base import RowForm
from stellwerk.web.shell.clash import TakesConflict


class WishForm(RowForm):
    language = forms.ChoiceField(label=_("Language of the reminder"), choices=languages)

    class Meta:
        model = ReminderWish
        fields = ["by_email", "by_text_message", "language", "agreed_on"]
        labels = {
            "by_email": _("The client agrees to be reminded by e-mail"),
            "by_text_message": _("The client agrees to be reminded by text message"),
            "agreed_on": _("Agreed on"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.initial.setdefault("agreed_on", timezone.localdate())


class ReminderSettingsForm(TakesConflict, forms.Form):
    email = forms.BooleanField(label=_("Remind by e-mail"), required=False)
    text_message = forms.BooleanField(
        label=_("Remind by text message"), required=False,
        help_text=_("Only where a provider is connected to this installation."),
    )
    days_before = forms.IntegerField(
        label=_("Days before the appointment"), min_value=1, max_value=14
    )
    office_phone = forms.CharField(
        label=_("Phone number of the office"), required=False, max_length=40,
        help_text=_("Stands in every reminder."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
